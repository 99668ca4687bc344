// gradlet's engine, driven as the page's worker and the command line drive it: in slices, with a return
// to the event loop after each.
import { detectFeatures } from '../../../web/src/engine/features.ts';
import { loadEngine } from '../../../web/src/engine/load-engine.ts';
import { mnistHashes, readMnist } from '../../../web/src/engine/mnist.ts';
import { selectEngine } from '../../../web/src/engine/select-engine.ts';
import { defaultSettings } from '../../../web/src/shared/settings.ts';
import { Yield } from '../../../web/src/worker/pauses.ts';

/** As in the page's worker. */
const sliceMilliseconds = 15;

/** Runs that end are not timed here. */
const endless = 1000;

/**
 * Loads the engine for up to so many threads: for one that is the build without.
 *
 * @param {string} engineUrl  folder of its builds, with a slash at the end
 * @param {string} origin  where this code runs; `file://` in Node
 */
export async function load(engineUrl, origin, threads) {
  const urls = {
    simd: new URL('gradlet-simd.mjs', engineUrl).href,
    threads: new URL('gradlet-threads.mjs', engineUrl).href,
  };
  const choice = selectEngine(urls, detectFeatures(threads, origin), threads);
  const loaded = await loadEngine(choice, urls);
  if (loaded.choice.maxThreads < threads) {
    throw new Error(`expected ${threads} threads, found one: ${loaded.choice.threadsReason}`);
  }
  return loaded.engine;
}

/**
 * A run that `repeat` can time.
 *
 * @param {object} settings  those of a run that differ from the defaults
 * @param {object} files  MNIST, as `readMnist` takes it
 */
export async function begin(engine, settings, files) {
  const whole = { ...defaultSettings(1), ...settings, epochs: endless };
  const session = new engine.Session(whole);
  const sets = await readMnist(engine, session.inputSize(), files, { hashes: mnistHashes });
  session.setData(sets.training, sets.validation);
  const pause = new Yield();
  const count = sets.training.count();

  let steps = 0;
  const made = [];

  /** A slice may hold several steps, which are then told one by one. */
  async function step() {
    while (made.length === 0) {
      const { losses, reason } = session.advance(sliceMilliseconds, session.totalSteps());
      await pause.now();
      if (reason === 'diverged') throw new Error(`the loss became ${losses.at(-1)}`);
      made.push(...losses);
    }
    const seen = (steps % session.stepsPerEpoch()) * whole.batchSize;
    steps += 1;
    return { images: Math.min(whole.batchSize, count - seen), loss: made.shift() };
  }

  /** Seconds for all validation images. */
  async function evaluate() {
    const start = performance.now();
    session.beginEvaluation(0);
    while (!session.evaluate(sliceMilliseconds).done) await pause.now();
    return (performance.now() - start) / 1000;
  }

  /** Images a second, `repetitions` times after a first one that does not count. */
  async function inference(repetitions) {
    const speeds = [];
    if (repetitions > 0) await evaluate();
    for (let i = 0; i < repetitions; i += 1) {
      speeds.push(sets.validation.count() / (await evaluate()));
    }
    return speeds;
  }

  return { step, inference, memory: () => engine.memoryBytes(), close: () => session.delete() };
}

/** What `serve` and the Node program ask for: a run, then the speed of reading, then the memory. */
export async function contestant(engine, { settings, inference }, files) {
  const run = await begin(engine, settings, files);
  return {
    step: run.step,
    async after() {
      const imagesPerSecond = await run.inference(inference);
      const memory = run.memory();
      run.close();
      return { imagesPerSecond, memory };
    },
  };
}
