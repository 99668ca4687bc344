import type { Engine, Session } from '../engine/engine';
import { GradletError, messageOf } from '../engine/errors';
import type { LoadedEngine } from '../engine/load-engine';
import type { DataSets } from '../engine/mnist';
import { helloWorld } from '../engine/hello-world';
import { Run } from '../engine/run';
import type {
  DataInfo,
  DrawingOptions,
  EngineInfo,
  HelloSettings,
  HelloWorld,
  Prediction,
  RunState,
  RunStatus,
  Stroke,
  UpdateListener,
} from '../shared/protocol';
import type { Places, TrainerService } from '../shared/service';
import { settingsProblems, type RunSettings } from '../shared/settings';
import { DataStore } from './data-store';
import { fileOrigin, serverOrigin } from './origins';
import { Signal, Yield } from './pauses';
import { flatten } from './strokes';
import { Updates } from './updates';

/** Long enough for the work to outweigh its interruption, short enough for an answer in 50 ms. */
const sliceMilliseconds = 15;

/** A session with what drives it. */
interface ActiveRun {
  readonly number: number;
  readonly session: Session;
  readonly run: Run;
  /** Whether it was asked to train. */
  begun: boolean;
  paused: boolean;
  /** Steps that remain before it pauses by itself. */
  stepsLeft: number;
  /** The data it began with. */
  sets: DataSets | null;
  /** Why it cannot go on. */
  trouble: string | null;
  /** Settles when it no longer works; null while it does not. */
  work: Promise<void> | null;
}

/** What exists from `start` on. */
interface Parts {
  readonly engine: Engine;
  readonly info: EngineInfo;
  readonly places: Places;
  readonly store: DataStore;
  readonly updates: Updates;
}

/** The trainer that a worker offers. One engine, one model at a time, slices of work in between. */
export class WorkerTrainer implements TrainerService {
  readonly #load: (engineUrl: string) => Promise<LoadedEngine>;
  readonly #yield = new Yield();
  /** Data have arrived, or what is to be done has changed. */
  readonly #news = new Signal();
  #starting: Promise<EngineInfo> | null = null;
  #parts: Parts | null = null;
  #active: ActiveRun | null = null;
  #runs = 0;
  /** MNIST on its way from the server. */
  #server: { baseUrl: string; info: Promise<DataInfo> } | null = null;

  constructor(load: (engineUrl: string) => Promise<LoadedEngine>) {
    this.#load = load;
  }

  start(settings: RunSettings, listener: UpdateListener, places: Places): Promise<EngineInfo> {
    if (this.#starting) return Promise.reject(new GradletError('start: expected one, found two'));
    this.#starting = this.#start(settings, listener, places);
    return this.#starting;
  }

  async #start(settings: RunSettings, listener: UpdateListener, places: Places) {
    refuseProblems(settings);
    const { engine, choice } = await this.#load(places.engine);
    const info: EngineInfo = {
      build: choice.build,
      maxThreads: choice.maxThreads,
      threadsReason: choice.threadsReason,
    };
    const active = this.#makeRun(engine, info, settings);
    const updates = new Updates(listener, () => this.#snapshot());
    const store = new DataStore(engine, active.session.inputSize(), {
      changed: () => {
        this.#news.notify();
        updates.changed();
      },
      failed: (error, lost) => {
        this.#dataFailed(error, lost);
      },
    });
    this.#parts = { engine, info, places, store, updates };
    this.#active = active;
    updates.changed();
    return info;
  }

  // --- data ---

  async loadFromServer(baseUrl: string): Promise<DataInfo> {
    return this.#fromServer(baseUrl);
  }

  /** Whoever asks for what is on its way already waits for that. */
  #fromServer(baseUrl: string): Promise<DataInfo> {
    if (this.#server?.baseUrl === baseUrl) return this.#server.info;
    const server = { baseUrl, info: this.#started().store.load(serverOrigin(baseUrl)) };
    const arrived = () => {
      if (this.#server === server) this.#server = null;
    };
    server.info.then(arrived, arrived);
    this.#server = server;
    return server.info;
  }

  async loadFiles(files: File[]): Promise<DataInfo> {
    const { store, engine } = this.#started();
    return store.load(fileOrigin(files, (name, start) => engine.idxKind(name, start)));
  }

  /** A run that lives on the lost data cannot go on; one that still waits for data has not begun. */
  #dataFailed(error: unknown, lost: DataSets | null): void {
    const active = this.#active;
    if (!active?.begun) return;
    if (active.sets ? active.sets === lost : !this.#started().store.expected) {
      this.#stop(active, error);
      if (!active.sets) active.begun = false;
    }
  }

  // --- runs ---

  async train(settings: RunSettings): Promise<void> {
    void this.#work(this.#replaceRun(settings), Infinity);
  }

  async pause(): Promise<void> {
    const active = this.#active;
    if (active?.begun && !active.run.over) active.paused = true;
    this.#changed();
  }

  async resume(): Promise<void> {
    const active = this.#active;
    if (!active?.begun || active.run.over) {
      throw new GradletError('resume: expected a run that is paused, found none');
    }
    refuseTrouble(active);
    void this.#work(active, Infinity);
  }

  async step(settings: RunSettings): Promise<void> {
    let active = this.#active;
    if (!active?.begun || active.run.over) active = this.#replaceRun(settings);
    refuseTrouble(active);
    await this.#work(active, 1);
    refuseTrouble(active);
  }

  async reset(settings: RunSettings): Promise<void> {
    this.#replaceRun(settings);
  }

  /** Ends the run in use, if the settings can be used, and makes a new one in its place. */
  #replaceRun(settings: RunSettings): ActiveRun {
    const { engine, info, updates } = this.#started();
    refuseProblems(settings);
    const active = this.#makeRun(engine, info, settings);
    this.#active?.session.delete();
    this.#active = active;
    updates.clear();
    this.#changed();
    return active;
  }

  #makeRun(engine: Engine, info: EngineInfo, settings: RunSettings): ActiveRun {
    const threads = Math.min(settings.threads, info.maxThreads);
    const session = new engine.Session({ ...settings, threads });
    return {
      number: (this.#runs += 1),
      session,
      run: new Run(session, settings, /* evaluateFirst= */ true),
      begun: false,
      paused: false,
      stepsLeft: Infinity,
      sets: null,
      trouble: null,
      work: null,
    };
  }

  /** Lets `active` work for so many steps; resolves when it has stopped, for whatever reason. */
  #work(active: ActiveRun, steps: number): Promise<void> {
    const { store, places } = this.#started();
    if (!store.expected) {
      // What goes wrong reaches the page as the run's trouble.
      this.#fromServer(places.data).catch(() => undefined);
    }
    active.begun = true;
    active.paused = false;
    active.stepsLeft = steps;
    this.#changed();
    active.work ??= this.#slices(active);
    return active.work;
  }

