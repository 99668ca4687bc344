import { GradletError } from '../engine/errors';
import { helloWorld } from '../engine/hello-world';
import { engineInfo, type LoadedEngine } from '../engine/load-engine';
import type {
  DataInfo,
  DrawingOptions,
  EngineInfo,
  EnginePreference,
  HelloSettings,
  HelloWorld,
  Prediction,
  RunStatus,
  Speed,
  Stroke,
  TrainedNetwork,
  UpdateListener,
} from '../shared/protocol';
import type { LayerInfo, MachineReport } from '../shared/run-reports';
import type { Places, TrainerService } from '../shared/service';
import { defaultSettings, settingsProblems, type RunSettings } from '../shared/settings';
import { ActiveRun, type Goal } from './active-run';
import { DataStore, type FailedLoad } from './data-store';
import { testMachine, type Machine } from './machine-test';
import { fileOrigin, serverOrigin } from './origins';
import { Yield } from './pauses';
import { predictDrawing, predictInput } from './predictions';
import { RunLoop } from './run-loop';
import { fetchBytes, measure, toldMeasurement } from './trained-network';
import { Updates, type Snapshot } from './updates';

/** What the trainer needs of where it runs. */
export interface TrainerHost {
  /** Loads that engine from its folder. */
  loadEngine(engineUrl: string, preference: EnginePreference): Promise<LoadedEngine>;
  readonly machine: Machine;
}

/** What exists from `start` on. */
interface Parts {
  readonly places: Places;
  readonly store: DataStore;
  readonly updates: Updates;
  readonly loop: RunLoop;
  /** For the runs to come. */
  loaded: LoadedEngine;
}

/** The trainer that a worker offers. One engine, one model at a time, slices of work in between. */
export class WorkerTrainer implements TrainerService {
  readonly #host: TrainerHost;
  readonly #yield = new Yield();
  #starting: Promise<EngineInfo> | null = null;
  #parts: Parts | null = null;
  #active: ActiveRun | null = null;
  #runs = 0;
  /** MNIST on its way from the server. */
  #server: { baseUrl: string; info: Promise<DataInfo> } | null = null;
  /** Counts how often another engine was asked for. */
  #engineAsked = 0;
  #testing = false;

  constructor(host: TrainerHost) {
    this.#host = host;
  }

