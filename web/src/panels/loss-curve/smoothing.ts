import { FloatColumn } from '../../shared/float-column';

/** How much of the average so far each step keeps: it looks back on about five steps. */
export const smoothingWeight = 0.8;

/**
 * The exponential moving average of a growing column, as TensorBoard smooths: it starts at 0 and is
 * divided by the share of it that is not that start (1 − weightⁿ). Numbers that are not finite stay out
 * of it and leave a gap.
 */
export class Smoothed {
  values = new FloatColumn();
  readonly #source: FloatColumn;
  #generation: number;
  #average = 0;
  /** weightⁿ. */
  #start = 1;

  constructor(source: FloatColumn) {
    this.#source = source;
    this.#generation = source.generation;
  }

  /** Takes in what was appended since the last time. */
  sync(): void {
    if (this.#generation !== this.#source.generation) {
      this.values = new FloatColumn();
      this.#generation = this.#source.generation;
      this.#average = 0;
      this.#start = 1;
    }
    while (this.values.length < this.#source.length) {
      const value = this.#source.at(this.values.length);
      if (Number.isFinite(value)) {
        this.#average = smoothingWeight * this.#average + (1 - smoothingWeight) * value;
        this.#start *= smoothingWeight;
        this.values.push(this.#average / (1 - this.#start));
      } else {
        this.values.push(NaN);
      }
    }
  }
}
