import type { EpochRecord, Fingerprint, HelloWorld, StepRecord } from '../shared/protocol';
import { runOptions, type RunOptions } from '../shared/run-options';
import type { RunSettings } from '../shared/settings';

/** What `--json` writes; `--help` documents it. */
export interface Results {
  options: RunOptions;
  steps: StepRecord[];
  epochs: { epoch: number; val_accuracy: number; val_loss: number; seconds: number }[];
  fingerprints: Fingerprint[];
  hello: HelloWorld | null;
  memory: number;
  trouble: string | null;
}

/** The results of a run that has not begun. */
export function noResults(settings: RunSettings): Results {
  return {
    options: runOptions(settings),
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
