/**
 * What the page and the trainer (in its worker) say to each other. The one description of the
 * trainer: a new command is added here and in its implementation, nowhere else.
 *
 * Every promise of the trainer rejects with an `Error` whose message says what was expected and
 * what was found; a rejected command leaves the run, the model and the data as they were.
 */
import type {
  Divergence,
  LastGood,
  LayerInfo,
  LearningRateChange,
  MachineReport,
  Mistakes,
} from './run-reports';
import type { RunSettings } from './settings';

/**
 * Where a run is. `arrived`: no data asked for yet; `loading`: bytes are arriving and no step has
 * been made; `diverged`: a loss was NaN or infinite and the run has stopped.
 */
export type RunState = 'arrived' | 'loading' | 'running' | 'paused' | 'finished' | 'diverged';

/** Steps a second: as many as can be, ten, or one; the results are the same. */
export type Speed = 'full' | 'ten' | 'one';

/** The fastest engine that can be used here, or that of one thread wherever it is. */
export type EnginePreference = 'automatic' | 'one-thread';

/** The build in use, and why it is this one. */
export interface EngineInfo {
  build: 'simd' | 'threads';
  /** The most threads that this engine can use. */
  maxThreads: number;
  /** Why threads cannot be used; empty when they can. */
  threadsReason: string;
}

/** One finished step of the optimizer; its loss is that of the batch before the step. */
export interface StepRecord {
  /** Counted from 1 over all epochs. */
  step: number;
  loss: number;
}

export interface Fingerprint {
  step: number;
  /** SHA-256 over all parameters after that step. */
  sha256: string;
}

/**
 * Validation of the parameters before the first step (`epoch` 0), told before that of epoch 1 but
 * maybe after some steps, which do not wait for the validation images; and of those after each epoch.
 */
export interface EpochRecord {
  epoch: number;
  /** The step after which it was measured. */
  step: number;
  /** Share of the validation images read right, 0 to 1. */
  accuracy: number;
  /** Mean loss over the validation images. */
  loss: number;
  /** Seconds of training in this epoch, without preparing data and evaluating. */
  seconds: number;
  /** SHA-256 over all parameters. */
  fingerprint: string;
}

/** Bytes of the data files, as they arrive. `expected` is 0 while it is not known. */
export interface LoadingProgress {
  received: number;
  expected: number;
}

export interface DataInfo {
  trainingImages: number;
  validationImages: number;
  /** 'server', or the names of the files picked by the user. */
  source: string;
}

export interface RunStatus {
  state: RunState;
  /** Finished steps of this run. */
  step: number;
  /** Steps of the whole run as the settings stand. */
  totalSteps: number;
  stepsPerEpoch: number;
  /** Epoch that is under way, from 1; the last one when finished. */
  epoch: number;
  epochs: number;
  /** Loss of the newest step; null before the first. */
  loss: number | null;
  /** The newest validation accuracy; null before the first. */
  accuracy: number | null;
  /** Training images per second of training time, over the last moments. */
  imagesPerSecond: number;
  secondsLeft: number | null;
  /** Bytes of WebAssembly memory. */
  memory: number;
  learningRate: number;
  /** Whether its settings alone give this run again: not after the learning rate was set by hand. */
  repeatable: boolean;
  speed: Speed;
  /** Threads that compute: fewer than were asked for where there are no more. */
  threads: number;
  /** Evaluating, rather than training, at this moment. */
  evaluating: boolean;
}

/** What has happened since the last update; sent at most once per frame. */
export interface TrainerUpdate {
  /** Advances with each run, so that late updates of an earlier run can be told. */
  run: number;
  status: RunStatus;
  /** Steps finished since the last update. */
  steps: StepRecord[];
  /** Evaluations finished since the last update. */
  epochs: EpochRecord[];
  /** Taken since the last update: after steps 1 and 10, and after the last step of each epoch. */
  fingerprints: Fingerprint[];
  /** What the newest evaluation got wrong, if there was one since the last update; else null. */
  mistakes: Mistakes | null;
  /** All changes by hand that led to the present state, if there is another since the last update. */
  learningRateChanges: LearningRateChange[] | null;
  loading: LoadingProgress | null;
  /** Why the run stopped by itself, or why the one before it was undone; null when neither. */
  trouble: string | null;
  /** Where the loss became no finite number; null unless `diverged`. */
  divergence: Divergence | null;
  /** Where `continueFromLastGood` would go on; null unless `diverged`, or where there is no such state. */
  lastGood: LastGood | null;
}

/** A point of a stroke in pad coordinates: 0 to 1 from left to right and from top to bottom. */
export interface StrokePoint {
  x: number;
  y: number;
  /** 0 to 1; 0.5 where the device does not measure it. */
  pressure: number;
}
export type Stroke = StrokePoint[];

export interface DrawingOptions {
  /** Scale to a 20×20 box and centre by mass, as MNIST's digits were. */
  centre: boolean;
  /**
   * An image of 28×28 bytes to draw upon, row by row. Each pixel is then the brighter one of it and of
   * the strokes, which are not centred, whatever `centre` says: both have to stay where they are.
   */
  underlay?: Uint8Array;
  /** A stroke is being drawn, so that more is about to be asked: a run answers sooner meanwhile. */
  underPen?: boolean;
}

