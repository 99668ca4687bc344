import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { Trainer } from '../shared/protocol';
import type { Places, TrainerService } from '../shared/service';
import { startWorker } from './start-worker';
import { SilentWorker, Watch } from './watch';

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

/**
 * Firefox (seen in 153) now and then freezes a page's fresh worker for good while it imports the
 * engine, after a page that was training has just been left. A second worker does not.
 */
const pulsesBeforeAnother = 1;

interface Connection {
  readonly worker: Worker;
  readonly remote: Remote<TrainerService>;
  readonly watch: Watch;
}

type Command = (...parameters: unknown[]) => Promise<unknown>;

/** Starts a worker that holds a trainer; its first command has to be `start`. */
export function createTrainer(options: TrainerOptions = {}): TrainerClient {
  const places: Places = {
    engine: folder(options.engineUrl ?? 'engine/'),
    data: folder(options.dataUrl ?? 'mnist/'),
  };
  let disposed = false;
  let connection = connect(pulsesBeforeAnother);

  function connect(pulsesAtFirst?: number): Connection {
    const worker = startWorker(options.workerUrl);
    const remote = wrap<TrainerService>(worker);
    const failed = (error: Error) => {
      worker.terminate();
      if (pulsesAtFirst !== undefined && !watch.answered && error instanceof SilentWorker) {
        connection = connect();
      } else {
        options.onFailure?.(error);
      }
    };
    const watch = new Watch(worker, () => remote.status(), failed, pulsesAtFirst);
    return { worker, remote, watch };
  }

  /** Gives a command to the worker; should another take its place meanwhile, to that one too. */
  async function command<T>(give: (remote: Remote<TrainerService>) => Promise<T>): Promise<T> {
    const { remote, watch } = connection;
    try {
      return await watch.settle(() => give(remote));
    } catch (error) {
      if (disposed || watch === connection.watch) throw error;
      return command(give);
    }
  }

  const own: Pick<TrainerClient, 'start' | 'dispose'> = {
    start: (settings, listener) =>
      command((remote) => remote.start(settings, proxy(listener), places)),
    dispose: () => {
      if (disposed) return;
      disposed = true;
      const { worker, remote, watch } = connection;
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
        command((remote) => (Reflect.get(remote, name) as Command)(...parameters.map(callable)));
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
