import { panelMessages, type PanelMessages } from '../panels/messages';

/**
 * Every text of the page: the panels' and the lab's own. The type is the contract for other
 * languages; what is said is chosen in main.ts.
 */
const labMessages = {
  name: 'gradlet',
  tagline: 'A neural network learns to read handwriting, here in your browser.',
  links: 'On this page',
  printedLink: 'Beside PyTorch',
  mistakesLink: 'Mistakes',
  helloLink: 'Hello world',

  settingsTitle: 'What learns',
  settingsSummary: 'Settings',
  learnTitle: 'How it learns',
  readTitle: 'What it has learned',
  sightTitle: 'What the network sees',
  gridTitle: 'Without drawing: the input pixel by pixel',
  runsTitle: 'Runs',
  printedTitle: 'PyTorch beside it',
  mistakesTitle: 'Mistakes',

  dataTitle: 'Data',
  dataNone:
    'MNIST: 60,000 handwritten digits to learn from, 10,000 to be tested on. Not fetched yet.',
  dataServer: (training: string, validation: string) =>
    `MNIST from this page’s server: ${training} digits to learn from, ${validation} to be tested on.`,
  dataFiles: (training: string, validation: string) =>
    `From your files: ${training} digits to learn from, ${validation} to be tested on.`,
  dataWaits: 'The run under way keeps its own; the new ones are used from the next Train on.',
  // As long as what is said before and after it, so that nothing moves.
  dataArriving:
    'MNIST: 60,000 handwritten digits to learn from, 10,000 to be tested on. On their way …',
  dataReading: 'Reading the files …',

  memory: (size: string) => `Memory: ${size}.`,

  helloTitle: 'Hello world: one neuron goes down its bowl',

  credits: 'Digits: MNIST by Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0.',
  sameNumbers: 'Same seed, same numbers: what is promised, and why.',
  privacy: 'Everything runs on this machine; drawings and files stay here.',

  noWebAssembly: 'This browser has no WebAssembly, or it is switched off.',

  /** A loss that is no finite number. */
  diverged: {
    what: (step: string, loss: string) =>
      `This run has diverged: the loss of step ${step} is ${loss}.`,
    /** Where such a number appeared first. */
    first: {
      parameter: (name: string) => `The first such number is in the weights ${name}.`,
      output: (name: string) =>
        name === ''
          ? 'The first such number is in the output of the network.'
          : `The first such number is in the output of ${name}.`,
      loss: () => 'Weights and outputs are still numbers; the loss alone is not.',
    },
    kept: 'The settings, the data and your drawing are kept.',
    todo: 'A smaller learning rate usually helps; then press Train.',
    goBack: (step: string, rate: string) => `Go on from step ${step} with learning rate ${rate}`,
  },

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
      kept: 'Your settings and your drawing are kept; what was learned from them is undone.',
      todo: 'Press Train to try again, or load the four MNIST files from your disk.',
    },
    run: {
      what: 'That did not work.',
      kept: 'The run, the data and your drawing are as they were.',
      todo: 'Change the settings or try again.',
    },
    trained: {
      what: 'The trained network could not be loaded.',
      kept: 'The network in use is as it was.',
      todo: 'Try again, or press Train: it learns within seconds.',
    },
    machine: {
      what: 'This machine could not be tested.',
      kept: 'The run, the data and your drawing are as they were.',
      todo: 'Try again, or choose another engine.',
    },
    mistakes: {
      what: 'The misread digits could not be shown.',
      kept: 'The run is as it was.',
      todo: 'The next test of the network brings new ones.',
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
