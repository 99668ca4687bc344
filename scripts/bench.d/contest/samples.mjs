// MNIST for the contestants that are no gradlet: decoded and resized beforehand, so that none of them is
// timed doing that.

const mean = 0.1307;
const deviation = 0.3081;

/** The training set in batches of one size, again and again; a last, smaller batch is left out. */
export class Samples {
  #next = 0;

  /**
   * @param {Uint8Array} pixels  of all images, one after the other
   * @param {Uint8Array} labels
   */
  constructor(pixels, labels, batchSize) {
    this.batchSize = batchSize;
    this.pixelsPerImage = pixels.length / labels.length;
    this.images = Float32Array.from(pixels, (pixel) => (pixel / 255 - mean) / deviation);
    this.labels = Int32Array.from(labels);
  }

  /** From the addresses at which scripts/bench serves them. */
  static async fetch(size, batchSize) {
    const bytes = async (name) => {
      const response = await fetch(new URL(`/data/${name}`, location.origin));
      if (!response.ok) throw new Error(`${response.url}: HTTP status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    };
    return new Samples(await bytes(`images-${size}`), await bytes('labels'), batchSize);
  }

  /** Where the next batch begins, counted in images. */
  next() {
    const first = this.#next;
    this.#next += this.batchSize;
    if (this.#next + this.batchSize > this.labels.length) this.#next = 0;
    return first;
  }

  /** Pixels of the batch that begins at `first`, and its labels; views, not copies. */
  batch(first) {
    const end = first + this.batchSize;
    return {
      images: this.images.subarray(first * this.pixelsPerImage, end * this.pixelsPerImage),
      labels: this.labels.subarray(first, end),
    };
  }
}

/** Numbers like those of PyTorch's layers: uniform, within 1/√fanIn. */
export function uniform(count, fanIn) {
  const bound = 1 / Math.sqrt(fanIn);
  return Float32Array.from({ length: count }, () => (2 * Math.random() - 1) * bound);
}
