import { GradletError } from './errors';
import type { Features } from './features';

/** Addresses of the glue (`.mjs`) of both builds; the `.wasm` lies beside it. */
export interface EngineUrls {
  simd: string;
  threads: string;
}

export interface EngineChoice {
  build: 'simd' | 'threads';
  url: string;
  /** Threads that the engine is to be made for, its caller's own among them. */
  maxThreads: number;
  /** Why there is but one thread; empty when there can be more. */
  threadsReason: string;
}

/** The build for these features. Throws where WebAssembly has no SIMD. */
export function selectEngine(
  urls: EngineUrls,
  features: Features,
  /** No more threads than this, however many processors there are. */
  mostThreads: number,
): EngineChoice {
  if (!features.simd) {
    throw new GradletError(
      'expected WebAssembly with SIMD, found none: please use a newer browser ' +
        '(Chrome 91, Firefox 89, Safari 16.4 or later)',
    );
  }
  const threadsReason = whyOneThread(urls.threads, features, mostThreads);
  if (threadsReason) return { build: 'simd', url: urls.simd, maxThreads: 1, threadsReason };
  const maxThreads = Math.min(features.processors, mostThreads);
  return { build: 'threads', url: urls.threads, maxThreads, threadsReason: '' };
}

function whyOneThread(url: string, features: Features, mostThreads: number): string {
  if (mostThreads <= 1) return 'one thread was asked for';
  if (features.processors <= 1) return 'this machine has one processor';
  if (features.sharingProblem) return features.sharingProblem;
  // A thread is a worker made from the glue's address, and those start from their own origin only.
  if (!url.startsWith(features.origin)) {
    return 'the engine comes from another site, where browsers start no threads';
  }
  return '';
}
