import { afterEach, describe, expect, it, vi } from 'vitest';
import { mnistNames } from '../engine/mnist';
import { fileOrigin, serverOrigin } from './origins';

const { signal } = new AbortController();

function answer(init: ResponseInit) {
  const fetched = vi.fn((url: string) => Promise.resolve(new Response(url, init)));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('serverOrigin', () => {
  it('asks for the four files of the folder, and knows their sizes', async () => {
    const fetched = answer({ headers: { 'Content-Length': '4' } });
    const files = await serverOrigin('https://a.example/mnist/').open(signal);
    expect(fetched.mock.calls.map(([url]) => url).sort()).toEqual(
      Object.values(mnistNames)
        .map((name) => `https://a.example/mnist/${name}`)
        .sort(),
    );
    expect(files.trainingLabels).toMatchObject({ name: mnistNames.trainingLabels, size: 4 });
  });

  it('does not take the length of what the browser inflates for that of the file', async () => {
    answer({ headers: { 'Content-Length': '4', 'Content-Encoding': 'gzip' } });
    const files = await serverOrigin('https://a.example/').open(signal);
    expect(files.trainingImages.size).toBe(0);
  });

  it('names the file that is not there, and its address', async () => {
    answer({ status: 404 });
    await expect(serverOrigin('https://a.example/').open(signal)).rejects.toThrow(
      /^\[.*\.gz\] expected it at https:\/\/a\.example\/.*\.gz, found HTTP status 404$/,
    );
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(serverOrigin('https://a.example/').open(signal)).rejects.toThrow(
      /expected it at .*, found: Failed to fetch$/,
    );
  });
});

describe('fileOrigin', () => {
  it('names its files, and compares no hashes', () => {
    const origin = fileOrigin([new File(['1'], 'a'), new File(['2'], 'b.gz')], () => 'images');
    expect(origin.source).toBe('a, b.gz');
    expect(origin.hashes).toBeUndefined();
  });
});