  start(settings: RunSettings, listener: UpdateListener, places: Places): Promise<EngineInfo> {
    if (this.#starting) return Promise.reject(new GradletError('start: expected one, found two'));
    this.#starting = this.#start(settings, listener, places);
    return this.#starting;
  }

  async #start(settings: RunSettings, listener: UpdateListener, places: Places) {
    refuseProblems(settings);
    const loaded = await this.#host.loadEngine(places.engine, 'automatic');
    const active = this.#makeRun(loaded, settings);
    const updates = new Updates(listener, () => this.#snapshot());
    const store = new DataStore(
      {
        changed: () => {
          loop.changed();
        },
        failed: (error, load) => {
          this.#dataFailed(error, load);
        },
      },
      this.#yield,
    );
    const loop = new RunLoop(store, updates, this.#yield, (run) => run === this.#active);
    this.#parts = { places, store, updates, loop, loaded };
    this.#active = active;
    updates.changed();
    return engineInfo(loaded);
  }

  async useEngine(preference: EnginePreference): Promise<EngineInfo> {
    const parts = this.#started();
    const asked = (this.#engineAsked += 1);
    const loaded = await this.#host.loadEngine(parts.places.engine, preference);
    // The one asked for last is used, whichever arrives last.
    if (asked === this.#engineAsked) parts.loaded = loaded;
    return engineInfo(loaded);
  }

  // --- data ---

  async loadFromServer(baseUrl: string): Promise<DataInfo> {
    return this.#fromServer(baseUrl);
  }

  /** Whoever asks for what is on its way already waits for that. */
  #fromServer(baseUrl: string): Promise<DataInfo> {
    if (this.#server?.baseUrl === baseUrl) return this.#server.info;
    const info = this.#started().store.load(serverOrigin(baseUrl), this.#theRun().form);
    const server = { baseUrl, info };
    const arrived = () => {
      if (this.#server === server) this.#server = null;
    };
    server.info.then(arrived, arrived);
    this.#server = server;
    return server.info;
  }

  async loadFiles(files: File[]): Promise<DataInfo> {
    const { engine, form } = this.#theRun();
    const origin = fileOrigin(files, (name, start) => engine.idxKind(name, start));
    return this.#started().store.load(origin, form);
  }

  /**
   * A run that waits for data has not begun, if none come. One that lives on data that turned out bad
   * is undone: what it has learned is worth nothing.
   */
  #dataFailed(error: unknown, { lost, again }: FailedLoad): void {
    const active = this.#active;
    if (!active?.begun) return;
    if (active.sets ? active.sets !== lost : this.#started().store.expected && !again) return;
    this.#started().loop.stop(active, error);
    active.begun = false;
    if (active.sets) this.#replaceRun(active.run.settings).trouble = active.trouble;
  }

  // --- runs ---

  async train(settings: RunSettings): Promise<void> {
    void this.#work(this.#replaceRun(settings), 'end');
  }

  async pause(): Promise<void> {
    const active = this.#active;
    if (active?.begun && !active.run.over) active.paused = true;
    this.#parts?.loop.changed();
  }

  async resume(): Promise<void> {
    const active = this.#active;
    if (!active?.begun || active.run.over) {
      throw new GradletError('resume: expected a run that is paused, found none');
    }
    active.refuseTrouble();
    void this.#work(active, 'end');
  }

  async step(settings: RunSettings): Promise<void> {
    const active = this.#runToGoOn(settings);
    await this.#work(active, 'step');
    active.refuseTrouble();
  }

  async oneEpoch(settings: RunSettings): Promise<void> {
    void this.#work(this.#runToGoOn(settings), 'epoch');
  }

  async reset(settings: RunSettings): Promise<void> {
    this.#replaceRun(settings);
  }

  async continueFromLastGood(): Promise<void> {
    const active = this.#theRun();
    if (active.run.phase !== 'diverged') {
      throw new GradletError('[run] expected one that has diverged, found none');
    }
    active.run.restoreLastGood();
    active.trouble = null;
    this.#tellLearningRates(active);
    void this.#work(active, 'end');
  }

  async setEpochs(epochs: number): Promise<void> {
    const active = this.#begunRun({ epochs });
    active.refuseTrouble();
    const finished = active.run.phase === 'finished';
    active.run.setEpochs(epochs);
    if (finished) void this.#work(active, 'end');
    else this.#started().loop.changed();
  }

  async setLearningRate(learningRate: number): Promise<void> {
    const active = this.#begunRun({ learningRate });
    active.session.setLearningRate(learningRate);
    this.#tellLearningRates(active);
  }

  async setThreads(threads: number): Promise<void> {
    const { session, run, maxThreads } = this.#theRun();
    refuseProblems({ ...run.settings, threads });
    session.setThreads(Math.min(threads, maxThreads));
    this.#started().loop.changed();
  }

  async setSpeed(speed: Speed): Promise<void> {
    const { loop } = this.#started();
    loop.pace.set(speed);
    loop.changed();
  }

  async loadTrained(url: string): Promise<TrainedNetwork> {
    const { store, updates } = this.#started();
    const file = await fetchBytes(url);
    const { threads } = this.#theRun().run.settings;
    const active = this.#replaceRun({ ...defaultSettings(threads), threads }, (session) => {
      session.load(url, file);
    });
    const fingerprint = active.session.fingerprint();
    const network = { fingerprint, bytes: file.length };
    const sets = store.sets(active.form);
    if (!sets?.validationComplete) {
      const told = toldMeasurement(file);
      const { accuracy, images } = told?.fingerprint === fingerprint ? told : unmeasured;
      return { ...network, accuracy, images };
    }
    const mistakes = await measure(active, sets, this.#yield, () => this.#active === active);
    updates.add({ mistakes });
    const { images, total } = mistakes;
    return { ...network, accuracy: (images - total) / images, images };
  }

  /** The run under way; a new one if there is none, or if it is over. */
  #runToGoOn(settings: RunSettings): ActiveRun {
    const active = this.#theRun();
    if (!active.begun || active.run.over) return this.#replaceRun(settings);
    active.refuseTrouble();
    return active;
  }

  /** The run under way, if it can be changed so. */
  #begunRun(change: Partial<RunSettings>): ActiveRun {
    const active = this.#theRun();
    if (!active.begun) throw new GradletError('[run] expected one that has begun, found none');
    refuseProblems({ ...active.run.settings, ...change });
    return active;
  }

  /** Ends the run in use, if the settings can be used, and makes a new one in its place. */
  #replaceRun(
    settings: RunSettings,
    prepare: (session: ActiveRun['session']) => void = () => undefined,
  ): ActiveRun {
    const { updates, loop, loaded } = this.#started();
    refuseProblems(settings);
    const active = this.#makeRun(loaded, settings);
    try {
      prepare(active.session);
    } catch (error) {
      active.dispose();
      throw error;
    }
    this.#active?.dispose();
    this.#active = active;
    updates.clear();
    loop.changed();
    return active;
  }

  #makeRun(loaded: LoadedEngine, settings: RunSettings): ActiveRun {
    return new ActiveRun((this.#runs += 1), loaded, settings);
  }

  #work(active: ActiveRun, goal: Goal): Promise<void> {
    const { store, places, loop } = this.#started();
    if (!store.expected) {
      // What goes wrong reaches the page as the run's trouble.
      this.#fromServer(places.data).catch(() => undefined);
    }
    return loop.work(active, goal);
  }

  #tellLearningRates({ session }: ActiveRun): void {
    const { updates, loop } = this.#started();
    updates.add({ learningRateChanges: session.learningRateChanges() });
    loop.changed();
  }

