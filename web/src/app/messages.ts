import { panelMessages, type PanelMessages } from '../panels/messages';

/**
 * Every text of the page: the panels' and the lab's own. The type is the contract for other
 * languages; what is said is chosen in main.ts.
 */
const labMessages = {
  name: 'gradlet',
  tagline: 'A neural network learns to read handwriting, here in your browser.',
  helloLink: 'Hello world',

  settingsTitle: 'What learns',
  settingsSummary: 'Settings',
  networkTitle: 'The network',
  network:
    'An 8 × 8 image goes through two layers of 32 and 64 filters, then to ten answers: ' +
    '29,066 weights, all of them learned.',
  learnTitle: 'How it learns',
  readTitle: 'What it has learned',
  sightTitle: 'What the network sees',

  dataTitle: 'Data',
  dataNone:
    'MNIST: 60,000 handwritten digits to learn from, 10,000 to be tested on. Not fetched yet.',
  dataServer: (training: string, validation: string) =>
    `MNIST from this page’s server: ${training} digits to learn from, ${validation} to be tested on.`,
  dataFiles: (training: string, validation: string) =>
    `From your files: ${training} digits to learn from, ${validation} to be tested on.`,
  dataWaits: 'The run under way keeps its own; the new ones are used from the next Train on.',
  dataReading: 'Reading the files …',

  engineSimd: 'Engine: WebAssembly with SIMD, one thread.',
  engineThreads: (threads: string) => `Engine: WebAssembly with SIMD, up to ${threads} threads.`,
  memory: (size: string) => `Memory: ${size}.`,

  helloTitle: 'Hello world: one neuron goes down its bowl',

  credits: 'Digits: MNIST by Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0.',
  privacy: 'Everything runs on this machine; drawings and files stay here.',

  /** Trouble: what happened (with the reason found), what was kept, what to do. */
  troubleStart: 'The network could not be started.',
  troubleStartKept: '',
  troubleStartTodo:
    'Reload the page; if that does not help, open it in a current Firefox, Chrome or Safari.',
  troubleWorker: 'The network’s worker has ended by itself.',
  troubleWorkerKept: 'Your settings and your drawing are kept; the run and the data are gone.',
  troubleWorkerTodo: 'A fresh network stands ready: press Train.',
  troubleWasm: 'This browser has no WebAssembly, or it is switched off.',
  troubleFetch: 'The digits could not be fetched.',
  troubleFetchKept: 'Your settings and your drawing are kept; nothing was learned or lost.',
  troubleFetchTodo: 'Press Train to try again, or load the four MNIST files from your disk.',
  troubleRun: 'That did not work.',
  troubleRunKept: 'The run, the data and your drawing are as they were.',
  troubleRunTodo: 'Change the settings or try again.',
  troubleStopped: 'The run has stopped by itself.',
  troubleStoppedKept: 'The settings, the data and your drawing are kept.',
  troubleStoppedTodo: 'A smaller learning rate usually helps; then press Train.',
  troubleFiles: 'These files were not taken.',
  troubleFilesKept: 'The data and the network in use are as they were.',
  troubleFilesTodo:
    'Pick the four together: images and labels to learn from (train), images and labels to be tested on (t10k).',
  troubleRead: 'The drawing could not be read.',
  troubleReadKept: 'The drawing is kept.',
  troubleReadTodo: 'Clear it and draw again.',
  troubleHello: 'Hello world did not run.',
  troubleHelloKept: 'The network above is as it was.',
  troubleHelloTodo: 'Try another seed or learning rate.',
};

export type LabMessages = PanelMessages & { lab: typeof labMessages };

export const english: LabMessages = { ...panelMessages, lab: labMessages };
