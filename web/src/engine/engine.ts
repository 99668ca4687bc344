import type * as Emitted from 'engine-build';
import type { Divergence, LastGood, LayerInfo, LearningRateChange } from '../shared/run-reports';

// The declarations that the build emits, made narrower where Embind knows no better than `any`, or
// than that a pointer may be null. Whatever is missing here is as they say.

export interface ImageSet extends Omit<Emitted.ImageSet, 'image'> {
  image(index: number): Uint8Array;
}

export interface ImageSetReader extends Omit<Emitted.ImageSetReader, 'set' | Feed> {
  feedImages(fileName: string, bytes: Uint8Array): void;
  feedLabels(fileName: string, bytes: Uint8Array): void;
  set(): ImageSet;
}
type Feed = 'feedImages' | 'feedLabels';

export interface SliceReport {
  reason: 'time' | 'steps' | 'epoch' | 'finished' | 'data' | 'diverged';
  /** Of the steps finished in the slice; when diverged, then that of the step that was not made. */
  losses: Float64Array;
}

export type EvaluationReport = Emitted.EvaluationReport;

/** Misread images one after the other; each has as many probabilities as there are classes. */
export interface MisreadReport extends Emitted.MisreadReport {
  indices: Uint32Array;
  labels: Uint8Array;
  read: Uint8Array;
  probabilities: Float32Array;
}

export interface Session extends Emitted.Session {
  setData(training: ImageSet, validation: ImageSet): void;
  advance(milliseconds: number, steps: number): SliceReport;
  /** Takes a square image of any size, gives the probability of each class. */
  predict(image: Uint8Array): Float32Array;
  /** The parameters as a safetensors file. */
  save(): Uint8Array;
  /** Takes the parameters of a safetensors file, before the first step. */
  load(fileName: string, file: Uint8Array): void;
  /** Of the newest evaluation: the first misread images, as many as it was told to keep. */
  misread(): MisreadReport;
  /** Of the newest evaluation: images of class `label` read as `read`, at label · classes + read. */
  confusion(): Uint32Array;
  /** Null unless the loss of the newest step is no finite number. */
  divergence(): Divergence | null;
  /** Null unless the run has diverged, or where it has no good state to go back to. */
  lastGood(): LastGood | null;
  learningRateChanges(): LearningRateChange[];
  classNames(): string[];
  /** In the order in which an image passes through them. */
  summary(): LayerInfo[];
}

export type SessionSettings = Emitted.SessionSettings;

export interface HelloReport extends Emitted.HelloReport {
  losses: Float64Array;
  weights: Float64Array;
  biases: Float64Array;
}

/**
 * A loaded build. Everything of it throws `GradletError` or `EngineCrash`; its objects hold memory
 * until their `delete()`, arrays that it returns are copies.
 */
export interface Engine extends Pick<Emitted.MainModule, 'memoryBytes'> {
  ImageSetReader: new (
    imageSize: number,
    imagesSha256: string,
    labelsSha256: string,
  ) => ImageSetReader;
  Session: new (settings: SessionSettings) => Session;
  idxKind(fileName: string, start: Uint8Array): string;
  rasterize(points: Float32Array, lengths: Uint32Array, centre: boolean): Uint8Array;
  resizeImage(image: Uint8Array, size: number): Uint8Array;
  helloWorld(seed: string, learningRate: number, steps: number): HelloReport;
}