  // --- questions ---

  async predict(strokes: Stroke[], options: DrawingOptions): Promise<Prediction> {
    if (options.underPen) this.#parts?.loop.readStroke();
    return predictDrawing(this.#theRun(), strokes, options);
  }

  async predictInput(pixels: Uint8Array): Promise<Prediction> {
    return predictInput(this.#theRun(), pixels);
  }

  async mistakeImages(indices: number[]): Promise<Uint8Array[]> {
    const { sets } = this.#theRun();
    const originals = sets && this.#started().store.originals(sets);
    if (!originals) throw new GradletError('[run] expected one that was evaluated, found none');
    return originals.read(indices);
  }

  async helloWorld({ seed, learningRate, steps }: HelloSettings): Promise<HelloWorld> {
    return helloWorld(this.#theRun().engine, seed, learningRate, steps);
  }

  async testMachine(onProgress: (done: number) => void): Promise<MachineReport> {
    const { loaded } = this.#started();
    if (this.#testing) throw new GradletError('[test] expected one at a time, found two');
    this.#testing = true;
    try {
      const { threads } = this.#theRun().run.settings;
      return await testMachine(this.#host.machine, loaded, threads, this.#yield, onProgress);
    } finally {
      this.#testing = false;
    }
  }

  async save(): Promise<Uint8Array> {
    return this.#theRun().session.save();
  }

  async fingerprint(): Promise<string> {
    return this.#theRun().session.fingerprint();
  }

  async summary(): Promise<LayerInfo[]> {
    return this.#theRun().session.summary();
  }

  async classNames(): Promise<string[]> {
    return this.#theRun().session.classNames();
  }

  async status(): Promise<RunStatus> {
    return this.#status();
  }

  #snapshot(): Snapshot {
    const { number, run, session, trouble } = this.#theRun();
    return {
      run: number,
      status: this.#status(),
      loading: this.#started().store.progress,
      trouble,
      divergence: run.divergence,
      lastGood: session.lastGood(),
    };
  }

  #status(): RunStatus {
    const { store, loop } = this.#started();
    const active = this.#theRun();
    const status = active.status(store.trainingImages);
    return {
      ...status,
      state: active.state(store.progress !== null),
      speed: loop.pace.speed,
      secondsLeft: loop.pace.secondsLeft(status),
    };
  }

  #started(): Parts {
    if (!this.#parts)
      throw new GradletError('expected `start` to have been called, found it was not');
    return this.#parts;
  }

  #theRun(): ActiveRun {
    if (!this.#active)
      throw new GradletError('expected `start` to have been called, found it was not');
    return this.#active;
  }
}

const unmeasured = { accuracy: null, images: 0 };

function refuseProblems(settings: RunSettings): void {
  const problems = settingsProblems(settings);
  if (problems.length > 0) throw new GradletError(problems.join('; '));
}
