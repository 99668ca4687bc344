import type { CurvePoints, ImageCounts, Trouble } from '../panels';
import type {
  DataInfo,
  EngineInfo,
  EpochRecord,
  HelloSettings,
  HelloWorld,
  LoadingProgress,
  Prediction,
  RunStatus,
  Stroke,
  Trainer,
  TrainerUpdate,
} from '../shared/protocol';
import { defaultSettings, type RunSettings } from '../shared/settings';
import { exampleDigit } from './example-digit';
import type { LabMessages } from './messages';
import { NewestWins } from './newest-wins';

/** Where trouble is shown: next to where it happened. */
export type Place = 'start' | 'worker' | 'run' | 'files' | 'read' | 'hello';

export interface LabOptions {
  /** Makes a trainer; `onFailure` is to be called if it ends by itself. */
  connect: (onFailure: (error: Error) => void) => Trainer;
  messages: LabMessages;
  /** Folder of the four MNIST files, ending in a slash. */
  dataUrl: string;
  processors: number;
  /** Called after every change of what the lab shows. */
  onChange: () => void;
}

/** Images to learn from in MNIST, before they are here to be counted. */
const mnistImages = 60_000;

const noPoints = (): CurvePoints => ({ steps: [0], losses: [null], accuracies: [null] });

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the lab shows, and its commands; no command throws: trouble is kept by place. */
export class LabModel {
  engine: EngineInfo | null = null;
  /** Evaluations of the run shown. */
  records: EpochRecord[] = [];
  points: CurvePoints = noPoints();
  loading: LoadingProgress | null = null;
  /** Images in use; null until all have arrived. */
  images: ImageCounts | null = null;
  fromFiles = false;
  /** The images came during a run that goes on with others. */
  imagesWait = false;
  readingFiles = false;
  settings: RunSettings;
  /** Settings of the run shown; null before the first and after a reset. */
  runSettings: RunSettings | null = null;
  strokes: Stroke[] = [...exampleDigit];
  /** The strokes are the example that the page came with. */
  example = true;
  prediction: Prediction | null = null;
  helloSettings: HelloSettings = { seed: '0', learningRate: 0.1, steps: 10 };
  hello: HelloWorld | null = null;
  readonly troubles = new Map<Place, Trouble>();

  readonly #options: LabOptions;
  readonly #reader = new NewestWins<Stroke[]>((strokes) => this.#read(strokes));
  readonly #pending = new Set<string>();
  #trainer: Trainer;
  /** Resolves when the trainer has answered its start; the commands follow it. */
  #started: Promise<void> = Promise.resolve();
  /** Steps asked for and not made yet, while one is being made. */
  #stepsWaiting = 0;
  #status: RunStatus | null = null;
  #stopped = false;
  #run = -1;
  #fetching = false;

  constructor(options: LabOptions) {
    this.#options = options;
    this.settings = defaultSettings(options.processors);
    this.#trainer = this.#connect();
  }

  /**
   * Where the run is, in the page's terms: data that arrive without a run are not its business, a
   * run that was stopped by trouble can only be begun anew, and before the first run the settings
   * say how long it will be.
   */
  get status(): RunStatus | null {
    const status = this.#status;
    if (status === null) return null;
    const begun = this.runSettings !== null && status.state !== 'arrived';
    const { epochs, batchSize } = this.runSettings ?? this.settings;
    const stepsPerEpoch = Math.ceil((this.images?.training ?? mnistImages) / batchSize);
    const expected = { epochs, stepsPerEpoch, totalSteps: stepsPerEpoch * epochs };
    if (!begun) return { ...status, ...expected, state: 'arrived', epoch: 0 };
    return {
      ...status,
      ...(status.stepsPerEpoch === 0 ? expected : {}),
      state: this.#stopped ? 'diverged' : status.state,
    };
  }

