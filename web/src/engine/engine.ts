import type * as Emitted from 'engine-build';

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

export interface Session extends Omit<Emitted.Session, 'advance' | 'predict' | 'save' | 'setData'> {
  setData(training: ImageSet, validation: ImageSet): void;
  advance(milliseconds: number, steps: number): SliceReport;
  /** Takes `inputSize()`² bytes, gives the probability of each class. */
  predict(input: Uint8Array): Float32Array;
  /** The parameters as a safetensors file. */
  save(): Uint8Array;
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
