import type { Engine, ImageSet, ImageSetReader, Session, SessionSettings } from './engine';
import type { RunSession } from './run';

/** How a fake run goes: what its losses are, and which accuracy each evaluation finds. */
export interface FakeScript {
  loss: (step: number) => number;
  /** Images read right by the `n`-th evaluation, from 0. */
  correct: (n: number) => number;
}

export const fakeScript: FakeScript = { loss: (step) => 2 / step, correct: (n) => n };

/** A session that makes one step in each call, or one third of an evaluation. */
export class FakeSession implements RunSession {
  readonly calls: string[] = [];
  readonly #options: Pick<SessionSettings, 'epochs' | 'batchSize' | 'limit'>;
  readonly #script: FakeScript;
  #training: ImageSet | null = null;
  #validation: ImageSet | null = null;
  #step = 0;
  #evaluations = 0;
  #thirds = 0;

  constructor(options: SessionSettings, script: FakeScript = fakeScript) {
    this.#options = options;
    this.#script = script;
  }

  setData(training: ImageSet, validation: ImageSet): void {
    this.calls.push('setData');
    this.#training = training;
    this.#validation = validation;
  }

  stepsPerEpoch(): number {
    return this.#training ? Math.ceil(this.#images / this.#options.batchSize) : 0;
  }

  totalSteps(): number {
    return this.stepsPerEpoch() * this.#options.epochs;
  }

  step(): number {
    return this.#step;
  }

  epoch(): number {
    return Math.min(this.#epochsDone + 1, this.#options.epochs);
  }

  finished(): boolean {
    return this.#epochsDone >= this.#options.epochs;
  }

  learningRate(): number {
    return 1;
  }

  inputSize(): number {
    return 8;
  }

  advance(_milliseconds: number, steps: number): ReturnType<Session['advance']> {
    this.calls.push(`advance ${String(steps)}`);
    const none = new Float64Array();
    const wanted = ((this.#step % this.stepsPerEpoch()) + 1) * this.#options.batchSize;
    if ((this.#training?.available() ?? 0) < Math.min(wanted, this.#images)) {
      return { reason: 'data', losses: none };
    }
    const loss = this.#script.loss(this.#step + 1);
    const losses = Float64Array.of(loss);
    if (!Number.isFinite(loss)) return { reason: 'diverged', losses };
    this.#step += 1;
    if (this.finished()) return { reason: 'finished', losses };
    return { reason: this.#step % this.stepsPerEpoch() === 0 ? 'epoch' : 'time', losses };
  }

  beginEvaluation(): void {
    this.calls.push('beginEvaluation');
    this.#thirds = 0;
  }

  evaluate(): ReturnType<Session['evaluate']> {
    this.#thirds += 1;
    const done = this.#thirds === 3;
    const seen = Math.floor(((this.#validation?.count() ?? 0) * this.#thirds) / 3);
    if (!done) return { done, seen, correct: 0, lossSum: 0 };
    return { done, seen, correct: this.#script.correct(this.#evaluations++), lossSum: 4 };
  }

  predict(): Float32Array {
    return Float32Array.from({ length: 10 }, () => 0.1);
  }

  fingerprint(): string {
    return `hash of step ${this.#step}`;
  }

  delete(): void {
    this.calls.push('delete');
  }

  get #images(): number {
    const all = this.#training?.count() ?? 0;
    return this.#options.limit > 0 ? Math.min(this.#options.limit, all) : all;
  }

  get #epochsDone(): number {
    return this.#training ? Math.floor(this.#step / this.stepsPerEpoch()) : 0;
  }
}

/** Images that are all there. */
export function fakeImages(count: number): ImageSet {
  return { count: () => count, available: () => count, delete: () => undefined } as ImageSet;
}

/** Counts the images of a file whose header is its first byte; it holds as many bytes as that says. */
class FakeReader {
  readonly fed = { images: 0, labels: 0 };
  #count = 0;
  #deleted = false;

  feedImages(name: string, bytes: Uint8Array): void {
    this.#feed('images', name, bytes);
  }

  feedLabels(name: string, bytes: Uint8Array): void {
    this.#feed('labels', name, bytes);
  }

  finishImages(): void {
    this.#finish('images');
  }

  finishLabels(): void {
    this.#finish('labels');
  }

  set(): ImageSet {
    return {
      count: () => this.#count,
      available: () => Math.max(0, Math.min(this.fed.images, this.fed.labels) - 1),
      delete: () => undefined,
    } as ImageSet;
  }

  delete(): void {
    if (this.#deleted) throw new Error('deleted twice');
    this.#deleted = true;
  }

  #feed(kind: 'images' | 'labels', name: string, bytes: Uint8Array): void {
    if (this.fed[kind] === 0) this.#count = bytes[0] ?? 0;
    this.fed[kind] += bytes.length;
    if (this.fed[kind] > this.#count + 1) throw new Error(`[${name}] size: found more`);
  }

  #finish(kind: 'images' | 'labels'): void {
    if (this.fed[kind] !== this.#count + 1) throw new Error(`[${kind}] size: found less`);
  }
}

/** An engine of fakes; `sessions` are those it has made. */
export function fakeEngine(script: FakeScript = fakeScript): Engine & { sessions: FakeSession[] } {
  const sessions: FakeSession[] = [];
  const parts = {
    sessions,
    Session: class extends FakeSession {
      constructor(options: SessionSettings) {
        super(options, script);
        sessions.push(this);
      }
    },
    ImageSetReader: FakeReader as unknown as new () => ImageSetReader,
    memoryBytes: () => 1 << 24,
    idxKind: (_name: string, start: Uint8Array) => (start[1] === 3 ? 'images' : 'labels'),
    rasterize: () => new Uint8Array(784),
    resizeImage: (_image: Uint8Array, size: number) => new Uint8Array(size * size),
  };
  return parts as unknown as Engine & { sessions: FakeSession[] };
}
