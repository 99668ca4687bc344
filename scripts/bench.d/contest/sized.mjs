// gradlet's step at any image size, under Node: `node sized.mjs '{"module": …, "mnist": …, "size": …,
// "batchSize": …, "plan": …}'` prints what was measured as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { repeat } from './repeat.mjs';

/** Enough for several batches of the largest size. */
const images = 8192;

const { module, mnist, size, batchSize, plan } = JSON.parse(process.argv[2]);
const { default: instantiate } = await import(pathToFileURL(module).href);
const engine = await instantiate();

/** Hands over the first images, or labels, as an IDX file of their own. */
function feed(name, headerBytes, bytesPerItem, take) {
  const whole = gunzipSync(readFileSync(join(mnist, `${name}.gz`)));
  const part = Buffer.from(whole.subarray(0, headerBytes + images * bytesPerItem));
  part.writeUInt32BE(images, 4);
  const place = engine._sized_buffer(part.length);
  // Taken anew: memory may just have grown.
  engine.HEAPU8.set(part, place);
  take();
}

engine._sized_images(size);
feed('train-labels-idx1-ubyte', 8, 1, engine._sized_feed_labels);
feed('train-images-idx3-ubyte', 16, 28 * 28, engine._sized_feed_images);
engine._sized_begin(batchSize);
const measured = await repeat(() => ({ images: batchSize, loss: engine._sized_step() }), plan);
process.stdout.write(JSON.stringify(measured));
