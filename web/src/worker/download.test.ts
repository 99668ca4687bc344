import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Download } from './download';

const url = 'https://a.example/a.gz';
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 251);

interface Server {
  /** After so many bytes each connection breaks off; the last one applies to all that follow. */
  breaks: number[];
  ranges?: boolean;
  headers?: Record<string, string>;
}

/** Serves `bytes` in pieces of 100; tells the ranges it was asked for. */
function serve({ breaks, ranges = true, headers = {} }: Server) {
  const asked: (string | undefined)[] = [];
  vi.stubGlobal('fetch', (_: string, init: { headers: Record<string, string> }) => {
    const most = breaks[Math.min(asked.length, breaks.length - 1)] ?? 0;
    const range = init.headers.Range;
    asked.push(range);
    const from = ranges && range ? Number(/^bytes=(\d+)-$/.exec(range)?.[1]) : 0;
    let next = from;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const end = Math.min(next + 100, from + most, bytes.length);
        if (end > next) controller.enqueue(bytes.slice(next, end));
        else if (next === bytes.length) controller.close();
        else controller.error(new TypeError('connection lost'));
        next = end;
      },
    });
    return Promise.resolve(new Response(body, { status: from > 0 ? 206 : 200, headers }));
  });
  return asked;
}

async function all(download: Download): Promise<number[]> {
  const received: number[] = [];
  for await (const piece of await download.open()) received.push(...piece);
  return received;
}

const download = (signal = new AbortController().signal) => new Download('a.gz', url, signal);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Download', () => {
  it('asks at once, and knows its size as soon as there is an answer', async () => {
    const asked = serve({ breaks: [1000], headers: { 'Content-Length': '1000' } });
    const file = download();
    expect([asked.length, file.size]).toEqual([1, 0]);
    await file.open();
    expect(file.size).toBe(1000);
  });

  it('knows no size where none is told, or where the browser inflates what is sent', async () => {
    for (const headers of [{}, { 'Content-Length': '400', 'Content-Encoding': 'gzip' }]) {
      serve({ breaks: [1000], headers });
      const file = download();
      expect(await all(file)).toEqual([...bytes]);
      expect(file.size).toBe(0);
    }
  });

  it('asks for the rest where the connection has broken off', async () => {
    const asked = serve({ breaks: [250, 500, 1000] });
    const received = all(download());
    await vi.runAllTimersAsync();
    expect(await received).toEqual([...bytes]);
    expect(asked).toEqual([undefined, 'bytes=250-', 'bytes=750-']);
  });

  it('leaves out what a server without ranges sends again', async () => {
    const asked = serve({ breaks: [250, 120, 700, 1000], ranges: false });
    const received = all(download());
    await vi.runAllTimersAsync();
    expect(await received).toEqual([...bytes]);
    expect(asked.length).toBe(4);
  });

  it('asks for no range of what the browser inflates', async () => {
    const asked = serve({ breaks: [250, 1000], headers: { 'Content-Encoding': 'gzip' } });
    const received = all(download());
    await vi.runAllTimersAsync();
    expect(await received).toEqual([...bytes]);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('gives up when not a byte comes any more', async () => {
    const asked = serve({ breaks: [250, 0] });
    const received = expect(all(download())).rejects.toThrow('connection lost');
    await vi.runAllTimersAsync();
    await received;
    expect(asked.length).toBe(4);
  });

  it('does not give up as long as bytes come', async () => {
    const asked = serve({ breaks: [100] });
    const received = all(download());
    await vi.runAllTimersAsync();
    expect(await received).toEqual([...bytes]);
    expect(asked.length).toBe(10);
  });

  it('names the file that is not there, and its address', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('none', { status: 404 })));
    await expect(download().open()).rejects.toThrow(
      `[a.gz] expected it at ${url}, found HTTP status 404`,
    );
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(download().open()).rejects.toThrow(
      `[a.gz] expected it at ${url}, found: Failed to fetch`,
    );
  });

  it('asks for nothing more once it is told to stop', async () => {
    const asked = serve({ breaks: [250] });
    const abort = new AbortController();
    const received = expect(all(download(abort.signal))).rejects.toThrow('connection lost');
    abort.abort();
    await vi.runAllTimersAsync();
    await received;
    expect(asked.length).toBe(1);
  });
});
