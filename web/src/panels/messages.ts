import type { NumberRange, RunSettings } from '../shared/settings';

/** A field of the settings: its name, what it does, and what PyTorch calls it. */
export interface FieldMessages {
  label: string;
  help: string;
  torch: string;
}

type SettingField = Exclude<keyof RunSettings, 'limit'>;

const settingFields: Record<SettingField, FieldMessages> = {
  epochs: {
    label: 'Epochs',
    help: 'How often every image is seen.',
    torch: 'range(epochs)',
  },
  batchSize: {
    label: 'Batch size',
    help: 'Images looked at before each step.',
    torch: 'batch_size',
  },
  learningRate: {
    label: 'Learning rate',
    help: 'How big each step is.',
    torch: 'lr',
  },
  gamma: {
    label: 'Gamma',
    help: 'Shrinks the rate after each epoch.',
    torch: 'StepLR gamma',
  },
  optimizer: {
    label: 'Optimizer',
    help: 'How slopes are turned into steps.',
    torch: 'torch.optim',
  },
  seed: {
    label: 'Seed',
    help: 'Same seed, same run.',
    torch: 'manual_seed',
  },
  threads: {
    label: 'Threads',
    help: 'They share the work; same result.',
    torch: 'set_num_threads',
  },
  shuffle: {
    label: 'Shuffle',
    help: 'A new order of images each epoch.',
    torch: 'shuffle',
  },
  precise: {
    label: 'Precise',
    help: 'Plain sums: slower, nearer to PyTorch.',
    torch: 'no Winograd',
  },
};

/**
 * Every text of the panels, in English. Another language is another object of this type; numbers
 * reach the functions already written in the language's manner.
 */
