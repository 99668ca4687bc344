import type { Engine, Session } from '../engine/engine';
import { GradletError } from '../engine/errors';
import type { LoadedEngine } from '../engine/load-engine';
import type { DataSets } from '../engine/mnist';
import { Run } from '../engine/run';
import type { RunState, RunStatus } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';
import type { DataForm } from './data-store';

/** Where a run is to pause by itself: nowhere, after its next step, or at the end of its epoch. */
export type Goal = 'end' | 'step' | 'epoch';

/** A session with what drives it: the run in use, which may not have been asked to train yet. */
export class ActiveRun {
  readonly number: number;
  readonly engine: Engine;
  readonly session: Session;
  readonly run: Run;
  /** The most threads that its engine can use. */
  readonly maxThreads: number;
  /** Whether it was asked to train. */
  begun = false;
  paused = false;
  /** It waits for images. */
  waiting = false;
  goal: Goal = 'end';
  /** Finished steps when it was given its goal. */
  goalFrom = 0;
  /** The data that it trains or was measured on. */
  sets: DataSets | null = null;
  /** Why it cannot go on. */
  trouble: string | null = null;
  /** Settles when it no longer works; null while it does not. */
  work: Promise<void> | null = null;

  /** Throws if the engine refuses the settings. */
  constructor(number: number, { engine, choice }: LoadedEngine, settings: RunSettings) {
    const threads = Math.min(settings.threads, choice.maxThreads);
    const session = new engine.Session({ ...settings, threads });
    const makeCopy = () => {
      const copy = new engine.Session({ ...settings, threads: session.threads() });
      copy.load('parameters of the run', session.save());
      return copy;
    };
    this.number = number;
    this.maxThreads = choice.maxThreads;
    this.engine = engine;
    this.session = session;
    this.run = new Run(session, settings, makeCopy);
  }

  /** Gives its memory back; it is of no use after that. */
  dispose(): void {
    this.run.dispose();
    this.session.delete();
  }

  /** What its data have to be like. */
  get form(): DataForm {
    return { engine: this.engine, imageSize: this.session.inputSize() };
  }

  /** Whether it has reached its goal, by the evaluations of its newest slice. */
  reached(evaluated: readonly { epoch: number; step: number }[]): boolean {
    switch (this.goal) {
      case 'end':
        return false;
      case 'step':
        // A step that ends an epoch is complete with what it led to.
        return this.session.step() > this.goalFrom && this.run.phase !== 'evaluating';
      case 'epoch':
        return evaluated.some(({ epoch, step }) => epoch > 0 && step > this.goalFrom);
    }
  }

  /** Throws the reason why it cannot go on, if there is one. */
  refuseTrouble(): void {
    if (this.trouble !== null) throw new GradletError(this.trouble);
  }

  /** `loading`: whether bytes of data are arriving. */
  state(loading: boolean): RunState {
    const { phase } = this.run;
    if (phase === 'finished' || phase === 'diverged') return phase;
    if (!this.begun) return loading ? 'loading' : 'arrived';
    if (this.paused) return 'paused';
    const unstarted = phase === 'new' || (this.waiting && this.session.step() === 0);
    return unstarted ? 'loading' : 'running';
  }

  /** All of its status that is its own; `trainingImages` are those that it will take, if it has none. */
  status(trainingImages: number): Omit<RunStatus, 'state' | 'speed'> {
    const { run, session } = this;
    // A run keeps its data; before it has any, it will take those that are there.
    const stepsPerEpoch = session.stepsPerEpoch() || run.stepsPerEpoch(trainingImages);
    return {
      step: session.step(),
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * run.settings.epochs,
      epoch: session.epoch(),
      epochs: run.settings.epochs,
      loss: run.loss,
      accuracy: run.accuracy,
      imagesPerSecond: run.imagesPerSecond,
      secondsLeft: run.secondsLeft,
      memory: this.engine.memoryBytes(),
      learningRate: session.learningRate(),
      repeatable: session.learningRateChanges().length === 0,
      threads: session.threads(),
      evaluating: run.phase === 'evaluating',
    };
  }
}
