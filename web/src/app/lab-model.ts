import { isUnderWay, moreEpochs } from '../shared/run-life';
import type {
  LoadingProgress,
  RunState,
  RunStatus,
  TrainedNetwork,
  Trainer,
  TrainerUpdate,
} from '../shared/protocol';
import type { Divergence, LastGood } from '../shared/run-reports';
import { defaultSettings, type RunSettings } from '../shared/settings';
import { changesAtOnce, type SettingAtOnce } from './at-once';
import { Hello } from './hello';
import { Link } from './link';
import { Machine, mnistImages } from './machine';
import type { LabMessages } from './messages';
import { Misread } from './misread';
import { Reading } from './reading';
import { RunShelf } from './run-shelf';
import { shownStatus } from './shown-status';
import { Stock } from './stock';

export interface LabOptions {
  /** Makes a trainer; `onFailure` is to be called if it ends by itself. */
  connect: (onFailure: (error: Error) => void) => Trainer;
  messages: LabMessages;
  /** Folder of the four MNIST files, ending in a slash. */
  dataUrl: string;
  /** The trained network that comes with the page. */
  trainedUrl: string;
  processors: number;
  /** Called after every change of what the lab shows. */
  onChange: () => void;
  /** The same where nothing but what is read has changed, many times a second. */
  onRead: () => void;
  /** Calls `change`, and resolves when what it has changed was shown and the page is free again. */
  inTurn: (change: () => void) => Promise<void>;
}

/** What the lab shows, and its commands; no command throws: trouble is kept by place. */
export class LabModel {
  readonly link: Link;
  readonly shelf: RunShelf;
  readonly reading: Reading;
  readonly misread: Misread;
  readonly machine: Machine;
  readonly stock: Stock;
  readonly hello: Hello;
  loading: LoadingProgress | null = null;
  /** The images came during a run that goes on with others. */
  imagesWait = false;
  settings: RunSettings;
  /** Settings of the run shown as they stand now; null before the first and after a reset. */
  runSettings: RunSettings | null = null;
  /** Null unless the run has diverged. */
  divergence: Divergence | null = null;
  lastGood: LastGood | null = null;
  loadingTrained = false;
  /** The network that comes with the page, while it is the one in use. */
  trained: TrainedNetwork | null = null;

  readonly #options: LabOptions;
  /** Settings of the run that was asked for last; null after a reset. */
  #asked: RunSettings | null = null;
  /** Settings by which the model was made that no run has begun with. */
  #made: RunSettings;
  /** Images have been picked since the run shown began. */
  #newImages = false;
  /** Steps asked for and not made yet, while one is being made. */
  #stepsWaiting = 0;
  #status: RunStatus | null = null;
  #stopped = false;
  #run = -1;
  #trouble: string | null = null;

  constructor(options: LabOptions) {
    this.#options = options;
    this.settings = defaultSettings(options.processors);
    this.#made = this.settings;
    const { onChange, dataUrl } = options;
    this.link = new Link({
      ...options,
      start: (trainer) => this.#start(trainer),
      onStarted: () => {
        this.machine.reapply();
        this.reading.refresh();
      },
      onLost: () => this.#lost(),
    });
    this.shelf = new RunShelf(onChange);
    this.reading = new Reading(this.link, options.onRead);
    this.misread = new Misread(this.link, onChange);
    this.machine = new Machine(this.link, onChange);
    this.hello = new Hello(this.link);
    this.stock = new Stock(this.link, dataUrl, (info) => {
      if (!this.stock.fromFiles) this.shelf.takeData(info);
      this.#newImages = this.stock.fromFiles;
      this.imagesWait = this.#newImages && this.underWay !== null && this.state !== 'loading';
    });
  }

