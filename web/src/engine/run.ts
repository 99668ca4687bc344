import type { EpochRecord, Fingerprint, StepRecord } from '../shared/protocol';
import type { Divergence, Mistakes } from '../shared/run-reports';
import type { RunSettings } from '../shared/settings';
import type { Session } from './engine';
import { GradletError } from './errors';
import { mistakesOf, mistakesShown } from './mistakes';
import type { DataSets } from './mnist';
import { Speed } from './speed';

/** What a run asks of the engine. */
export type RunSession = Pick<
  Session,
  | 'setData'
  | 'stepsPerEpoch'
  | 'totalSteps'
  | 'step'
  | 'epoch'
  | 'finished'
  | 'advance'
  | 'beginEvaluation'
  | 'evaluate'
  | 'misread'
  | 'confusion'
  | 'fingerprint'
  | 'setEpochs'
  | 'setLearningRate'
  | 'divergence'
  | 'lastGood'
  | 'restoreLastGood'
>;

/** A session that a run has asked for, and deletes itself. */
export type RunCopy = RunSession & Pick<Session, 'delete'>;

/** `new`: without data; the others as they are named. */
export type RunPhase = 'new' | 'training' | 'evaluating' | 'finished' | 'diverged';

/** What came of one slice of work. */
export interface RunSlice {
  steps: StepRecord[];
  epochs: EpochRecord[];
  fingerprints: Fingerprint[];
  /** The next images have not arrived: nothing to do until they have. */
  waiting: boolean;
}

/** Steps after which the parameters' fingerprint is taken, besides each epoch's last. */
const fingerprintSteps = [1, 10];

/**
 * A training run, in slices of time: steps, an evaluation after each epoch (and of the parameters
 * before the first step if asked for), records of both. Neither the slices' length nor their number
 * changes the result, nor when the images arrive.
 */
export class Run {
  readonly #session: RunSession;
  readonly #makeCopy: (() => RunCopy) | null;
  readonly #speed = new Speed();
  /** What is to be evaluated next: the copy from before the first step, the session. */
  readonly #due: RunSession[] = [];
  #settings: RunSettings;
  #phase: RunPhase = 'new';
  #sets: DataSets | null = null;
  #copy: RunCopy | null = null;
  #imagesPerEpoch = 0;
  #validationImages = 0;
  #epochsDone = 0;
  #epochSeconds = 0;
  #evaluationBegun = false;
  #fingerprintStep = -1;
  #loss: number | null = null;
  #accuracy: number | null = null;
  #mistakes: Mistakes | null = null;
  #divergence: Divergence | null = null;

  /**
   * `session` was made for the same `settings`; it stays its maker's to delete.
   *
   * With `makeCopy`, which makes a session of the same settings and present parameters, the parameters
   * before the first step are evaluated too. The first step waits neither for that nor for the images
   * that it takes: a copy is evaluated after it, once they are here.
   */
  constructor(session: RunSession, settings: RunSettings, makeCopy: (() => RunCopy) | null) {
    this.#settings = settings;
    this.#session = session;
    this.#makeCopy = makeCopy;
  }

  /** Gives back what the run has made itself; it is of no use after that. */
  dispose(): void {
    this.#copy?.delete();
    this.#copy = null;
  }

  /** Those it began with, but for the epochs, which may have been changed. */
  get settings(): RunSettings {
    return this.#settings;
  }

  get phase(): RunPhase {
    return this.#phase;
  }

  /** Whether nothing is left to do. */
  get over(): boolean {
    return this.#phase === 'finished' || this.#phase === 'diverged';
  }

  /** Loss of the newest step. */
  get loss(): number | null {
    return this.#loss;
  }

  /** The newest validation accuracy, 0 to 1. */
  get accuracy(): number | null {
    return this.#accuracy;
  }

  /** What the newest evaluation got wrong; null before the first. */
  get mistakes(): Mistakes | null {
    return this.#mistakes;
  }

  /** Where the loss became no finite number; null if it did not. */
  get divergence(): Divergence | null {
    return this.#divergence;
  }

  /** Why it ended before its last step; null if it did not. */
  get trouble(): string | null {
    return this.#divergence && troubleOf(this.#divergence);
  }

  get imagesPerSecond(): number {
    return this.#speed.perSecond;
  }

  /** Seconds of training that are left at the present speed; null while that is not known. */
  get secondsLeft(): number | null {
    if (this.imagesPerSecond === 0) return null;
    const stepsOfEpoch = this.#session.step() - this.#epochsDone * this.#session.stepsPerEpoch();
    const images =
      this.#imagesPerEpoch * (this.settings.epochs - this.#epochsDone) -
      stepsOfEpoch * this.settings.batchSize;
    return Math.max(0, images) / this.imagesPerSecond;
  }

  /** Steps of an epoch, for a training set of so many images. */
  stepsPerEpoch(trainingImages: number): number {
    const { limit, batchSize } = this.settings;
    const images = limit > 0 ? Math.min(limit, trainingImages) : trainingImages;
    return Math.ceil(images / batchSize);
  }

  /** Takes the data, of which the images may be arriving still; `advance` can follow. */
  begin(sets: DataSets): void {
    const { training, validation } = sets;
    const { limit } = this.settings;
    this.#sets = sets;
    this.#session.setData(training, validation);
    this.#imagesPerEpoch = limit > 0 ? Math.min(limit, training.count()) : training.count();
    this.#validationImages = validation.count();
    if (this.#makeCopy) {
      this.#copy = this.#makeCopy();
      this.#copy.setData(training, validation);
      this.#due.push(this.#copy);
    }
    this.#goOn();
  }

