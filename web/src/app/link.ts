import type { Trouble } from '../panels';
import type { EngineInfo, Trainer } from '../shared/protocol';
import type { LabMessages } from './messages';

/** Where trouble is shown: next to where it happened. */
export type Place =
  | 'start'
  | 'worker'
  | 'fetch'
  | 'run'
  | 'files'
  | 'trained'
  | 'machine'
  | 'mistakes'
  | 'read'
  | 'hello';

export type TroubleKind = keyof LabMessages['lab']['troubles'];

export interface LinkOptions {
  /** Makes a trainer; `onFailure` is to be called if it ends by itself. */
  connect: (onFailure: (error: Error) => void) => Trainer;
  messages: LabMessages;
  /** Starts a trainer that was just made. */
  start: (trainer: Trainer) => Promise<EngineInfo>;
  /** The trainer takes commands from now on. */
  onStarted: () => void;
  /** The trainer is gone, and with it run and data; a fresh one starts. */
  onLost: () => void;
  /** Called after every change of what the lab shows. */
  onChange: () => void;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The lab's connection to its trainer; no command throws: trouble is kept by place. */
export class Link {
  /** Null until the trainer has answered its start. */
  engine: EngineInfo | null = null;
  readonly troubles = new Map<Place, Trouble>();

  readonly #options: LinkOptions;
  readonly #pending = new Set<string>();
  #trainer: Trainer;
  /** Resolves when the trainer has answered its start; the commands follow it. */
  #started: Promise<void> = Promise.resolve();

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#trainer = this.#connect();
  }

  /** The one in use; until it has started it takes no commands but those given by `command`. */
  get trainer(): Trainer {
    return this.#trainer;
  }

  start(): void {
    this.#started = this.command('start', 'start', async (trainer) => {
      this.engine = await this.#options.start(trainer);
      this.#options.onStarted();
    });
  }

  #connect(): Trainer {
    return this.#options.connect((error) => this.#failed(error));
  }

  /** A fresh trainer takes the place of one that ended, unless that could not even start. */
  #failed(error: Error): void {
    const started = this.engine !== null;
    const place = started ? 'worker' : 'start';
    this.complain(place, place, error);
    if (started) {
      this.#trainer = this.#connect();
      this.engine = null;
      this.#pending.clear();
      this.#options.onLost();
      this.start();
    }
    this.#options.onChange();
  }

  /**
   * Commands reach the trainer in the order given and wait for no answer but that to its start. One
   * with a `name` is not taken again before its answer: a double click on Train starts one run.
   * Resolves in any case; an error becomes trouble of `kind` at `place`.
   */
  async command(
    name: string | null,
    place: Place,
    action: (trainer: Trainer) => Promise<void>,
    kind: TroubleKind = place,
  ): Promise<void> {
    if (name !== null && this.#pending.has(name)) return;
    if (name !== null) this.#pending.add(name);
    this.#options.onChange();
    const trainer = this.#trainer;
    await this.#started;
    try {
      await action(trainer);
      this.troubles.delete(place);
    } catch (error) {
      // What a worker left undone when it ended is no trouble of the command.
      if (trainer !== this.#trainer) return;
      this.complain(place, kind, error);
    }
    if (name !== null) this.#pending.delete(name);
    this.#options.onChange();
  }

  complain(place: Place, kind: TroubleKind, why: unknown): void {
    const words = this.#options.messages.lab.troubles[kind];
    this.troubles.set(place, { ...words, why: reason(why) });
  }
}