  /** Where the run is, in the page's terms; null until the trainer has told. */
  get status(): RunStatus | null {
    const { settings, runSettings } = this;
    const around = { settings, runSettings, images: this.#imageCount, stopped: this.#stopped };
    return this.#status && shownStatus(this.#status, around);
  }

  get state(): RunState {
    return this.status?.state ?? 'arrived';
  }

  /** Settings of the run that is not over yet; null when there is none. */
  get underWay(): RunSettings | null {
    return isUnderWay(this.state) ? this.runSettings : null;
  }

  /** How long a run begun now will take on this machine; null if unknown. */
  get seconds(): number | null {
    return this.machine.secondsOf(this.settings, this.#imageCount);
  }

  get #imageCount(): number {
    return this.stock.info?.trainingImages ?? mnistImages;
  }

  /** Starts the trainer; the other commands wait for it. */
  start(): void {
    if (typeof WebAssembly !== 'undefined') {
      this.link.start();
      return;
    }
    this.link.complain('start', 'start', this.#options.messages.lab.noWebAssembly);
    this.#options.onChange();
  }

  async #start(trainer: Trainer) {
    this.#made = this.settings;
    const listener = (update: TrainerUpdate) => this.#options.inTurn(() => this.#update(update));
    const engine = await trainer.start(this.settings, listener);
    const { maxThreads: threads } = engine;
    // Other settings take the place of what is being typed.
    if (this.settings.threads > threads) this.settings = { ...this.settings, threads };
    this.#status ??= await trainer.status();
    return engine;
  }

  // --- the run ---

  train(): void {
    this.#stepsWaiting = 0;
    this.stock.fetch();
    void this.#command('train', (trainer) => this.#begin((settings) => trainer.train(settings)));
  }

  pause(): void {
    this.#stepsWaiting = 0;
    void this.#command('pause', (trainer) => trainer.pause());
  }

  resume(): void {
    this.#stepsWaiting = 0;
    void this.#command('resume', (trainer) => trainer.resume());
  }

  /** One step; several asked for in a row are all made. */
  step(): void {
    this.stock.fetch();
    this.#stepsWaiting += 1;
    void this.#command('step', async (trainer) => {
      try {
        while (this.#stepsWaiting > 0) {
          this.#stepsWaiting -= 1;
          const step = (settings: RunSettings) => trainer.step(settings);
          await (this.#asked === null ? this.#begin(step) : step(this.settings));
        }
      } finally {
        this.#stepsWaiting = 0;
      }
    });
  }

