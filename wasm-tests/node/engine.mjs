import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { engines, mnist } from './places.mjs';

export const builds = ['simd', 'threads'];

/** A build of the engine as its glue gives it, for up to `threads` threads. */
export async function loadBuild(build, threads = 1) {
  const glue = await import(pathToFileURL(join(engines, `gradlet-${build}.mjs`)).href);
  return glue.default({ pthreadPoolSize: threads - 1 });
}

/** What `work` makes the engine throw, in words; fails if it throws nothing, or no C++ exception. */
export function refusal(engine, work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof WebAssembly.Exception)) throw error;
    const [, message] = engine.getExceptionMessage(error);
    engine.decrementExceptionRefcount(error);
    return message;
  }
  throw new Error('expected an exception, found none');
}

/** The options of the tutorial's first run. */
export const tutorial = {
  preset: 'tutorial',
  seed: '0',
  epochs: 1,
  batchSize: 512,
  learningRate: 1,
  optimizer: 'adadelta',
  gamma: 1,
  shuffle: false,
  limit: 0,
  threads: 1,
  precise: false,
};

/** The bytes of one of MNIST's files, inflated. */
export function mnistFile(name) {
  return new Uint8Array(gunzipSync(readFileSync(join(mnist, `${name}.gz`))));
}

/** Reads both sets of MNIST, in pieces as they would come from a network. */
export function readMnist(engine, imageSize) {
  return ['train', 't10k'].map((split) => {
    const reader = new engine.ImageSetReader(imageSize, '', '');
    const feed = (kind, bytes) => {
      for (let i = 0; i < bytes.length; i += 65536) {
        reader[`feed${kind}`](`${split} ${kind}`, bytes.subarray(i, i + 65536));
      }
      reader[`finish${kind}`]();
    };
    feed('Labels', mnistFile(`${split}-labels-idx1-ubyte`));
    feed('Images', mnistFile(`${split}-images-idx3-ubyte`));
    const set = reader.set();
    reader.delete();
    return set;
  });
}

/** Measures the model as it is; returns the share of images read right. */
export function evaluate(session, images) {
  session.beginEvaluation(0);
  for (;;) {
    const { done, correct } = session.evaluate(20);
    if (done) return correct / images;
  }
}
