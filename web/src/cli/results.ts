import type { Fingerprint } from '../engine/run';
import type { EpochRecord, HelloWorld, StepRecord } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';

/** What `--json` writes; `--help` documents it. */
export interface Results {
  options: {
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
  };
  steps: StepRecord[];
  epochs: { epoch: number; val_accuracy: number; val_loss: number; seconds: number }[];
  fingerprints: Fingerprint[];
  hello: HelloWorld | null;
  memory: number;
  trouble: string | null;
}

/** The results of a run that has not begun. */
export function noResults(settings: RunSettings): Results {
  const seed = Number(settings.seed);
  return {
    options: {
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
    },
    steps: [],
    epochs: [],
    fingerprints: [],
    hello: null,
    memory: 0,
    trouble: null,
  };
}

/** An evaluation under the names of the JSON. */
export function epochResult({ epoch, accuracy, loss, seconds }: EpochRecord): Results['epochs'][0] {
  return { epoch, val_accuracy: accuracy, val_loss: loss, seconds };
}
