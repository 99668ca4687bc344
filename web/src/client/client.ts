import { proxy, releaseProxy, wrap } from 'comlink';
import type { Trainer } from '../shared/protocol';
import type { Places, TrainerService } from '../shared/service';
import { startWorker } from './start-worker';
import { Watch } from './watch';

export interface TrainerOptions {
  /** The worker's script; by default the one that was built with this module. */
  workerUrl?: string | URL;
  /** Folder of the engine's builds; by default `engine/` beside the page. */
  engineUrl?: string | URL;
  /** Folder of MNIST, for `train` before any data was asked for; by default `mnist/` beside the page. */
  dataUrl?: string | URL;
  /**
   * Called at most once, when the worker has ended by itself or no longer answers. From then on every
   * command, those under way too, rejects with the same error; the way on is a new trainer.
   */
  onFailure?: (error: Error) => void;
}

export interface TrainerClient extends Trainer {
  /** Ends the worker; commands under way and later ones reject. */
  dispose(): void;
}

type Command = (...parameters: unknown[]) => Promise<unknown>;

/** Starts a worker that holds a trainer; its first command has to be `start`. */
export function createTrainer(options: TrainerOptions = {}): TrainerClient {
  const places: Places = {
    engine: folder(options.engineUrl ?? 'engine/'),
    data: folder(options.dataUrl ?? 'mnist/'),
  };
  const worker = startWorker(options.workerUrl);
  const remote = wrap<TrainerService>(worker);
  const watch = new Watch(
    worker,
    () => remote.status(),
    (error) => {
      worker.terminate();
      options.onFailure?.(error);
    },
  );

  const own: Pick<TrainerClient, 'start' | 'dispose'> = {
    start: (settings, listener) =>
      watch.settle(() => remote.start(settings, proxy(listener), places)),
    dispose: () => {
      watch.end(new Error('the trainer has been disposed of'));
      remote[releaseProxy]();
      worker.terminate();
    },
  };
  // All other commands pass through, so that a new one needs no line here.
  return new Proxy(own, {
    get(target, name): unknown {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name);
      // An object with a `then` would be taken for a promise.
      if (typeof name !== 'string' || name === 'then') return undefined;
      return (...parameters: unknown[]) =>
        watch.settle(() => (Reflect.get(remote, name) as Command)(...parameters.map(callable)));
    },
  }) as TrainerClient;
}

/** Functions stay here and are called from there. */
function callable(parameter: unknown): unknown {
  return typeof parameter === 'function' ? proxy(parameter) : parameter;
}

function folder(url: string | URL): string {
  const { href } = new URL(url, document.baseURI);
  return href.endsWith('/') ? href : `${href}/`;
}
