import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { gzipped, names, type Name } from './mnist-files.ts';

/** How a server hands out one of MNIST's files. */
export interface Delivery {
  /** In the place of the gzipped file. */
  bytes?: Uint8Array;
  /** After so many bytes it waits for `release`. */
  holdAt?: number;
  /** After so many bytes it breaks the connection off, the first time. */
  breakAt?: number;
  /** Tells no length. */
  chunked?: boolean;
  /** Says that the bytes are a gzip encoding, which a browser undoes. */
  encoded?: boolean;
}

/** What was asked for, and how far the answers are. */
export interface Asked {
  name: Name;
  range: string | undefined;
  ended: boolean;
}

/**
 * A server in front of the page's own: it passes everything on, but hands out MNIST's files as it is
 * told to.
 */
export class SlowServer {
  readonly deliveries: Partial<Record<Name, Delivery>> = {};
  readonly asked: Asked[] = [];
  readonly #behind: string;
  readonly #server = createServer((from, to) => void this.#answer(from, to));
  readonly #released: Promise<void>;
  #release: () => void = () => undefined;

  constructor(behind: string) {
    this.#behind = behind;
    this.#released = new Promise((resolve) => (this.#release = resolve));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Once it listens. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Lets all files that are held back go on. */
  release(): void {
    this.#release();
  }

  /** Whether any answer of this file has been given to its end. */
  ended(name: Name): boolean {
    return this.asked.some((asked) => asked.name === name && asked.ended);
  }

  async close(): Promise<void> {
    this.#release();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const url = from.url ?? '/';
    const name = names.find((candidate) => url.endsWith(`/mnist/${candidate}.gz`));
    if (name === undefined) this.#passOn(from, to);
    else await this.#deliver(name, from, to);
  }

  #passOn(from: IncomingMessage, to: ServerResponse): void {
    const target = new URL(from.url ?? '/', this.#behind);
    const headers = { ...from.headers, host: target.host };
    const passed = request(target, { method: from.method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy());
    from.pipe(passed);
  }

  async #deliver(name: Name, from: IncomingMessage, to: ServerResponse): Promise<void> {
    const delivery = this.deliveries[name] ?? {};
    const again = this.asked.some((asked) => asked.name === name);
    const asked: Asked = { name, range: from.headers.range, ended: false };
    this.asked.push(asked);
    const bytes = delivery.bytes ?? (await readFile(gzipped(name)));
    const start = Number(/^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1] ?? 0);
    to.writeHead(start > 0 ? 206 : 200, {
      'Content-Type': 'application/gzip',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-store',
      ...(start > 0 && { 'Content-Range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
      ...(delivery.encoded && { 'Content-Encoding': 'gzip' }),
      ...(!delivery.chunked && { 'Content-Length': String(bytes.length - start) }),
    });
    const { holdAt, breakAt } = delivery;
    if (breakAt !== undefined && !again) {
      to.write(bytes.subarray(start, breakAt), () => to.destroy());
      return;
    }
    let sent = start;
    if (holdAt !== undefined && sent < holdAt) {
      to.write(bytes.subarray(sent, holdAt));
      sent = holdAt;
      await this.#released;
    }
    to.end(bytes.subarray(sent), () => (asked.ended = true));
  }
}
