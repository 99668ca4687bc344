import type { Mistakes } from '../shared/run-reports';
import type { Link } from './link';

/** What the newest test of the network got wrong, with the images as they arrive. */
export class Misread {
  /** Null before the first test of a run. */
  mistakes: Mistakes | null = null;
  /** 28×28 bytes by index; a new map whenever there are more. */
  images: ReadonlyMap<number, Uint8Array> = new Map();

  readonly #link: Link;
  readonly #onChange: () => void;

  constructor(link: Link, onChange: () => void) {
    this.#link = link;
    this.#onChange = onChange;
  }

  /** Another run has begun; its images are the same. */
  clear(): void {
    this.mistakes = null;
  }

  /** Other images have taken the place of those known. */
  forgetImages(): void {
    this.images = new Map();
  }

  take(mistakes: Mistakes): void {
    this.mistakes = mistakes;
    void this.#fetch(mistakes);
  }

  async #fetch({ shown }: Mistakes): Promise<void> {
    const known = this.images;
    const missing = shown.map(({ index }) => index).filter((index) => !known.has(index));
    if (missing.length === 0) return;
    await this.#link.command(null, 'mistakes', async (trainer) => {
      const images = await trainer.mistakeImages(missing);
      // Images of other data are forgotten meanwhile.
      if (this.images !== known && this.images.size === 0) return;
      const all = new Map(this.images);
      missing.forEach((index, place) => {
        const image = images[place];
        if (image) all.set(index, image);
      });
      this.images = all;
    });
    this.#onChange();
  }
}
