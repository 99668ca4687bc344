import { GradletError, messageOf } from './errors';

/** A file's bytes, wherever they come from. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** How many bytes `open` gives; 0 while that is not known. */
  readonly size: number;
  /** The bytes from the first one on; a source that can be read but once rejects later calls. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/**
 * Bytes that are inflated at a time, in one go: some milliseconds' work, of which a browser may hand over
 * ten times as much.
 */
const mostAtOnce = 65536;

/**
 * The content of `source` in pieces: inflated where it begins as gzip does, else as it is. A server may
 * have had the browser inflate it already, so that its name says nothing.
 *
 * `onReceived` is given the bytes as they arrive. Leaving the loop early stops the source, and so does
 * `signal`, with its reason.
 */
export async function* content(
  source: ByteSource,
  onReceived: (piece: Uint8Array) => void = () => undefined,
  signal = new AbortController().signal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const arrived = new Arrived(source.name, await source.open(), onReceived);
  const stop = () => void arrived.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  const gzip = await arrived.startsWith(0x1f, 0x8b);
  const pieces = (gzip ? arrived.stream.pipeThrough(inflate()) : arrived.stream).getReader();
  try {
    for (;;) {
      const { done, value } = await pieces.read();
      signal.throwIfAborted();
      if (done) return;
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw (
      arrived.failure ??
      new GradletError(
        `[${source.name}] gzip: expected data that inflates, found: ${messageOf(error)}`,
      )
    );
  } finally {
    signal.removeEventListener('abort', stop);
    // These reject with what was thrown already, if anything was.
    await pieces.cancel().catch(() => undefined);
    await arrived.cancel().catch(() => undefined);
  }
}

function inflate(): ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array> {
  return new DecompressionStream('gzip') as ReadableWritablePair<
    Uint8Array<ArrayBuffer>,
    Uint8Array
  >;
}

/** A stream whose first bytes can be looked at before it is read. */
class Arrived {
  /** Why the source broke off, as told from data that do not inflate. */
  failure: GradletError | undefined;
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #name: string;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #onReceived: (piece: Uint8Array) => void;
  readonly #looked: Uint8Array[] = [];

  constructor(
    name: string,
    bytes: ReadableStream<Uint8Array>,
    onReceived: (piece: Uint8Array) => void,
  ) {
    this.#name = name;
    this.#reader = bytes.getReader();
    this.#onReceived = onReceived;
    this.stream = new ReadableStream(
      {
        pull: async (controller) => {
          const piece = this.#looked.shift() ?? (await this.#read());
          if (!piece) {
            controller.close();
            return;
          }
          if (piece.length > mostAtOnce) this.#looked.unshift(piece.subarray(mostAtOnce));
          controller.enqueue(piece.subarray(0, mostAtOnce) as Uint8Array<ArrayBuffer>);
        },
        cancel: (reason) => this.#reader.cancel(reason),
      },
      // Nothing is read ahead: what has arrived is in memory once.
      { highWaterMark: 0 },
    );
  }

  async startsWith(...magic: number[]): Promise<boolean> {
    const first: number[] = [];
    while (first.length < magic.length) {
      const piece = await this.#read();
      if (!piece) return false;
      this.#looked.push(piece);
      first.push(...piece.subarray(0, magic.length - first.length));
    }
    return magic.every((byte, index) => byte === first[index]);
  }

  /** Stops the source itself: not every stream in between passes that on. */
  cancel(): Promise<void> {
    return this.#reader.cancel();
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#onReceived(value);
      return value;
    } catch (error) {
      this.failure = new GradletError(
        `[${this.#name}] expected to read it to its end, found: ${messageOf(error)}`,
      );
      throw this.failure;
    }
  }
}