  async #slices(active: ActiveRun): Promise<void> {
    // Whoever asked for it gets an answer first.
    await this.#yield.now();
    try {
      while (this.#active === active && !active.paused && !active.run.over) {
        await (this.#slice(active) ? this.#news.wait() : this.#yield.now());
      }
    } catch (error) {
      this.#stop(active, error);
    }
    active.work = null;
    this.#changed();
  }

  /** One slice; says whether there is nothing to do until more data have arrived. */
  #slice(active: ActiveRun): boolean {
    const { store, updates } = this.#started();
    const { run } = active;
    if (run.phase === 'new') {
      const { sets } = store;
      if (!sets) return true;
      run.begin(sets);
      active.sets = sets;
    }
    const slice = run.advance(sliceMilliseconds, active.stepsLeft);
    active.stepsLeft -= slice.steps.length;
    // A step that ends an epoch is complete with what it led to.
    if (active.stepsLeft === 0 && run.phase !== 'evaluating') active.paused = true;
    active.trouble = run.trouble;
    updates.add(slice.steps, slice.epochs);
    return slice.waiting;
  }

  #stop(active: ActiveRun, error: unknown): void {
    active.trouble = messageOf(error);
    active.paused = true;
    this.#changed();
  }

  #changed(): void {
    this.#news.notify();
    this.#parts?.updates.changed();
  }

  // --- questions ---

  async predict(strokes: Stroke[], options: DrawingOptions): Promise<Prediction> {
    const { engine } = this.#started();
    const { session } = this.#theRun();
    const { points, lengths } = flatten(strokes);
    const image = engine.rasterize(points, lengths, options.centre);
    const inputSize = session.inputSize();
    const input = engine.resizeImage(image, inputSize);
    const probabilities = Array.from(session.predict(input));
    return { probabilities, image, input, inputSize, step: session.step() };
  }

  async helloWorld({ seed, learningRate, steps }: HelloSettings): Promise<HelloWorld> {
    const { engine } = this.#started();
    return helloWorld(engine, seed, learningRate, steps);
  }

  async save(): Promise<Uint8Array> {
    return this.#theRun().session.save();
  }

  async fingerprint(): Promise<string> {
    return this.#theRun().session.fingerprint();
  }

  async status(): Promise<RunStatus> {
    return this.#status();
  }

  #snapshot() {
    const active = this.#theRun();
    return {
      run: active.number,
      status: this.#status(),
      loading: this.#started().store.progress,
      trouble: active.trouble,
    };
  }

  #status(): RunStatus {
    const { engine, store } = this.#started();
    const active = this.#theRun();
    const { run, session } = active;
    // A run keeps its data; before it has any, it will take those that are there.
    const stepsPerEpoch =
      session.stepsPerEpoch() || run.stepsPerEpoch(store.sets?.training.count() ?? 0);
    return {
      state: this.#state(active),
      step: session.step(),
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * run.settings.epochs,
      epoch: session.epoch(),
      epochs: run.settings.epochs,
      loss: run.loss,
      accuracy: run.accuracy,
      imagesPerSecond: run.imagesPerSecond,
      secondsLeft: run.secondsLeft,
      memory: engine.memoryBytes(),
      learningRate: session.learningRate(),
      evaluating: run.phase === 'evaluating',
    };
  }

  #state(active: ActiveRun): RunState {
    const { phase } = active.run;
    if (phase === 'finished' || phase === 'diverged') return phase;
    const loading = this.#started().store.progress !== null;
    if (!active.begun) return loading ? 'loading' : 'arrived';
    if (active.paused) return 'paused';
    return phase === 'new' ? 'loading' : 'running';
  }

  #started(): Parts {
    if (!this.#parts)
      throw new GradletError('expected `start` to have been called, found it was not');
    return this.#parts;
  }

  #theRun(): ActiveRun {
    if (!this.#active) throw new GradletError('expected a model, found none');
    return this.#active;
  }
}

function refuseProblems(settings: RunSettings): void {
  const problems = settingsProblems(settings);
  if (problems.length > 0) throw new GradletError(problems.join('; '));
}

function refuseTrouble({ trouble }: ActiveRun): void {
  if (trouble !== null) throw new GradletError(trouble);
}
