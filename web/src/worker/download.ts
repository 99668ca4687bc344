import type { ByteSource } from '../engine/byte-source';
import { GradletError, messageOf } from '../engine/errors';

/** Milliseconds before the rest is asked for, each time that a connection broke off without a byte. */
const waits = [500, 1000, 2000];

/** What a server answered. */
interface Answer {
  headers: Headers;
  /** The body begins where the range that was asked for does; else with the first byte. */
  partial: boolean;
  body: ReadableStream<Uint8Array>;
}

/**
 * A file of a server, asked for at once and read but once. Where the connection breaks off, the rest is
 * asked for, of which the reader notices nothing but the time; it is told when that has failed as often
 * as there are waits.
 */
export class Download implements ByteSource {
  readonly name: string;
  readonly #url: string;
  readonly #signal: AbortSignal;
  readonly #first: Promise<Answer>;
  #size = 0;
  /** The browser inflates what is sent, so that its length and ranges are those of other bytes. */
  #encoded = false;
  #body: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #received = 0;
  /** Bytes that the present connection is about to send and that are here already. */
  #repeated = 0;
  /** Since the newest byte. */
  #failures = 0;

  constructor(name: string, url: string, signal: AbortSignal) {
    this.name = name;
    this.#url = url;
    this.#signal = signal;
    this.#first = this.#askFirst();
    // What goes wrong is told to whoever opens it.
    this.#first.catch(() => undefined);
  }

  get size(): number {
    return this.#size;
  }

  async open(): Promise<ReadableStream<Uint8Array>> {
    this.#body = (await this.#first).body.getReader();
    return new ReadableStream(
      {
        pull: async (controller) => {
          const piece = await this.#next();
          if (piece) controller.enqueue(piece);
          else controller.close();
        },
        cancel: (reason) => this.#body?.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  /** The next bytes, over as many connections as it takes; undefined at the end. */
  async #next(): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        this.#body ??= await this.#rest();
        const { done, value } = await this.#body.read();
        if (done) return undefined;
        const fresh = value.subarray(Math.min(this.#repeated, value.length));
        this.#repeated -= value.length - fresh.length;
        if (fresh.length === 0) continue;
        this.#received += fresh.length;
        this.#failures = 0;
        return fresh;
      } catch (error) {
        this.#body = null;
        const wait = waits[this.#failures];
        if (wait === undefined || this.#signal.aborted) throw error;
        this.#failures += 1;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #rest(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
    const { partial, body } = await this.#ask(
      this.#encoded ? {} : { Range: `bytes=${this.#received}-` },
    );
    this.#repeated = partial ? 0 : this.#received;
    return body.getReader();
  }

  async #askFirst(): Promise<Answer> {
    const answer = await this.#ask({});
    this.#encoded = answer.headers.get('Content-Encoding') !== null;
    if (!this.#encoded) this.#size = Number(answer.headers.get('Content-Length'));
    return answer;
  }

  async #ask(headers: Record<string, string>): Promise<Answer> {
    const problem = (found: string) =>
      new GradletError(`[${this.name}] expected it at ${this.#url}, found${found}`);
    let response: Response;
    try {
      response = await fetch(this.#url, { headers, signal: this.#signal });
    } catch (error) {
      throw problem(`: ${messageOf(error)}`);
    }
    const { ok, status, body } = response;
    if (!ok || !body) throw problem(` HTTP status ${status}`);
    return { headers: response.headers, partial: status === 206, body };
  }
}
