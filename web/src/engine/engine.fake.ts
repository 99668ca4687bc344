import type { Divergence, LastGood, LayerInfo, LearningRateChange } from '../shared/run-reports';
import type { Engine, ImageSet, MisreadReport, Session, SessionSettings } from './engine';
import type { RunSession } from './run';

/** How a fake run goes: what its losses are, and which accuracy each evaluation finds. */
export interface FakeScript {
  loss: (step: number) => number;
  /** Whether a diverged run has a good state: that before its first step. */
  good?: boolean;
  /** Images read right by the `n`-th evaluation, from 0. */
  correct: (n: number) => number;
}

export const fakeScript: FakeScript = { loss: (step) => 2 / step, correct: (n) => n };

/** A session that makes one step in each call, or one third of an evaluation. */
export class FakeSession implements RunSession {
  readonly calls: string[] = [];
  /** Milliseconds that each call of `advance` was given. */
  readonly slices: number[] = [];
  readonly #options: SessionSettings;
  #learningRate = 1;
  #changes: LearningRateChange[] = [];
  #loaded = false;
  #divergence: Divergence | null = null;
  readonly #script: FakeScript;
  #training: ImageSet | null = null;
  #validation: ImageSet | null = null;
  #step = 0;
  #evaluations = 0;
  #thirds = 0;

  constructor(options: SessionSettings, script: FakeScript = fakeScript) {
    this.#options = { ...options };
    this.#script = script;
  }

  setData(training: ImageSet, validation: ImageSet): void {
    this.calls.push('setData');
    for (const set of [training, validation]) {
      if (set.imageSize() !== this.inputSize()) throw new Error('[session] images: another size');
    }
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
    return this.#learningRate;
  }

  setLearningRate(learningRate: number): void {
    this.calls.push(`setLearningRate ${String(learningRate)}`);
    this.#learningRate = learningRate;
    this.#changes.push({ step: this.#step, learningRate });
  }

