import builtWorkerUrl from '../worker/worker?worker&url';

/** One for all trainers: a page may allow each policy's name only once. */
let policy: Pick<TrustedTypePolicy, 'createScriptURL'> | undefined;

/** Starts the trainer's worker, also where `require-trusted-types-for 'script'` is in force. */
export function startWorker(workerUrl: string | URL = builtWorkerUrl): Worker {
  policy ??= window.trustedTypes?.createPolicy('gradlet', { createScriptURL: ownOrigin });
  const { href } = new URL(workerUrl, document.baseURI);
  const url = policy?.createScriptURL(href) ?? href;
  // The declarations of `Worker` do not know trusted types.
  return new Worker(url as string, { type: 'module', name: 'gradlet' });
}

/** Browsers refuse workers from another origin anyhow, with fewer words. */
function ownOrigin(url: string): string {
  if (new URL(url).origin !== location.origin) {
    throw new TypeError(`the worker's address: expected one of ${location.origin}, found ${url}`);
  }
  return url;
}