export interface Prediction {
  /** Probability of each class, in the order of the classes; sums to 1. */
  probabilities: number[];
  /**
   * The drawing as the 28×28 bytes of an MNIST image, row by row; of an input given as such, that input
   * scaled to this size.
   */
  image: Uint8Array;
  /** The model's own input: `inputSize` × `inputSize` bytes. */
  input: Uint8Array;
  inputSize: number;
  /** Finished steps of the weights that answered. */
  step: number;
}

/** `Linear(1, 1)` going down its bowl: before each step, and after the last. */
export interface HelloWorld {
  x: number;
  /** Loss before each step. */
  losses: number[];
  /** Slope (the weight) before each step and after the last: one more than there are losses. */
  weights: number[];
  biases: number[];
}

export interface HelloSettings {
  seed: string;
  learningRate: number;
  steps: number;
}

/** A network that was trained elsewhere, as it was loaded. */
export interface TrainedNetwork {
  /** SHA-256 over all parameters. */
  fingerprint: string;
  /** Share of `images` validation images read right, 0 to 1; null where it is not known. */
  accuracy: number | null;
  /** 0 where the accuracy is not known. */
  images: number;
  /** Size of the file. */
  bytes: number;
}

/**
 * Called by the trainer, which goes on training meanwhile. The next update comes when a promise that it
 * returns has settled, and tells of all that happened since.
 */
export type UpdateListener = (update: TrainerUpdate) => void | Promise<void>;

/** The trainer's commands. They may be called at any time; each answers within 50 ms of work. */
export interface Trainer {
  /**
   * Loads the engine and prepares a model with the initial weights of `settings.seed`.
   * Called once, first.
   */
  start(settings: RunSettings, listener: UpdateListener): Promise<EngineInfo>;

  /**
   * Fetches MNIST from `baseUrl` (four gzipped IDX files); resolves when all has arrived. A run may
   * begin before; if the data then turn out bad, it is undone, and the update tells why.
   */
  loadFromServer(baseUrl: string): Promise<DataInfo>;

  /** Takes the four IDX files, gzipped or not, in any order, in place of the data in use. */
  loadFiles(files: File[]): Promise<DataInfo>;

  /**
   * Starts a new run with `settings` from the initial weights of their seed; asks the server for
   * the data if there is none yet. Resolves when the run has begun (`running` or `loading`).
   */
  train(settings: RunSettings): Promise<void>;

  /** Stops after the chunk under way; `resume` goes on from the very same place. */
  pause(): Promise<void>;
  resume(): Promise<void>;

  /**
   * Makes exactly one step, starting a run if there is none, then pauses; a run that is running pauses
   * first, and a step that it has begun is the one that is made. Resolves when it is made.
   */
  step(settings: RunSettings): Promise<void>;

  /**
   * Starts or resumes a run, which pauses after the evaluation at the end of its epoch. Resolves when
   * the run has begun.
   */
  oneEpoch(settings: RunSettings): Promise<void>;

  /**
   * Gives the run so many epochs, no fewer than it has begun. One that is finished goes on, if they are
   * more than it had; one that is paused stays so.
   */
  setEpochs(epochs: number): Promise<void>;

  /** Sets the run's learning rate from the next finished step on, and records it. */
  setLearningRate(learningRate: number): Promise<void>;

  /** Computes with so many threads, or with as many as there are; the results are the same. */
  setThreads(threads: number): Promise<void>;

  /** Sets the pace of this run and of later ones. */
  setSpeed(speed: Speed): Promise<void>;

  /**
   * Takes a run that has diverged back to its last good state, and goes on from there with the learning
   * rate offered in `TrainerUpdate.lastGood`.
   */
  continueFromLastGood(): Promise<void>;

  /** Ends the run and restores the initial weights of `settings.seed`; the data stays. */
  reset(settings: RunSettings): Promise<void>;

  /** Reads a drawing with the weights of the newest finished step. */
  predict(strokes: Stroke[], options: DrawingOptions): Promise<Prediction>;

  /** Reads the model's own input: `inputSize` × `inputSize` bytes, row by row. */
  predictInput(pixels: Uint8Array): Promise<Prediction>;

  /**
   * The validation images at these positions as they are in MNIST's file, 28×28 bytes each: those that
   * the run is evaluated on, whatever data were loaded since it began.
   */
  mistakeImages(indices: number[]): Promise<Uint8Array[]>;

  /**
   * Fetches a safetensors file with the parameters of the tutorial's network, ends the run and has them
   * in its place; the state is then `arrived`. Measures them if the validation images are here; else a
   * file that names their fingerprint is believed the accuracy that it tells. `url` is absolute.
   */
  loadTrained(url: string): Promise<TrainedNetwork>;

  /**
   * Trains the tutorial's network for one epoch on generated images, and says how long that took.
   * Leaves run, model and data alone. `onProgress` is told how much is done, 0 to 1.
   */
  testMachine(onProgress: (done: number) => void): Promise<MachineReport>;

  /** Loads that engine for the runs to come, and tells which it is; the run in use keeps its own. */
  useEngine(preference: EnginePreference): Promise<EngineInfo>;

  /** The layers of the network, in the order in which an image passes through them. */
  summary(): Promise<LayerInfo[]>;

  /** Names of the classes, in the order of their probabilities. */
  classNames(): Promise<string[]>;

  /** The tutorial's hello world; leaves run, model and data alone. */
  helloWorld(settings: HelloSettings): Promise<HelloWorld>;

  /** The parameters as a safetensors file under PyTorch's names. */
  save(): Promise<Uint8Array>;

  /** SHA-256 over all parameters. */
  fingerprint(): Promise<string>;

  status(): Promise<RunStatus>;
}
