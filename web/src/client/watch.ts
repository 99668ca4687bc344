/** The part of a `Worker` that tells of its end. */
export type Watched = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

const pulseMilliseconds = 5000;
/**
 * Pulses that a worker may leave unanswered. Counted rather than timed: after a computer has slept,
 * one pulse is late and the next one answered.
 */
const patience = 6;

/** The failure of a worker that has not ended, but answers nothing. */
export class SilentWorker extends Error {
  override readonly name = 'SilentWorker';
}

/**
 * Notices a worker that has ended, which would leave its promises unsettled for ever: by its `error`
 * event, or by a heartbeat that is no longer answered (a browser may end a worker without a word).
 */
export class Watch {
  readonly #worker: Watched;
  readonly #beat: () => Promise<unknown>;
  readonly #onFailure: (error: Error) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #waiting = new Set<(error: Error) => void>();
  #patience: number;
  #answered = false;
  #unanswered = 0;
  #end: Error | null = null;

  /**
   * `beat` asks the worker anything; how it answers does not matter. Until its first answer it may
   * leave `atFirst` pulses unanswered.
   */
  constructor(
    worker: Watched,
    beat: () => Promise<unknown>,
    onFailure: (error: Error) => void,
    atFirst = patience,
  ) {
    this.#worker = worker;
    this.#beat = beat;
    this.#onFailure = onFailure;
    this.#patience = atFirst;
    worker.addEventListener('error', this.#onError);
    worker.addEventListener('messageerror', this.#onError);
    this.#timer = setInterval(() => {
      this.#pulse();
    }, pulseMilliseconds);
  }

  /** Whether the worker has answered any pulse yet. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The answer to `command`, or the reason for the worker's end, whichever comes first. */
  settle<T>(command: () => Promise<T>): Promise<T> {
    if (this.#end) return Promise.reject(this.#end);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      command()
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject));
    });
  }

  /** Stops watching; every command, under way or later, rejects with `reason`. */
  end(reason: Error): void {
    if (this.#end) return;
    this.#end = reason;
    clearInterval(this.#timer);
    this.#worker.removeEventListener('error', this.#onError);
    this.#worker.removeEventListener('messageerror', this.#onError);
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }

  readonly #onError = (event: Event): void => {
    const message = 'message' in event && typeof event.message === 'string' ? event.message : '';
    const reason = message.replace(/^Uncaught (\w*Error: |EngineCrash: )?/, '');
    this.#fail(new Error(reason || 'the worker could not be loaded'));
  };

  #pulse(): void {
    if (this.#unanswered >= this.#patience) {
      this.#fail(new SilentWorker('the worker no longer answers'));
      return;
    }
    this.#unanswered += 1;
    if (this.#unanswered > 1) return;
    const answered = () => {
      this.#unanswered = 0;
      this.#answered = true;
      this.#patience = patience;
    };
    this.#beat().then(answered, answered);
  }

  #fail(error: Error): void {
    if (this.#end) return;
    this.end(error);
    this.#onFailure(error);
  }
}
