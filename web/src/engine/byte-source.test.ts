import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { content, type ByteSource } from './byte-source';

/** Bytes that hardly get smaller. */
const plain = Uint8Array.from({ length: 20_000 }, (_, i) => {
  const mixed = Math.imul(i ^ (i << 13), 0x9e3779b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 24;
});
const packed = new Uint8Array(gzipSync(plain));

/** Hands out `bytes` in pieces; then ends, breaks off with an error, or never has more to say. */
function source(bytes: Uint8Array, pieceSize: number, end: 'ends' | 'waits' | Error = 'ends') {
  let cancelled = false;
  const file: ByteSource = {
    name: 'a.gz',
    size: bytes.length,
    open: () => {
      let next = 0;
      return Promise.resolve(
        new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              if (next < bytes.length) controller.enqueue(bytes.slice(next, next + pieceSize));
              else if (end === 'ends') controller.close();
              else if (end !== 'waits') controller.error(end);
              else return new Promise<void>(() => undefined);
              next += pieceSize;
              return undefined;
            },
            cancel() {
              cancelled = true;
            },
          },
          { highWaterMark: 0 },
        ),
      );
    },
  };
  return { file, cancelled: () => cancelled };
}

async function all(
  file: ByteSource,
  onReceived?: (piece: Uint8Array) => void,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content(file, onReceived)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

describe('content', () => {
  it.each([1, 3, 1000, 1_000_000])(
    'inflates gzip that comes in pieces of %i bytes',
    async (size) => {
      expect(Buffer.compare(await all(source(packed, size).file), plain)).toBe(0);
    },
  );

  it('gives other data as they are, however short', async () => {
    expect(await all(source(plain, 999).file)).toEqual(plain);
    expect(await all(source(Uint8Array.of(0x1f), 1).file)).toEqual(Uint8Array.of(0x1f));
    expect(await all(source(new Uint8Array(), 1).file)).toEqual(new Uint8Array());
  });

  it('tells the bytes as they arrive, not as they are inflated', async () => {
    const received: Uint8Array[] = [];
    await all(source(packed, 1000).file, (piece) => received.push(piece));
    expect(Buffer.compare(Buffer.concat(received), packed)).toBe(0);
  });

  it('hands on at most 64 KiB at a time, in their order', async () => {
    const large = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    const received: number[] = [];
    const lengths: number[] = [];
    const pieces: Uint8Array[] = [];
    const { file } = source(large, 150_000);
    for await (const piece of content(file, ({ length }) => received.push(length))) {
      lengths.push(piece.length);
      pieces.push(piece);
    }
    expect(received).toEqual([150_000, 50_000]);
    expect(Math.max(...lengths)).toBe(65_536);
    expect(Buffer.compare(Buffer.concat(pieces), large)).toBe(0);
  });

  it('names the file whose gzip is cut short or broken', async () => {
    const broken = packed.slice();
    broken[5000] = (broken[5000] ?? 0) ^ 0xff;
    for (const bytes of [packed.slice(0, -9), broken, Uint8Array.of(0x1f, 0x8b, 9)]) {
      await expect(all(source(bytes, 1000).file)).rejects.toThrow(
        /^\[a\.gz\] gzip: expected data that inflates, found: ./,
      );
    }
  });

  it('tells a transfer that breaks off from data that do not inflate', async () => {
    const failure = new Error('connection lost');
    for (const bytes of [packed.slice(0, 5000), plain, new Uint8Array()]) {
      await expect(all(source(bytes, 1000, failure).file)).rejects.toThrow(
        '[a.gz] expected to read it to its end, found: connection lost',
      );
    }
  });

  it('stops at once when it is told to, with the reason, though nothing comes', async () => {
    for (const bytes of [packed.slice(0, 5000), plain]) {
      const { file, cancelled } = source(bytes, 1000, 'waits');
      const abort = new AbortController();
      let received = 0;
      const reading = (async () => {
        for await (const piece of content(
          file,
          ({ length }) => {
            received += length;
            if (received === bytes.length) setTimeout(() => abort.abort(new Error('enough')));
          },
          abort.signal,
        )) {
          expect(piece.length).toBeGreaterThan(0);
        }
      })();
      await expect(reading).rejects.toThrow('enough');
      expect(cancelled()).toBe(true);
    }
  });

  it('stops the source when its reader has had enough', async () => {
    for (const bytes of [packed, plain]) {
      const { file, cancelled } = source(bytes, 100, 'waits');
      for await (const piece of content(file)) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect(cancelled()).toBe(true);
    }
  });
});
