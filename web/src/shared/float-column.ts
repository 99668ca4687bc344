const chunkBits = 12;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;

/**
 * Single-precision numbers, which is what the engine's losses are, that grow at the end. They are
 * kept in chunks that never move, so that appending costs the same however many there are.
 */
export class FloatColumn {
  readonly #chunks: Float32Array[] = [];
  #length = 0;
  #generation = 0;

  get length(): number {
    return this.#length;
  }

  /** Advances whenever numbers are taken away: whoever has used those before must begin anew. */
  get generation(): number {
    return this.#generation;
  }

  /** The number at `index`; NaN beyond the ends. */
  at(index: number): number {
    if (!(index >= 0) || index >= this.#length) return NaN;
    return this.#chunks[index >> chunkBits]?.[index & chunkMask] ?? NaN;
  }

  push(value: number): void {
    const offset = this.#length & chunkMask;
    if (offset === 0) this.#chunks[this.#length >> chunkBits] = new Float32Array(chunkSize);
    this.#chunks[this.#length >> chunkBits]?.fill(value, offset, offset + 1);
    this.#length += 1;
  }

  /** Replaces the last number. */
  amend(value: number): void {
    const index = this.#length - 1;
    this.#chunks[index >> chunkBits]?.fill(value, index & chunkMask, (index & chunkMask) + 1);
  }

  /** Keeps the first `length` numbers. */
  truncate(length: number): void {
    if (length >= this.#length) return;
    this.#length = Math.max(0, length);
    this.#chunks.length = Math.ceil(this.#length / chunkSize);
    this.#generation += 1;
  }

  /** A copy of all. */
  toArray(): Float32Array {
    const all = new Float32Array(this.#length);
    this.#chunks.forEach((chunk, index) => {
      const begin = index << chunkBits;
      all.set(chunk.subarray(0, Math.min(chunkSize, this.#length - begin)), begin);
    });
    return all;
  }
}
