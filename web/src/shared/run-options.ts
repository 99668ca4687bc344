import type { RunSettings } from './settings';

/** Settings as files of results name them, which is much as PyTorch does. */
export interface RunOptions {
  preset: string;
  /** A number as long as one can hold it. */
  seed: number | string;
  epochs: number;
  batch_size: number;
  lr: number;
  optimizer: string;
  gamma: number;
  shuffle: boolean;
  precise: boolean;
  limit: number;
  threads: number;
}

export function runOptions(settings: RunSettings): RunOptions {
  const seed = Number(settings.seed);
  return {
    preset: settings.preset,
    seed: Number.isSafeInteger(seed) ? seed : settings.seed,
    epochs: settings.epochs,
    batch_size: settings.batchSize,
    lr: settings.learningRate,
    optimizer: settings.optimizer,
    gamma: settings.gamma,
    shuffle: settings.shuffle,
    precise: settings.precise,
    limit: settings.limit,
    threads: settings.threads,
  };
}
