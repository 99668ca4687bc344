import { content, type ByteSource } from '../engine/byte-source';
import { GradletError } from '../engine/errors';

/** Before the pixels of an IDX file of images: magic number, count, rows and columns, 4 bytes each. */
const headerBytes = 16;

/**
 * The images of an IDX file, as they are in it. The file is read when the first one is asked for, and
 * kept inflated from then on: 8 MB for MNIST's validation images, outside of the engine's memory.
 */
export class OriginalImages {
  readonly #find: () => Promise<ByteSource>;
  #file: Promise<Uint8Array> | null = null;

  /** `find` gives the file, which is known to be one of images. */
  constructor(find: () => Promise<ByteSource>) {
    this.#find = find;
  }

  /** Copies of the images at `indices`, row by row. Rejects for a position beyond the last one. */
  async read(indices: readonly number[]): Promise<Uint8Array[]> {
    this.#file ??= this.#inflate();
    let file: Uint8Array;
    try {
      file = await this.#file;
    } catch (error) {
      // It may be there the next time.
      this.#file = null;
      throw error;
    }
    const header = new DataView(file.buffer, file.byteOffset);
    const count = header.getUint32(4);
    const pixels = header.getUint32(8) * header.getUint32(12);
    return indices.map((index) => {
      if (!Number.isInteger(index) || index < 0 || index >= count) {
        throw new GradletError(`[image] index: expected 0 to ${count - 1}, found ${index}`);
      }
      const start = headerBytes + index * pixels;
      return file.slice(start, start + pixels);
    });
  }

  async #inflate(): Promise<Uint8Array> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of content(await this.#find())) pieces.push(piece);
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }
}