export const panelMessages = {
  /** BCP 47 tag by which numbers are written. */
  locale: 'en',

  controls: {
    group: 'Run',
    train: 'Train',
    pause: 'Pause',
    resume: 'Resume',
    loading: 'Loading',
    step: 'Step',
    stepHint: 'Make one step, then pause',
    reset: 'Reset',
    resetHint: 'Forget what was learned; keep settings, data and drawing',
    progress: 'Training progress',
    progressText: (step: string, total: string) => `Step ${step} of ${total}`,
  },

  status: {
    epoch: (epoch: string, epochs: string) => ['Epoch ', epoch, ` of ${epochs}`],
    step: (step: string, total: string) => ['Step ', step, ` of ${total}`],
    loss: (loss: string) => ['loss ', loss, ''],
    accuracy: (accuracy: string) => ['accuracy ', accuracy, ''],
    speed: (images: string) => ['', images, ' images/s'],
    left: (time: string) => ['', time, ' left'],
    saidRunning: 'Training.',
    saidLoading: 'Loading the digits.',
    saidPaused: (step: string, total: string) => `Paused at step ${step} of ${total}.`,
    saidEpoch: (epoch: string, accuracy: string, loss: string) =>
      `Epoch ${epoch}: ${accuracy} right, loss ${loss}.`,
    saidFinished: 'Training finished.',
    saidReset: 'Back at the start: nothing learned yet.',
    saidDiverged: 'Training has stopped.',
  },

  headline: {
    starting: 'Getting ready …',
    arrived: 'This network has not learned anything yet. Press Train.',
    arrivedData: (size: string) =>
      `Train first fetches 70,000 handwritten digits (MNIST, ${size}).`,
    arrivedBytes: (received: string, expected: string) => `${received} of ${expected} are here.`,
    arrivedReady: (training: string, validation: string) =>
      `${training} digits to learn from and ${validation} to be tested on are here.`,
    loading: 'Fetching handwritten digits …',
    loadingBytes: (received: string, expected: string) =>
      `${received} of ${expected}. Training starts with the first batch.`,
    loadingUnknown: (received: string) =>
      `${received} so far. Training starts with the first batch.`,
    running: 'Learning to read digits.',
    runningNote: (batch: string) =>
      `Each step looks at ${batch} digits and corrects every weight a little.`,
    evaluating: 'Reading digits it has never seen.',
    paused: (step: string, total: string) => `Paused at step ${step} of ${total}.`,
    pausedNote:
      'Resume goes on from the very same place. The drawing is read by the network as it is now.',
    finished: (accuracy: string, images: string, time: string) =>
      `${accuracy} of ${images} unseen digits right, in ${time}.`,
    finishedUnmeasured: 'This run has finished.',
    tryNext: 'Next:',
    tryTuned: 'ten epochs with ever smaller steps',
    tryDrawing: 'draw a digit',
    diverged: 'This run has stopped.',
    divergedNote: 'The settings, the data and your drawing are kept.',
    unable: 'This browser cannot run the network.',
  },

  curve: {
    title: 'Loss curve',
    loss: 'training loss',
    accuracy: 'validation accuracy',
    guessing: 'guessing',
    hint: 'Point at the curve to read it.',
    read: (step: string, loss: string) => `Step ${step}: loss ${loss}`,
    readAccuracy: (step: string, loss: string, accuracy: string) =>
      `Step ${step}: loss ${loss}, accuracy ${accuracy}`,
    readStart: (accuracy: string) => `Before the first step: accuracy ${accuracy}`,
  },

  epochs: {
    caption: 'Tests on unseen digits',
    epoch: 'Epoch',
    before: 'before',
    accuracy: 'Right',
    loss: 'Loss',
    time: 'Time',
    fingerprint: 'Fingerprint',
    fingerprintHelp: 'SHA-256 over all weights: the same run gives the same one on any machine.',
  },

  settings: {
    fields: settingFields,
    optimizers: { sgd: 'SGD', adadelta: 'Adadelta', adam: 'Adam', adamw: 'AdamW' },
    usual: {
      sgd: 'SGD: often 0.1.',
      adadelta: 'Adadelta: 1.',
      adam: 'Adam: often 0.001.',
      adamw: 'AdamW: often 0.001.',
    },
    oneThread: (reason: string) => `One thread: ${reason}.`,
    nextRun: 'from the next run',
    wrongWhole: (range: NumberRange) => `A whole number from ${range.min} to ${range.max}.`,
    wrongNumber: (range: NumberRange) => `A number from ${range.min} to ${range.max}.`,
    wrongSeed: 'A whole number of at most 20 digits.',
  },

  pad: {
    canvas: 'Sketchpad',
    clear: 'Clear',
    hint: 'Draw a digit with mouse, pen or finger.',
    example: 'An example. Draw over it with mouse, pen or finger.',
  },

  bars: {
    group: 'Prediction',
    broken: 'No answer: its weights are no longer numbers.',
    nothing: 'Draw a digit to be read.',
    untrained: 'Only guessing so far.',
    unsure: (digit: string) => `Perhaps a ${digit}?`,
    sure: (digit: string) => `Reads it as a ${digit}.`,
  },

  files: {
    pick: 'Load MNIST files',
    drop: 'Drop the four MNIST files here',
    hint: 'The four IDX files, gzipped or not, in any order; or drop them on the page.',
  },

  hello: {
    intro:
      'The smallest network there is: one weight (the slope), one bias, one number x. ' +
      'It should answer 0. Each step goes a little down its bowl.',
    seed: 'Hello seed',
    seedHelp: 'Picks slope, bias and x (manual_seed).',
    learningRate: 'Hello learning rate',
    learningRateHelp: 'How big each step is (SGD’s lr). Try 0.9, then 2.',
    bowl: 'Loss bowl',
    slope: 'slope (weight)',
    loss: 'loss',
    shown: 'Step shown',
    stepText: (step: string) => `step ${step}`,
    before: (slope: string, bias: string, loss: string) =>
      `Slope ${slope}, bias ${bias}: loss ${loss}.`,
    after: (slope: string, bias: string) => `After the last step: slope ${slope}, bias ${bias}.`,
    input: (x: string) => `x = ${x}, wanted: 0`,
    table: 'Loss before each step',
    wrongSeed: 'A whole number of at most 20 digits.',
    wrongRate: 'A number above 0, at most 1000.',
  },

  sight: {
    size: (size: string) => `${size} × ${size}`,
    image: (size: string) => `The drawing at ${size} × ${size} pixels`,
  },
};

export type PanelMessages = typeof panelMessages;