  /** Trains for more epochs, or for fewer, but all those begun; a finished run can go on. */
  setEpochs(epochs: number): void {
    this.#session.setEpochs(epochs);
    this.#settings = { ...this.#settings, epochs };
    if (this.#phase === 'training' || this.#phase === 'finished') this.#goOn();
  }

  /**
   * Goes back to the last good state after the run has diverged, and on from there with the learning
   * rate that is offered with it. Throws where there is none.
   */
  restoreLastGood(): void {
    const session = this.#session;
    const state = session.lastGood();
    if (!state) throw new GradletError('expected a good state to go back to, found none');
    session.restoreLastGood();
    session.setLearningRate(state.learningRate);
    this.#epochsDone = Math.floor(state.step / session.stepsPerEpoch());
    this.#fingerprintStep = -1;
    this.#loss = null;
    this.#divergence = null;
    this.#goOn();
  }

  /** Works for about so long: in whole chunks, for at most `mostSteps` steps, never past an evaluation. */
  advance(milliseconds: number, mostSteps = Infinity): RunSlice {
    const slice: RunSlice = { steps: [], epochs: [], fingerprints: [], waiting: false };
    // The images for the evaluation that is due may have arrived.
    if (this.#phase === 'training') this.#goOn();
    if (this.#phase === 'evaluating') this.#evaluate(milliseconds, slice);
    else if (this.#phase === 'training') this.#train(milliseconds, mostSteps, slice);
    return slice;
  }

  #train(milliseconds: number, mostSteps: number, slice: RunSlice): void {
    const session = this.#session;
    const done = session.step();
    const stop = fingerprintSteps.find((step) => step > done) ?? Infinity;
    const steps = Math.min(mostSteps, stop - done, session.totalSteps() - done);
    const start = performance.now();
    const { losses, reason } = session.advance(milliseconds, steps);
    const seconds = (performance.now() - start) / 1000;

    let images = 0;
    // One more is there when the run diverged: that of the step that was not made.
    losses.slice(0, session.step() - done).forEach((loss, index) => {
      slice.steps.push({ step: done + index + 1, loss });
      images += this.#imagesOf(done + index);
      this.#loss = loss;
    });
    this.#epochSeconds += seconds;
    this.#speed.add(images, seconds);

    if (fingerprintSteps.includes(session.step())) this.#fingerprint(slice);
    if (reason === 'epoch' || reason === 'finished') this.#due.push(session);
    if (reason === 'diverged') this.#diverge();
    else this.#goOn();
    slice.waiting = reason === 'data';
  }

  #diverge(): void {
    this.#phase = 'diverged';
    this.#divergence = this.#session.divergence();
  }

  /** Finds the phase. The copy waits for the first step, and while its images are on their way. */
  #goOn(): void {
    const finished = this.#session.finished();
    const ready = this.#session.step() > 0 && this.#sets?.validationComplete === true;
    const evaluate = ready || finished || this.#due.includes(this.#session);
    if (this.#due.length > 0 && evaluate) this.#phase = 'evaluating';
    else this.#phase = finished ? 'finished' : 'training';
  }

  /** Images of the step that follows `done` steps: the last batch of an epoch may be smaller. */
  #imagesOf(done: number): number {
    const { batchSize } = this.settings;
    const seen = (done % this.#session.stepsPerEpoch()) * batchSize;
    return Math.min(batchSize, this.#imagesPerEpoch - seen);
  }

  #evaluate(milliseconds: number, slice: RunSlice): void {
    const [session] = this.#due;
    if (!session || !this.#sets?.validationComplete) {
      slice.waiting = true;
      return;
    }
    if (!this.#evaluationBegun) session.beginEvaluation(mistakesShown);
    const report = session.evaluate(milliseconds);
    this.#evaluationBegun = !report.done;
    if (!report.done) return;

    const step = session.step();
    if (step > 0) this.#epochsDone += 1;
    this.#accuracy = report.correct / this.#validationImages;
    this.#mistakes = mistakesOf(session, report);
    slice.epochs.push({
      epoch: step > 0 ? this.#epochsDone : 0,
      step,
      accuracy: this.#accuracy,
      loss: report.lossSum / this.#validationImages,
      seconds: step > 0 ? this.#epochSeconds : 0,
      fingerprint: session === this.#session ? this.#fingerprint(slice) : session.fingerprint(),
    });
    if (step > 0) this.#epochSeconds = 0;
    this.#due.shift();
    if (session === this.#copy) this.dispose();
    this.#goOn();
  }

  /** The present fingerprint; noted in `slice` unless one of this step was. */
  #fingerprint(slice: RunSlice): string {
    const step = this.#session.step();
    const sha256 = this.#session.fingerprint();
    if (step > 0 && step !== this.#fingerprintStep) {
      slice.fingerprints.push({ step, sha256 });
      this.#fingerprintStep = step;
    }
    return sha256;
  }
}

function troubleOf({ step, loss, place, name }: Divergence): string {
  const first = {
    parameter: `, first in parameter ${name}`,
    output: `, first in the output of ${name || 'the network'}`,
    loss: '',
  };
  return `[training] loss of step ${step}: expected a finite number, found ${loss}${first[place]}`;
}