  oneEpoch(): void {
    this.#stepsWaiting = 0;
    this.stock.fetch();
    void this.#command('epoch', (trainer) => {
      const epoch = (settings: RunSettings) => trainer.oneEpoch(settings);
      return this.#asked === null ? this.#begin(epoch) : epoch(this.settings);
    });
  }

  reset(): void {
    this.#stepsWaiting = 0;
    void this.#command('reset', (trainer) => this.#remake(trainer));
  }

  /** Goes on with the finished run. */
  trainMore(): void {
    const epochs = (this.runSettings ?? this.settings).epochs + moreEpochs;
    this.settings = { ...this.settings, epochs };
    this.#applyAtOnce('epochs');
  }

  /** The rate that the run goes on with stands in the field too: the one before it was too large. */
  goBack(): void {
    const rate = this.lastGood?.learningRate;
    if (rate === undefined) return;
    void this.#command('back', async (trainer) => {
      await trainer.continueFromLastGood();
      this.settings = { ...this.settings, learningRate: rate };
      if (this.runSettings) this.runSettings = { ...this.runSettings, learningRate: rate };
    });
  }

  /** What is asked of a run clears the trouble that the last one left. */
  #command(name: string, action: (trainer: Trainer) => Promise<void>): Promise<void> {
    this.link.troubles.delete('worker');
    return this.link.command(name, 'run', action);
  }

  /** Another run takes the place of the one in use, unless it is refused. */
  async #begin(action: (settings: RunSettings) => Promise<void>): Promise<void> {
    await this.#replace(this.settings, () => action(this.settings));
  }

  async #remake(trainer: Trainer): Promise<void> {
    const { settings } = this;
    await this.#replace(null, () => trainer.reset(settings));
    if (settings.preset !== this.#made.preset) this.reading.forgetGrid();
    this.#made = settings;
  }

  async #replace(asked: RunSettings | null, action: () => Promise<void>): Promise<void> {
    const { trained } = this;
    const before = this.#asked;
    this.#asked = asked;
    this.trained = null;
    try {
      await action();
    } catch (error) {
      this.#asked = before;
      this.trained = trained;
      throw error;
    }
  }

  // --- settings ---

  change(settings: RunSettings): void {
    this.settings = settings;
    this.#options.onChange();
  }

  takeOver(id: string): void {
    const run = this.shelf.find(id);
    if (run === null) return;
    this.change({ ...run.settings, threads: this.settings.threads });
    this.commit();
  }

  /** A change is complete: what applies at once reaches the run, or the network that has not begun one. */
  commit(): void {
    const { settings, runSettings } = this;
    if (runSettings === null) {
      const other = settings.preset !== this.#made.preset || settings.seed !== this.#made.seed;
      if (other && this.trained === null && !this.loadingTrained) {
        void this.link.command(null, 'run', (trainer) => this.#remake(trainer));
      }
      return;
    }
    for (const name of changesAtOnce(settings, runSettings, this.state)) this.#applyAtOnce(name);
  }

  #applyAtOnce(name: SettingAtOnce): void {
    const before = this.runSettings;
    if (before === null) return;
    const { epochs, learningRate, threads } = this.settings;
    this.runSettings = { ...before, [name]: this.settings[name] };
    const actions: Record<SettingAtOnce, (trainer: Trainer) => Promise<void>> = {
      epochs: (trainer) => trainer.setEpochs(epochs),
      learningRate: (trainer) => trainer.setLearningRate(learningRate),
      threads: (trainer) => trainer.setThreads(threads),
    };
    void this.link.command(null, 'run', async (trainer) => {
      try {
        await actions[name](trainer);
      } catch (error) {
        if (this.runSettings) this.runSettings = { ...this.runSettings, [name]: before[name] };
        throw error;
      }
    });
  }

  loadTrained(): void {
    void this.link.command('trained', 'trained', async (trainer) => {
      this.loadingTrained = true;
      this.#options.onChange();
      try {
        let loaded: TrainedNetwork | null = null;
        await this.#replace(null, async () => {
          loaded = await trainer.loadTrained(this.#options.trainedUrl);
        });
        this.trained = loaded;
        if (this.#made.preset !== 'tutorial') this.reading.forgetGrid();
        this.#made = { ...this.#made, preset: 'tutorial' };
        this.reading.refresh();
      } finally {
        this.loadingTrained = false;
      }
    });
  }

  // --- news ---

  #lost(): void {
    this.stock.forget();
    this.imagesWait = false;
    this.trained = null;
    this.#asked = null;
    this.#stepsWaiting = 0;
    this.#status = null;
    this.#run = -1;
    this.#trouble = null;
    this.#over();
    this.shelf.end();
  }

  /** There is no run any more. */
  #over(): void {
    this.runSettings = null;
    this.misread.clear();
    this.#stopped = false;
    this.divergence = null;
    this.lastGood = null;
  }

  #update(update: TrainerUpdate): void {
    if (update.run < this.#run) return;
    const { status, trouble } = update;
    const fresh = update.run > this.#run;
    this.#run = update.run;
    const bad =
      status.state === 'arrived' && trouble !== null && (fresh || trouble !== this.#trouble);
    if (fresh || bad) this.#leave(bad);
    const step = this.#status?.step;
    this.#status = status;
    this.loading = update.loading;
    if (status.state !== 'arrived' && this.#asked !== null && this.runSettings === null) {
      this.#enter(this.#asked);
    }
    this.#take(update);
    this.#judge(update, fresh);
    if (fresh || status.step !== step) this.reading.refresh();
    this.#options.onChange();
  }

  /** The run before is over; what it learned from bad data is worth nothing. */
  #leave(bad: boolean): void {
    if (bad) {
      this.#asked = null;
      this.shelf.undo();
    } else {
      this.shelf.end();
    }
    this.#over();
  }

  #enter(settings: RunSettings): void {
    this.runSettings = settings;
    this.imagesWait = false;
    this.link.troubles.delete('fetch');
    if (this.#newImages) this.misread.forgetImages();
    this.#newImages = false;
    if (settings.preset !== this.#made.preset) this.reading.forgetGrid();
    this.#made = settings;
    this.shelf.begin({ settings, engine: this.link.engine, data: this.stock.info });
  }

  #take(update: TrainerUpdate): void {
    if (this.runSettings === null) return;
    this.shelf.take(update);
    if (update.learningRateChanges) this.shelf.takeLearningRates(update.learningRateChanges);
    if (update.mistakes) this.misread.take(update.mistakes);
    const { current } = this.shelf;
    if (current && update.epochs.length > 0) this.machine.learn(current, this.#imageCount);
  }

  /** The run cannot go on; or it is back at its start, for want of data or since they were bad. */
  #judge({ status, trouble, divergence, lastGood }: TrainerUpdate, fresh: boolean): void {
    this.divergence = divergence;
    this.lastGood = lastGood;
    this.#stopped = trouble !== null && this.runSettings !== null;
    const news = fresh || trouble !== this.#trouble;
    this.#trouble = trouble;
    if (!news) return;
    if (trouble === null) this.link.troubles.delete('run');
    else if (status.state === 'arrived') this.link.complain('fetch', 'fetch', trouble);
    else if (divergence === null) this.link.complain('run', 'stopped', trouble);
  }
}
