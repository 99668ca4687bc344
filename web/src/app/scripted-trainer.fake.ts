import type {
  Prediction,
  RunStatus,
  Stroke,
  Trainer,
  TrainerUpdate,
  UpdateListener,
} from '../shared/protocol';
import type { RunSettings } from '../shared/settings';

const idle: RunStatus = {
  state: 'arrived',
  step: 0,
  totalSteps: 0,
  stepsPerEpoch: 0,
  epoch: 1,
  epochs: 1,
  loss: null,
  accuracy: null,
  imagesPerSecond: 0,
  secondsLeft: null,
  memory: 1,
  learningRate: 1,
  repeatable: true,
  speed: 'full',
  threads: 1,
  evaluating: false,
};

const data = { trainingImages: 60_000, validationImages: 10_000, source: 'server' };

const reading = (first: number): Prediction => ({
  probabilities: [first],
  image: new Uint8Array(784),
  input: new Uint8Array(64),
  inputSize: 8,
  step: 0,
});

/** A trainer that writes down what it is told, and tells what the test wants told. */
export class ScriptedTrainer implements Trainer {
  readonly calls: string[] = [];
  fails: string | null = null;
  #listener: UpdateListener = () => undefined;

  tell(update: Partial<Omit<TrainerUpdate, 'status'>> & { status?: Partial<RunStatus> }): void {
    const status = { ...idle, ...update.status };
    const none = { steps: [], epochs: [], fingerprints: [], mistakes: null };
    const well = { trouble: null, divergence: null, lastGood: null };
    const nothing = { run: 1, ...none, ...well, learningRateChanges: null, loading: null };
    void this.#listener({ ...nothing, ...update, status });
  }

  async #answer<T>(call: string, result: T): Promise<T> {
    this.calls.push(call);
    if (this.fails !== null && call.startsWith(this.fails)) throw new Error(`${call} failed`);
    return result;
  }

  async start(_: unknown, listener: UpdateListener) {
    this.#listener = listener;
    return this.#answer('start', { build: 'simd' as const, maxThreads: 1, threadsReason: 'x' });
  }

  loadFromServer = () => this.#answer('loadFromServer', data);
  loadFiles = () => this.#answer('loadFiles', { ...data, source: 'files' });
  train = () => this.#answer('train', undefined);
  pause = () => this.#answer('pause', undefined);
  resume = () => this.#answer('resume', undefined);
  step = () => this.#answer('step', undefined);
  oneEpoch = () => this.#answer('oneEpoch', undefined);
  setEpochs = (epochs: number) => this.#answer(`setEpochs ${epochs}`, undefined);
  setLearningRate = (rate: number) => this.#answer(`setLearningRate ${rate}`, undefined);
  setThreads = (threads: number) => this.#answer(`setThreads ${threads}`, undefined);
  setSpeed = (speed: string) => this.#answer(`setSpeed ${speed}`, undefined);
  continueFromLastGood = () => this.#answer('continueFromLastGood', undefined);
  reset = (settings: RunSettings) => this.#answer(`reset ${settings.preset}`, undefined);
  predict = (strokes: Stroke[]) => this.#answer('predict', reading(strokes.length));
  predictInput = (pixels: Uint8Array) => this.#answer('predictInput', reading(pixels.length));
  mistakeImages = (indices: number[]) =>
    this.#answer(
      `mistakeImages ${indices.join(' ')}`,
      indices.map((index) => new Uint8Array(784).fill(index)),
    );
  loadTrained = (url: string) =>
    this.#answer('loadTrained', { fingerprint: url, accuracy: 0.97, images: 10_000, bytes: 1 });
  testMachine = (onProgress: (done: number) => void) => {
    onProgress(0.5);
    return this.#answer('testMachine', {
      epochSeconds: 2,
      imagesPerSecond: 30_000,
      images: 60_000,
      batchSize: 512,
      engine: { build: 'simd' as const, maxThreads: 1, threadsReason: 'x' },
      threads: 1,
      processors: 4,
      browser: '',
    });
  };
  useEngine = (preference: string) =>
    this.#answer(`useEngine ${preference}`, {
      build: 'simd' as const,
      maxThreads: 1,
      threadsReason: 'asked for',
    });
  summary = () => this.#answer('summary', []);
  classNames = () => this.#answer('classNames', []);
  helloWorld = () => this.#answer('helloWorld', { x: 1, losses: [], weights: [], biases: [] });
  save = () => this.#answer('save', new Uint8Array());
  fingerprint = () => this.#answer('fingerprint', '');
  status = () => this.#answer('status', idle);
}
