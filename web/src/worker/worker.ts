import { expose } from 'comlink';
import { detectFeatures } from '../engine/features';
import { loadEngine, type LoadedEngine } from '../engine/load-engine';
import { selectEngine } from '../engine/select-engine';
import { WorkerTrainer } from './trainer';

/** Threads beyond the chunks of a batch have nothing to do, and each costs memory. */
const mostThreads = 16;

expose(new WorkerTrainer(load));

async function load(engineUrl: string): Promise<LoadedEngine> {
  const urls = {
    simd: new URL('gradlet-simd.mjs', engineUrl).href,
    threads: new URL('gradlet-threads.mjs', engineUrl).href,
  };
  const features = detectFeatures(navigator.hardwareConcurrency, self.location.origin);
  return loadEngine(selectEngine(urls, features, mostThreads), urls, (crash) => {
    // Out of every promise, so that it reaches the page as the worker's `error` event.
    setTimeout(() => {
      throw crash;
    });
  });
}
