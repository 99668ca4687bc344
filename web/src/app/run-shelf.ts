import type { DataInfo, EngineInfo, TrainerUpdate } from '../shared/protocol';
import type { LearningRateChange } from '../shared/run-reports';
import {
  endRun,
  hideRun,
  newRun,
  showLearning,
  showRun,
  takeUpdate,
  type RunRecord,
} from '../shared/runs';
import type { RunSettings } from '../shared/settings';
import { referenceRun } from './reference-run';

/** More of gradlet's runs than these are not kept: the oldest that is hidden leaves, or the oldest. */
export const mostKept = 20;

/** What is known of a run when it begins. */
export interface Beginning {
  settings: RunSettings;
  engine: EngineInfo | null;
  data: DataInfo | null;
}

/** The runs of this visit, newest first, and after them PyTorch's to compare with. */
export class RunShelf {
  readonly reference: RunRecord;
  #runs: readonly RunRecord[];
  #current: RunRecord | null = null;
  #begun = 0;
  readonly #onChange: () => void;

  /** @param onChange called after what the user has changed in the list. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.reference = referenceRun();
    showRun([], this.reference);
    this.#runs = [this.reference];
  }

  /** A new array whenever a run or their list has changed. */
  get runs(): readonly RunRecord[] {
    return this.#runs;
  }

  /** The run that the model belongs to, also when it is over; null before the first and after a reset. */
  get current(): RunRecord | null {
    return this.#current;
  }

  find(id: string): RunRecord | null {
    return this.#runs.find((run) => run.id === id) ?? null;
  }

  begin({ settings, engine, data }: Beginning): void {
    this.end();
    this.#begun += 1;
    const run = newRun({
      id: `run-${this.#begun}`,
      label: { number: this.#begun, began: Date.now() },
      settings,
      engine: engine && {
        build: engine.build,
        threads: Math.min(settings.threads, engine.maxThreads),
      },
      data,
    });
    this.#runs = [run, ...this.#runs];
    this.#current = run;
    showLearning(this.#runs, run);
    this.#bound();
  }

  take(update: TrainerUpdate): void {
    const run = this.#current;
    if (run === null) return;
    takeUpdate(run, update);
    this.#changed();
  }

  /** All changes of the learning rate by hand, as they stand now. */
  takeLearningRates(changes: LearningRateChange[]): void {
    const run = this.#current;
    if (run === null) return;
    run.learningRateChanges = changes;
    run.version += 1;
    this.#changed();
  }

  takeData(data: DataInfo): void {
    const run = this.#current;
    if (run?.data !== null) return;
    run.data = data;
    this.#changed();
  }

  /** The run is given up: it stays in the list, unless it has not made a step. */
  end(): void {
    const run = this.#current;
    this.#current = null;
    if (run === null) return;
    endRun(run);
    if (run.losses.length === 0) this.#take(run);
    else this.#changed();
  }

  /** What the run has learned is worth nothing: its data were bad. */
  undo(): void {
    const run = this.#current;
    this.#current = null;
    if (run !== null) this.#take(run);
  }

  show(id: string, shown: boolean): void {
    const run = this.find(id);
    if (run === null) return;
    if (shown) showRun(this.#runs, run);
    else hideRun(run);
    this.#changed();
    this.#onChange();
  }

  remove(id: string): void {
    const run = this.find(id);
    if (run?.reference !== null) return;
    this.#take(run);
    this.#onChange();
  }

  #take(run: RunRecord): void {
    this.#runs = this.#runs.filter((other) => other !== run);
  }

  #bound(): void {
    const own = this.#runs.filter((run) => run.reference === null);
    if (own.length <= mostKept) return;
    const oldest = own.filter(({ line }) => line === null).at(-1) ?? own.at(-1);
    if (oldest) this.#take(oldest);
  }

  #changed(): void {
    this.#runs = [...this.#runs];
  }
}
