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
  dataArriving: 'MNIST’s digits are on their way …',
  dataReading: 'Reading the files …',

  engineSimd: 'Engine: WebAssembly with SIMD, one thread.',
  engineThreads: (threads: string) => `Engine: WebAssembly with SIMD, up to ${threads} threads.`,
  memory: (size: string) => `Memory: ${size}.`,

  helloTitle: 'Hello world: one neuron goes down its bowl',

  credits: 'Digits: MNIST by Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0.',
  privacy: 'Everything runs on this machine; drawings and files stay here.',

  noWebAssembly: 'This browser has no WebAssembly, or it is switched off.',

  /** Trouble: what happened (its reason is added), what was kept, what to do. */
  troubles: {
    start: {
      what: 'The network could not be started.',
      kept: '',
      todo: 'Reload the page; if that does not help, open it in a current Firefox, Chrome or Safari.',
    },
    worker: {
      what: 'The network’s worker has ended by itself.',
      kept: 'Your settings and your drawing are kept; the run and the data are gone.',
      todo: 'A fresh network stands ready: press Train.',
    },
    fetch: {
      what: 'The digits could not be fetched.',
      kept: 'Your settings and your drawing are kept; nothing was learned or lost.',
      todo: 'Press Train to try again, or load the four MNIST files from your disk.',
    },
    run: {
      what: 'That did not work.',
      kept: 'The run, the data and your drawing are as they were.',
      todo: 'Change the settings or try again.',
    },
    stopped: {
      what: 'The run has stopped by itself.',
      kept: 'The settings, the data and your drawing are kept.',
      todo: 'A smaller learning rate usually helps; then press Train.',
    },
    files: {
      what: 'These files were not taken.',
      kept: 'The data and the network in use are as they were.',
      todo: 'Pick the four together: images and labels to learn from (train), images and labels to be tested on (t10k).',
    },
    read: {
      what: 'The drawing could not be read.',
      kept: 'The drawing is kept.',
      todo: 'Clear it and draw again.',
    },
    hello: {
      what: 'Hello world did not run.',
      kept: 'The network above is as it was.',
      todo: 'Try another seed or learning rate.',
    },
  },
};

export type LabMessages = PanelMessages & { lab: typeof labMessages };

export const english: LabMessages = { ...panelMessages, lab: labMessages };
