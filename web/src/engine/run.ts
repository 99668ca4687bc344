import type { EpochRecord, StepRecord } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';
import type { Session } from './engine';
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
  | 'fingerprint'
>;

/** `new`: without data; the others as they are named. */
export type RunPhase = 'new' | 'training' | 'evaluating' | 'finished' | 'diverged';

export interface Fingerprint {
  step: number;
  /** SHA-256 over all parameters after that step. */
  sha256: string;
}

/** What came of one slice of work. */
export interface RunSlice {
  steps: StepRecord[];
  epochs: EpochRecord[];
  fingerprints: Fingerprint[];
  /** The next batch has not arrived: nothing to do until more data have. */
  waiting: boolean;
}

/** Steps after which the parameters' fingerprint is taken, besides each epoch's last. */
const fingerprintSteps = [1, 10];

/**
 * A training run, in slices of time: steps, an evaluation after each epoch (and before the first step
 * if asked for), records of both. Neither the slices' length nor their number changes the result.
 */
export class Run {
  readonly settings: RunSettings;
  readonly #session: RunSession;
  readonly #evaluateFirst: boolean;
  readonly #speed = new Speed();
  #phase: RunPhase = 'new';
  #imagesPerEpoch = 0;
  #validationImages = 0;
  #epochsDone = 0;
  #epochSeconds = 0;
  #fingerprintStep = -1;
  #loss: number | null = null;
  #accuracy: number | null = null;
  #trouble: string | null = null;

  /** `session` was made for the same `settings`; it stays its maker's to delete. */
  constructor(session: RunSession, settings: RunSettings, evaluateFirst: boolean) {
    this.settings = settings;
    this.#session = session;
    this.#evaluateFirst = evaluateFirst;
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

  /** Why it ended before its last step; null if it did not. */
  get trouble(): string | null {
    return this.#trouble;
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

  /** Takes the data, of which the training images may be arriving still; `advance` can follow. */
  begin({ training, validation }: DataSets): void {
    const { limit } = this.settings;
    this.#session.setData(training, validation);
    this.#imagesPerEpoch = limit > 0 ? Math.min(limit, training.count()) : training.count();
    this.#validationImages = validation.count();
    if (this.#evaluateFirst) this.#evaluateNext();
    else this.#phase = this.#session.finished() ? 'finished' : 'training';
  }

  /** Works for about so long: in whole chunks, for at most `mostSteps` steps, never past an evaluation. */
  advance(milliseconds: number, mostSteps = Infinity): RunSlice {
    const slice: RunSlice = { steps: [], epochs: [], fingerprints: [], waiting: false };
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
    if (reason === 'epoch' || reason === 'finished') this.#evaluateNext();
    else if (reason === 'diverged') this.#diverge(losses.at(-1));
    slice.waiting = reason === 'data';
  }

  #diverge(loss = NaN): void {
    const step = this.#session.step() + 1;
    this.#phase = 'diverged';
    this.#trouble = `[training] loss of step ${step}: expected a finite number, found ${loss}`;
  }

  /** Images of the step that follows `done` steps: the last batch of an epoch may be smaller. */
  #imagesOf(done: number): number {
    const { batchSize } = this.settings;
    const seen = (done % this.#session.stepsPerEpoch()) * batchSize;
    return Math.min(batchSize, this.#imagesPerEpoch - seen);
  }

  #evaluateNext(): void {
    this.#phase = 'evaluating';
    this.#session.beginEvaluation();
  }

  #evaluate(milliseconds: number, slice: RunSlice): void {
    const session = this.#session;
    const { done, correct, lossSum } = session.evaluate(milliseconds);
    if (!done) return;
    const step = session.step();
    if (step > 0) this.#epochsDone += 1;
    this.#accuracy = correct / this.#validationImages;
    slice.epochs.push({
      epoch: this.#epochsDone,
      step,
      accuracy: this.#accuracy,
      loss: lossSum / this.#validationImages,
      seconds: this.#epochSeconds,
      fingerprint: this.#fingerprint(slice),
    });
    this.#epochSeconds = 0;
    this.#phase = session.finished() ? 'finished' : 'training';
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
