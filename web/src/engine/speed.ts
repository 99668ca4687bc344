/** Training images per second of training, over the last moments. */
export class Speed {
  readonly #windowSeconds: number;
  #pieces: { images: number; seconds: number }[] = [];
  #images = 0;
  #seconds = 0;

  constructor(windowSeconds = 2) {
    this.#windowSeconds = windowSeconds;
  }

  add(images: number, seconds: number): void {
    this.#pieces.push({ images, seconds });
    this.#images += images;
    this.#seconds += seconds;
    for (;;) {
      const oldest = this.#pieces[0];
      if (!oldest || this.#seconds - oldest.seconds < this.#windowSeconds) return;
      this.#pieces.shift();
      this.#images -= oldest.images;
      this.#seconds -= oldest.seconds;
    }
  }

  /** 0 before the first image is done. */
  get perSecond(): number {
    return this.#images > 0 && this.#seconds > 0 ? this.#images / this.#seconds : 0;
  }
}
