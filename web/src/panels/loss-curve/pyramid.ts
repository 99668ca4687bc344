import { FloatColumn } from '../../shared/float-column';

/** Each level holds the extremes of so many entries of the level below; a power of two. */
const branchBits = 2;

interface Level {
  low: FloatColumn;
  high: FloatColumn;
}

export interface Extent {
  low: number;
  high: number;
}

/**
 * The smallest and the largest of any stretch of a growing column, without looking at all of it.
 * Numbers that are not finite do not count.
 */
export class Pyramid {
  readonly values: FloatColumn;
  #levels: Level[] = [];
  #taken = 0;
  #generation: number;

  constructor(values: FloatColumn) {
    this.values = values;
    this.#generation = values.generation;
  }

  /** Takes in what was appended since the last time. */
  sync(): void {
    if (this.#generation !== this.values.generation) {
      this.#levels = [];
      this.#taken = 0;
      this.#generation = this.values.generation;
    }
    for (; this.#taken < this.values.length; this.#taken += 1) this.#take(this.#taken);
  }

  /** The most entries, at most `most`, whose extremes are kept together: a stretch that begins at a multiple. */
  grain(most: number): number {
    let grain = 1;
    for (let level = 1; level <= this.#levels.length && grain << branchBits <= most; level += 1) {
      grain <<= branchBits;
    }
    return grain;
  }

  /** The extremes of entries `begin` to `end` (without it); low above high where there are none. */
  extent(begin: number, end: number): Extent {
    const found = { low: Infinity, high: -Infinity };
    let index = Math.max(0, begin);
    const last = Math.min(this.#taken, end);
    while (index < last) {
      let level = 0;
      while (level < this.#levels.length && this.#fits(index, level + 1, last)) level += 1;
      this.#widen(found, index, level);
      index += 1 << (level * branchBits);
    }
    return found;
  }

  #fits(index: number, level: number, last: number): boolean {
    const size = 1 << (level * branchBits);
    return (index & (size - 1)) === 0 && index + size <= last;
  }

  #widen(found: Extent, index: number, level: number): void {
    if (level === 0) {
      const value = this.values.at(index);
      if (!Number.isFinite(value)) return;
      found.low = Math.min(found.low, value);
      found.high = Math.max(found.high, value);
      return;
    }
    const { low, high } = this.#level(level);
    const entry = index >> (level * branchBits);
    found.low = Math.min(found.low, low.at(entry));
    found.high = Math.max(found.high, high.at(entry));
  }

  #level(level: number): Level {
    return (this.#levels[level - 1] ??= { low: new FloatColumn(), high: new FloatColumn() });
  }

  /** Every level up to the first that would hold one entry only. */
  #take(index: number): void {
    const value = this.values.at(index);
    const finite = Number.isFinite(value);
    for (let level = 1; index >> ((level - 1) * branchBits) > 0 || level === 1; level += 1) {
      const { low, high } = this.#level(level);
      const entry = index >> (level * branchBits);
      if (entry === low.length) {
        // A level that is begun late starts with what the one below already has.
        const before = this.extent(entry << (level * branchBits), index);
        low.push(finite ? Math.min(before.low, value) : before.low);
        high.push(finite ? Math.max(before.high, value) : before.high);
      } else if (finite) {
        if (value < low.at(entry)) low.amend(value);
        if (value > high.at(entry)) high.amend(value);
      }
    }
  }
}
