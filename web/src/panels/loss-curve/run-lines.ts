import type { RunRecord } from '../../shared/runs';
import { decimate, sample, type Points } from './decimate';
import { Pyramid, type Extent } from './pyramid';
import { Smoothed } from './smoothing';
import type { View } from './view';

export interface Lines {
  /** Every step's loss. */
  raw: Points;
  smooth: Points;
}

/** A run's losses as lines for a view: kept until the run grows or another view is asked for. */
export class RunLines {
  readonly #run: RunRecord;
  readonly #pyramid: Pyramid;
  readonly #smoothed: Smoothed;
  #lines: Lines | null = null;
  #made = '';

  constructor(run: RunRecord) {
    this.#run = run;
    this.#pyramid = new Pyramid(run.losses);
    this.#smoothed = new Smoothed(run.losses);
  }

  /** The same object as long as nothing is new. */
  lines({ from, to }: View, columns: number): Lines {
    const { length, generation } = this.#run.losses;
    const made = `${generation} ${length} ${from} ${to} ${columns}`;
    if (this.#lines === null || this.#made !== made) {
      this.#sync();
      this.#lines = {
        raw: decimate(this.#pyramid, from, to, columns),
        smooth: sample(this.#smoothed.values, from, to, columns),
      };
      this.#made = made;
    }
    return this.#lines;
  }

  /** The extremes of all losses in the view, measured ones included. */
  extent({ from, to }: View): Extent {
    this.#sync();
    const found = this.#pyramid.extent(Math.ceil(from) - 1, Math.floor(to));
    for (const { step, loss } of this.#run.evaluations) {
      if (step < from || step > to || !Number.isFinite(loss)) continue;
      found.low = Math.min(found.low, loss);
      found.high = Math.max(found.high, loss);
    }
    return found;
  }

  smoothedAt(step: number): number {
    this.#sync();
    return this.#smoothed.values.at(step - 1);
  }

  #sync(): void {
    this.#pyramid.sync();
    this.#smoothed.sync();
  }
}
