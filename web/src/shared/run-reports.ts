/** What a session tells about its model and its run, and what a test of the machine tells. */
import type { EngineInfo } from './protocol';

/** That a loss became NaN or infinite, and where such a number appeared first. */
export interface Divergence {
  /** The step whose loss it is, from 1; it was not made. */
  step: number;
  loss: number;
  /** In a parameter before the step, in a module's result of the forward pass, or in the loss alone. */
  place: 'parameter' | 'output' | 'loss';
  /**
   * Full name of the parameter ('conv1.weight') or of the module ('conv1'; empty for the whole
   * network); empty for the loss.
   */
  name: string;
}

/** Where a run that has diverged can go on. */
export interface LastGood {
  /** Finished steps. */
  step: number;
  /** What to go on with: half of the learning rate there, or of the present one if that is smaller. */
  learningRate: number;
}

/** That the learning rate was set by hand: from the step after `step` on. */
export interface LearningRateChange {
  step: number;
  learningRate: number;
}

/** A validation image that was not read as what it is. */
export interface Mistake {
  /** Position among the validation images. */
  index: number;
  label: number;
  read: number;
  /** Of each class; sums to 1. */
  probabilities: number[];
}

/** What an evaluation got wrong. */
export interface Mistakes {
  /** Finished steps of the parameters that were measured. */
  step: number;
  /** How many images were misread, of how many. */
  total: number;
  images: number;
  /** The first of them, in the order of the images. */
  shown: Mistake[];
  /** How often an image of class `label` was read as `read`: `confusion[label][read]`. */
  confusion: number[][];
}

/** A layer of the network, as one image passes through it. */
export interface LayerInfo {
  /** Its full name: 'conv1'. */
  name: string;
  /** Its class and options as PyTorch prints them: 'Conv2d', '1, 32, kernel_size=(3, 3), …'. */
  kind: string;
  options: string;
  /** Sizes of its result for one image: channels, height, width; or features. */
  output: number[];
  parameters: { name: string; shape: number[] }[];
}

/** What a test of the machine has measured: one epoch of the tutorial's network. */
export interface MachineReport {
  epochSeconds: number;
  imagesPerSecond: number;
  images: number;
  batchSize: number;
  engine: EngineInfo;
  /** Threads that computed. */
  threads: number;
  /** Of the machine, as the browser tells; 0 if it does not. */
  processors: number;
  /** As the browser calls itself; may be empty. */
  browser: string;
}
