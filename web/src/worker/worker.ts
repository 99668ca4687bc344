import { expose } from 'comlink';
import { detectFeatures } from '../engine/features';
import { loadEngine, type LoadedEngine } from '../engine/load-engine';
import { selectEngine } from '../engine/select-engine';
import type { EnginePreference } from '../shared/protocol';
import { WorkerTrainer } from './trainer';

/** Threads beyond the chunks of a batch have nothing to do, and each costs memory. */
const mostThreads = 16;

/** By their address. A build stays loaded: its threads cannot be ended. */
const builds = new Map<string, Promise<LoadedEngine>>();

expose(
  new WorkerTrainer({
    loadEngine: load,
    machine: { processors: navigator.hardwareConcurrency, browser: navigator.userAgent },
  }),
);

function load(engineUrl: string, preference: EnginePreference): Promise<LoadedEngine> {
  const urls = {
    simd: new URL('gradlet-simd.mjs', engineUrl).href,
    threads: new URL('gradlet-threads.mjs', engineUrl).href,
  };
  const features = detectFeatures(navigator.hardwareConcurrency, self.location.origin);
  const choice = selectEngine(urls, features, preference === 'one-thread' ? 1 : mostThreads);
  const loaded =
    builds.get(choice.url) ??
    loadEngine(choice, urls, (crash) => {
      // Out of every promise, so that it reaches the page as the worker's `error` event.
      setTimeout(() => {
        throw crash;
      });
    });
  builds.set(choice.url, loaded);
  loaded.catch(() => builds.delete(choice.url));
  return loaded;
}
