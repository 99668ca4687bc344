import type { ImageCounts } from '../panels';
import type { DataInfo } from '../shared/protocol';
import type { Link } from './link';

/** The images that the lab can learn from. */
export class Stock {
  /** Null until all have arrived. */
  info: DataInfo | null = null;
  fromFiles = false;
  readingFiles = false;

  readonly #link: Link;
  readonly #dataUrl: string;
  /** Called when images have arrived that are to be used from now on. */
  readonly #onArrival: (info: DataInfo) => void;

  constructor(link: Link, dataUrl: string, onArrival: (info: DataInfo) => void) {
    this.#link = link;
    this.#dataUrl = dataUrl;
    this.#onArrival = onArrival;
  }

  get images(): ImageCounts | null {
    const { info } = this;
    return info && { training: info.trainingImages, validation: info.validationImages };
  }

  /** Asks the server for the data once; training does not wait for all of it. */
  fetch(): void {
    if (this.info !== null || this.readingFiles) return;
    void this.#link.command('fetch', 'fetch', async (trainer) => {
      try {
        this.#use(await trainer.loadFromServer(this.#dataUrl), false);
      } catch (error) {
        // Files that the user picked meanwhile have taken the server's place.
        if (!this.fromFiles) throw error;
      }
    });
  }

  /** Resolves when the files are taken or refused. */
  load(files: File[]): Promise<void> {
    this.readingFiles = true;
    return this.#link.command(null, 'files', async (trainer) => {
      try {
        this.#use(await trainer.loadFiles(files), true);
        this.#link.troubles.delete('fetch');
      } finally {
        this.readingFiles = false;
      }
    });
  }

  forget(): void {
    this.info = null;
    this.fromFiles = false;
  }

  #use(info: DataInfo, fromFiles: boolean): void {
    this.info = info;
    this.fromFiles = fromFiles;
    this.#onArrival(info);
  }
}