  learningRateChanges(): LearningRateChange[] {
    return [...this.#changes];
  }

  threads(): number {
    return this.#options.threads;
  }

  setThreads(threads: number): void {
    this.#options.threads = threads;
  }

  setEpochs(epochs: number): void {
    if (epochs < this.#epochsDone) throw new Error('[session] epochs: found fewer than begun');
    this.#options.epochs = epochs;
  }

  inputSize(): number {
    return this.#options.preset === 'tutorial' ? 8 : 28;
  }

  advance(milliseconds: number, steps: number): ReturnType<Session['advance']> {
    this.slices.push(milliseconds);
    this.calls.push(`advance ${String(steps)}`);
    // Embind would take what is no whole number for 0.
    if (!Number.isInteger(steps)) throw new Error('[session] steps: expected a whole number');
    const none = new Float64Array();
    // Shuffled, a batch may hold any of the images.
    const wanted = this.#options.shuffle
      ? this.#images
      : ((this.#step % this.stepsPerEpoch()) + 1) * this.#options.batchSize;
    if ((this.#training?.available() ?? 0) < Math.min(wanted, this.#images)) {
      return { reason: 'data', losses: none };
    }
    const loss = this.#script.loss(this.#step + 1);
    const losses = Float64Array.of(loss);
    if (!Number.isFinite(loss)) {
      this.#divergence = { step: this.#step + 1, loss, place: 'output', name: 'conv2' };
      return { reason: 'diverged', losses };
    }
    this.#step += 1;
    if (this.finished()) return { reason: 'finished', losses };
    return { reason: this.#step % this.stepsPerEpoch() === 0 ? 'epoch' : 'time', losses };
  }

  beginEvaluation(mostMisread: number): void {
    this.calls.push(`beginEvaluation ${String(mostMisread)}`);
    this.#thirds = 0;
  }

  evaluate(): ReturnType<Session['evaluate']> {
    this.#thirds += 1;
    const done = this.#thirds === 3;
    const seen = Math.floor(((this.#validation?.count() ?? 0) * this.#thirds) / 3);
    if (!done) return { done, seen, correct: 0, lossSum: 0 };
    return { done, seen, correct: this.#script.correct(this.#evaluations++), lossSum: 4 };
  }

  /** The first image is a 1 read as a 0, and so are all others that were misread. */
  misread(): MisreadReport {
    const probabilities = Float32Array.of(0.75, 0.25);
    return {
      indices: Uint32Array.of(0),
      labels: Uint8Array.of(1),
      read: Uint8Array.of(0),
      probabilities,
    };
  }

  confusion(): Uint32Array {
    const right = this.#script.correct(this.#evaluations - 1);
    return Uint32Array.of(right, 0, (this.#validation?.count() ?? 0) - right, 0);
  }

  divergence(): Divergence | null {
    return this.#divergence;
  }

  lastGood(): LastGood | null {
    return this.#divergence && this.#script.good
      ? { step: 0, learningRate: this.#learningRate / 2 }
      : null;
  }

  restoreLastGood(): void {
    this.calls.push('restoreLastGood');
    this.#divergence = null;
    this.#step = 0;
    this.#changes = [];
  }

  /** The first of ten classes as likely as the image's first pixel is bright, the others alike. */
  predict(image: Uint8Array): Float32Array {
    const first = (image[0] ?? 0) / 255;
    return Float32Array.from({ length: 10 }, (_, i) => (i === 0 ? first : (1 - first) / 9));
  }

  classNames(): string[] {
    return ['nought', 'one'];
  }

  summary(): LayerInfo[] {
    return [{ name: 'fc1', kind: 'Linear', options: '', output: [10], parameters: [] }];
  }

  fingerprint(): string {
    return this.#loaded ? 'hash of the file' : `hash of step ${this.#step}`;
  }

  save(): Uint8Array {
    return Uint8Array.of(this.#step);
  }

  /** Takes what `save` gives; a longer file is one of other parameters. */
  load(name: string, file: Uint8Array): void {
    this.calls.push(`load ${String(file[0])}`);
    if (file.includes(corruptByte)) throw new Error(`[${name}] expected a safetensors file`);
    this.#loaded = file.length > 1;
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

/** Images of 8×8 that are all there. */
export function fakeImages(count: number): ImageSet {
  return {
    count: () => count,
    available: () => count,
    imageSize: () => 8,
    delete: () => undefined,
  } as ImageSet;
}

/** A file that has this byte has not the hash that it should have. */
export const corruptByte = 255;

/** What a file holds: IDX, or else one byte that counts as many items of a byte each. */
function headOf(bytes: Uint8Array): { head: number; count: number; item: number } {
  if (bytes[0] !== 0 || bytes[2] !== 8) return { head: 1, count: bytes[0] ?? 0, item: 1 };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const sizes = Array.from({ length: bytes[3] ?? 0 }, (_, i) => view.getUint32(4 + 4 * i));
  const [count = 0, ...rest] = sizes;
  return { head: 4 + 4 * sizes.length, count, item: rest.reduce((a, b) => a * b, 1) };
}

/** Counts the items of files. */
class FakeReader {
  readonly fed = { images: 0, labels: 0 };
  readonly #heads = { images: headOf(Uint8Array.of(0)), labels: headOf(Uint8Array.of(0)) };
  readonly #imageSize: number;
  readonly #hashes: { images: string; labels: string };
  readonly #corrupt = { images: '', labels: '' };
  #count = 0;
  #deleted = false;

  constructor(imageSize: number, imagesSha256: string, labelsSha256: string) {
    this.#imageSize = imageSize;
    this.#hashes = { images: imagesSha256, labels: labelsSha256 };
  }

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
      imageSize: () => this.#imageSize,
      available: () => Math.max(0, Math.min(this.#items('images'), this.#items('labels'))),
      delete: () => undefined,
    } as ImageSet;
  }

  delete(): void {
    if (this.#deleted) throw new Error('deleted twice');
    this.#deleted = true;
  }

  #feed(kind: 'images' | 'labels', name: string, bytes: Uint8Array): void {
    if (this.#deleted) throw new Error('fed after its deletion');
    if (bytes.includes(corruptByte)) this.#corrupt[kind] = name;
    if (this.fed[kind] === 0) this.#heads[kind] = headOf(bytes);
    this.#count = this.#heads[kind].count;
    this.fed[kind] += bytes.length;
    if (this.#items(kind) > this.#count) throw new Error(`[${name}] size: found more`);
  }

  #items(kind: 'images' | 'labels'): number {
    const { head, item } = this.#heads[kind];
    return Math.ceil((this.fed[kind] - head) / item);
  }

  #finish(kind: 'images' | 'labels'): void {
    if (this.#items(kind) !== this.#count) throw new Error(`[${kind}] size: found less`);
    if (this.#hashes[kind] && this.#corrupt[kind]) {
      throw new Error(`[${this.#corrupt[kind]}] SHA-256: expected ${this.#hashes[kind]}, found 0`);
    }
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
    ImageSetReader: FakeReader as unknown as Engine['ImageSetReader'],
    memoryBytes: () => 1 << 24,
    idxKind: (_name: string, start: Uint8Array) => (start[1] === 3 ? 'images' : 'labels'),
    // All alike: 2 where it is centred, else 1; 0 without strokes. The first pixels stay when resized.
    rasterize: (_points: Float32Array, { length }: Uint32Array, centre: boolean) =>
      new Uint8Array(784).fill(length === 0 ? 0 : centre ? 2 : 1),
    resizeImage: (image: Uint8Array, size: number) => image.slice(0, size * size),
  };
  return parts as unknown as Engine & { sessions: FakeSession[] };
}
