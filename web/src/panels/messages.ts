import { gridMessages } from './input-grid/messages';
import { machineMessages } from './machine-test/messages';
import { mistakesMessages } from './mistakes/messages';
import { settingsMessages } from './run-settings/messages';
import { trainedMessages } from './trained-network/messages';

/** A name with its article: '8' is read 'eight'. */
const a = (name: string) => (/^(8|11$|18$|[aeio])/i.test(name) ? `an ${name}` : `a ${name}`);

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
    takes: (time: string) => `about ${time}`,
    pause: 'Pause',
    resume: 'Resume',
    loading: 'Loading',
    step: 'Step',
    stepHint: 'Make one step, then pause',
    oneEpoch: 'One epoch',
    oneEpochHint: 'Train to the end of the epoch, then pause',
    reset: 'Reset',
    resetHint: 'Forget what was learned; keep settings, data, drawing and the run’s numbers',
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
    byHand: (rate: string) => ['not repeatable: learning rate ', rate, ' set by hand'],
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
    arrivedTrained: 'This network was trained before. Draw a digit for it to read.',
    arrivedTrainedNote: 'Train starts a new one, which has not learned anything yet.',
    arrivedReady: (training: string, validation: string) =>
      `${training} digits to learn from and ${validation} to be tested on are here.`,
    loading: 'Fetching handwritten digits …',
    loadingBytes: (received: string, expected: string) => `${received} of ${expected}.`,
    loadingUnknown: (received: string) => `${received} so far.`,
    loadingBatch: 'Training starts with the first batch.',
    loadingShuffled: 'Shuffled, a batch may hold any of them: training starts when all are here.',
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
    tryMore: 'Nine more epochs',
    tryDrawing: 'Draw a digit',
    notRepeatable:
      'The learning rate was set by hand on the way: its settings alone do not give this run again.',
    diverged: 'This run has stopped.',
    divergedNote: 'The settings, the data and your drawing are kept.',
    unable: 'This browser cannot run the network.',
  },

  curve: {
    title: 'Loss curve',
    legend: 'Runs on the curve',
    newest: 'Newest',
    step: 'Step',
    atStep: (step: string) => `Step ${step}`,
    loss: 'Loss',
    smooth: 'Smoothed',
    smoothing:
      'Thin: the loss of each step. Bold: smoothed as TensorBoard does (exponential moving average, weight 0.8).',
    validationLoss: 'Test loss',
    accuracy: 'Right',
    rate: 'Learning rate',
    rateChanged: (rate: string) => `rate ${rate}`,
    guessing: 'guessing',
    scale: 'Scale',
    scales: { linear: 'linear', log: 'log' },
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    whole: 'All',
    cursor: 'Step pointed at',
    readRun: (run: string, loss: string, accuracy: string) =>
      accuracy === '' ? `${run}: loss ${loss}` : `${run}: loss ${loss}, ${accuracy} right`,
    table: 'Data table',
  },

  runs: {
    list: 'Runs',
    name: (number: string) => `Run ${number}`,
    reference: (version: string) => `PyTorch ${version.replace(/^(\d+\.\d+).*/, '$1')}`,
    show: 'Show',
    tutorial: 'The tutorial’s settings',
    setting: (field: string, value: string) => `${field} ${value}`,
    without: (field: string) => `without ${field}`,
    limit: (images: string) => `first ${images} images`,
    changedRate: (step: string) => `learning rate changed by hand at step ${step}`,
    states: {
      arrived: 'not begun',
      loading: 'waits for data',
      running: 'learning',
      paused: 'paused',
      finished: 'finished',
      diverged: 'diverged',
      ended: 'given up',
    },
    toCompare: 'to compare with',
    progress: (step: string, total: string) => `step ${step} of ${total}`,
    afterStep: (step: string) => `(after step ${step})`,
    loss: 'Loss',
    accuracy: 'Right',
    time: 'Time',
    fingerprint: 'Fingerprint',
    takeOver: 'Take over settings',
    takeOverOf: (run: string) => `Take over settings of ${run}`,
    remove: 'Remove',
    removeOne: (run: string) => `Remove ${run}`,
    full: (most: string) => `At most ${most} runs are drawn together: hide one to show another.`,
    exports: 'Export the runs that are shown',
    exportCsv: 'Export CSV',
    exportJson: 'Export JSON',
    exportSvg: 'Export SVG',
  },

  printed: {
    intro: (pytorch: string) =>
      `The tutorial prints the loss of each step with two decimals. Here are those of ${pytorch} at seed 0 and, right of them, gradlet’s; digits that match are underlined.`,
    begin: 'Train with the tutorial’s settings to fill in gradlet’s column.',
    equal: (equal: string, total: string) => `${equal} of ${total} printed losses are equal`,
    soFar: (equal: string, made: string, total: string) =>
      `${equal} of ${made} printed losses are equal so far, of ${total} in all`,
    sameStart: 'The untrained weights are the same in every bit.',
    list: 'Printed losses, step by step',
    read: (step: string, pytorch: string, gradlet: string, equal: boolean) =>
      `Step ${step}: PyTorch ${pytorch}, gradlet ${gradlet}, ${equal ? 'equal' : 'different'}`,
    readWaiting: (step: string, pytorch: string) => `Step ${step}: PyTorch ${pytorch}`,
    nothing: (run: string, reasons: string) =>
      `Nothing to compare ${run} with: PyTorch made the tutorial’s run, and this one differs in ${reasons}.`,
    data: 'its images, which come from files',
    changedRate: (step: string) =>
      `The learning rate was changed by hand after step ${step}: what follows is not compared.`,
  },

  epochs: {
    caption: 'Tests on unseen digits',
    epoch: 'Epoch',
    before: 'before',
    accuracy: 'Right',
    loss: 'Loss',
    time: 'Time',
    fingerprint: 'Fingerprint',
    between: 'Fingerprints on the way',
    step: (step: string) => `step ${step}`,
    fingerprintHelp: 'SHA-256 over all weights: the same run gives the same one on any machine.',
  },

  settings: settingsMessages,

  pad: {
    canvas: 'Sketchpad',
    undo: 'Undo',
    undoHint: 'Take the last change back (Ctrl+Z)',
    clear: 'Clear',
    hint: 'Draw a digit with mouse, pen or finger.',
    example: 'An example. Draw over it.',
    overImage: 'A test digit. Draw over it to change it.',
  },

  bars: {
    group: 'Prediction',
    broken: 'No answer: its weights are no longer numbers.',
    nothing: 'Draw a digit to be read.',
    untrained: 'Only guessing so far.',
    unsure: (name: string) => `Perhaps ${a(name)}?`,
    sure: (name: string) => `Reads it as ${a(name)}.`,
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
    centre: 'Centre drawing',
    centreHelp: 'All of MNIST’s digits are. Try without.',
    centreUnused: 'A test digit is centred already.',
  },

  grid: gridMessages,
  mistakes: mistakesMessages,
  machine: machineMessages,
  trained: trainedMessages,
};

export type PanelMessages = typeof panelMessages;
