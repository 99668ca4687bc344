import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { places } from './places.mjs';

const inflated = (name) =>
  new Uint8Array(gunzipSync(readFileSync(join(places.mnist, `${name}.gz`))));

/**
 * Writes MNIST's training set as the other contestants take it: `labels`, and for each size `images-S`,
 * the bytes of all images resized to S×S. gradlet resizes them as Pillow does, to the very bytes.
 *
 * @param {number[]} sizes
 */
export async function writeData(sizes) {
  const glue = await import(pathToFileURL(join(places.engines, 'gradlet-simd.mjs')).href);
  const engine = await glue.default({ pthreadPoolSize: 0 });
  const images = inflated('train-images-idx3-ubyte');
  const labels = inflated('train-labels-idx1-ubyte');
  mkdirSync(places.data, { recursive: true });
  for (const size of sizes) {
    const reader = new engine.ImageSetReader(size, '', '');
    reader.feedLabels('labels', labels);
    reader.finishLabels();
    reader.feedImages('images', images);
    reader.finishImages();
    const set = reader.set();
    const count = set.count();
    const bytes = new Uint8Array(count * size * size);
    for (let i = 0; i < count; i += 1) bytes.set(set.image(i), i * size * size);
    writeFileSync(join(places.data, `images-${size}`), bytes);
    // What follows the header of an IDX file of labels.
    writeFileSync(join(places.data, 'labels'), labels.subarray(labels.length - count));
    set.delete();
    reader.delete();
  }
}