  /** Starts the trainer; the other commands wait for it. */
  start(): void {
    if (typeof WebAssembly === 'undefined') {
      this.#complain('start', 'start', this.#options.messages.lab.noWebAssembly);
      this.#options.onChange();
      return;
    }
    this.#started = this.#command('start', 'start', async (trainer) => {
      this.engine = await trainer.start(this.settings, (update) => this.#update(update));
      const threads = Math.min(this.settings.threads, this.engine.maxThreads);
      this.settings = { ...this.settings, threads };
      this.#status ??= await trainer.status();
      this.#reader.ask(this.strokes);
    });
  }

  train(): void {
    void this.#fetch();
    this.troubles.delete('worker');
    this.#stepsWaiting = 0;
    void this.#command('train', 'run', async (trainer) => {
      const settings = this.settings;
      await trainer.train(settings);
      this.runSettings = settings;
      this.imagesWait = false;
    });
  }

  pause(): void {
    this.#stepsWaiting = 0;
    void this.#command('pause', 'run', (trainer) => trainer.pause());
  }

  resume(): void {
    this.#stepsWaiting = 0;
    void this.#command('resume', 'run', (trainer) => trainer.resume());
  }

  /** One step; several asked for in a row are all made. */
  step(): void {
    void this.#fetch();
    this.#stepsWaiting += 1;
    void this.#command('step', 'run', async (trainer) => {
      try {
        while (this.#stepsWaiting > 0) {
          this.#stepsWaiting -= 1;
          this.runSettings ??= this.settings;
          await trainer.step(this.settings);
          // A reset may have been answered in between.
          this.runSettings ??= this.settings;
        }
      } finally {
        this.#stepsWaiting = 0;
      }
    });
  }

  reset(): void {
    this.#stepsWaiting = 0;
    void this.#command('reset', 'run', async (trainer) => {
      await trainer.reset(this.settings);
      this.runSettings = null;
      this.imagesWait = false;
    });
  }

  /** Resolves when the files are taken or refused. */
  loadFiles(files: File[]): Promise<void> {
    this.readingFiles = true;
    return this.#command(null, 'files', async (trainer) => {
      try {
        this.#use(await trainer.loadFiles(files), true);
        this.imagesWait = this.#status?.state === 'running' || this.#status?.state === 'paused';
      } finally {
        this.readingFiles = false;
      }
    });
  }

  change(settings: RunSettings): void {
    this.settings = settings;
    this.#options.onChange();
  }

  draw(strokes: Stroke[]): void {
    this.strokes = strokes;
    this.example = false;
    this.#reader.ask(strokes);
    this.#options.onChange();
  }

  runHello(settings: HelloSettings): void {
    this.helloSettings = settings;
    void this.#command(null, 'hello', async (trainer) => {
      this.hello = await trainer.helloWorld(settings);
    });
  }

  /** Settings of the run that is not over yet; null when there is none. */
  get underWay(): RunSettings | null {
    const state = this.status?.state;
    return state === 'running' || state === 'paused' || state === 'loading'
      ? this.runSettings
      : null;
  }

  #connect(): Trainer {
    return this.#options.connect((error) => this.#failed(error));
  }

  /** The worker is gone, and with it run and data: a fresh one takes its place. */
  #failed(error: Error): void {
    const started = this.engine !== null;
    const place = started ? 'worker' : 'start';
    this.#complain(place, place, error.message);
    if (started) {
      this.#trainer = this.#connect();
      this.engine = null;
      this.images = null;
      this.fromFiles = false;
      this.imagesWait = false;
      this.runSettings = null;
      this.#stepsWaiting = 0;
      this.#run = -1;
      this.#fetching = false;
      this.#pending.clear();
      this.start();
    }
    this.#options.onChange();
  }

  /**
   * Commands reach the trainer in the order given and wait for no answer but that to its start. One
   * with a `name` is not taken again before its answer: a double click on Train starts one run.
   * Resolves in any case; an error becomes trouble at `place`.
   */
  async #command(
    name: string | null,
    place: Place,
    action: (trainer: Trainer) => Promise<void>,
  ): Promise<void> {
    if (name !== null && this.#pending.has(name)) return;
    if (name !== null) this.#pending.add(name);
    this.#options.onChange();
    const trainer = this.#trainer;
    await this.#started;
    try {
      await action(trainer);
      this.troubles.delete(place);
    } catch (error) {
      // What a worker left undone when it ended is no trouble of the command.
      if (trainer !== this.#trainer) return;
      this.#complain(place, place, reason(error));
    }
    if (name !== null) this.#pending.delete(name);
    this.#options.onChange();
  }

  /** Asks for the data once; training does not wait for all of it. */
  async #fetch(): Promise<void> {
    if (this.images !== null || this.#fetching || this.readingFiles) return;
    this.#fetching = true;
    const trainer = this.#trainer;
    await this.#started;
    try {
      this.#use(await trainer.loadFromServer(this.#options.dataUrl), false);
    } catch (error) {
      if (trainer !== this.#trainer) return;
      // Files that the user picked meanwhile have taken the server's place.
      if (!this.fromFiles) this.#complain('run', 'fetch', reason(error));
    }
    this.#fetching = false;
    this.#options.onChange();
  }

  #use(info: DataInfo, fromFiles: boolean): void {
    this.images = { training: info.trainingImages, validation: info.validationImages };
    this.fromFiles = fromFiles;
  }

  #update(update: TrainerUpdate): void {
    if (update.run < this.#run) return;
    const fresh = update.run > this.#run;
    if (fresh) {
      this.#run = update.run;
      this.records = [];
      this.points = noPoints();
      this.troubles.delete('run');
    }
    const before = this.prediction?.step;
    this.#status = update.status;
    this.#stopped = update.trouble !== null;
    this.loading = update.loading;
    if (update.epochs.length > 0) this.records = [...this.records, ...update.epochs];
    if (update.steps.length > 0 || update.epochs.length > 0) this.#extend(update);
    if (update.trouble !== null) this.#stop(update.trouble);
    if (fresh || update.status.step !== before) this.#reader.ask(this.strokes);
    this.#options.onChange();
  }

  /** The run cannot go on, or could not begin for want of data, which the fetch will tell. */
  #stop(why: string): void {
    if (this.#status?.state === 'arrived') this.runSettings = null;
    else if (!this.troubles.has('run')) this.#complain('run', 'stopped', why);
  }

  /** The arrays grow in place; a new object around them asks for a drawing. */
  #extend(update: TrainerUpdate): void {
    const { steps, losses, accuracies } = this.points;
    for (const { step, loss } of update.steps) {
      steps[step] = step;
      losses[step] = loss;
      accuracies[step] ??= null;
    }
    for (const { step, accuracy } of update.epochs) accuracies[step] = accuracy;
    this.points = { steps, losses, accuracies };
  }

  async #read(strokes: Stroke[]): Promise<void> {
    if (this.engine === null) return;
    try {
      this.prediction =
        strokes.length === 0 ? null : await this.#trainer.predict(strokes, { centre: true });
      this.troubles.delete('read');
    } catch (error) {
      this.#complain('read', 'read', reason(error));
    }
    this.#options.onChange();
  }

  #complain(place: Place, kind: keyof LabMessages['lab']['troubles'], why: string): void {
    this.troubles.set(place, { ...this.#options.messages.lab.troubles[kind], why });
  }
}
