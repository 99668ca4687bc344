import { describe, expect, it } from 'vitest';
import { bytesFile } from '../engine/mnist-files.fake';
import { OriginalImages } from './original-images';

const header = [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2];
const pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

async function gzipped(bytes: number[]): Promise<number[]> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream();
  const inflated = stream.pipeThrough(new CompressionStream('gzip'));
  return [...new Uint8Array(await new Response(inflated).arrayBuffer())];
}

describe('OriginalImages', () => {
  it('gives the images asked for, in the order asked for, from one reading', async () => {
    const file = bytesFile('t10k', await gzipped([...header, ...pixels]));
    let found = 0;
    const images = new OriginalImages(() => {
      found += 1;
      return Promise.resolve(file);
    });
    const [first, second] = await Promise.all([images.read([2, 0]), images.read([1])]);
    expect(first).toEqual([Uint8Array.of(9, 10, 11, 12), Uint8Array.of(1, 2, 3, 4)]);
    expect(second).toEqual([Uint8Array.of(5, 6, 7, 8)]);
    expect(found).toBe(1);
    // What leaves the worker is a copy.
    second[0]?.fill(0);
    expect(await images.read([1])).toEqual([Uint8Array.of(5, 6, 7, 8)]);
  });

  it.each([-1, 3, 0.5, NaN])('refuses position %s', async (index) => {
    const images = new OriginalImages(() =>
      Promise.resolve(bytesFile('t', [...header, ...pixels])),
    );
    await expect(images.read([0, index])).rejects.toThrow(`expected 0 to 2, found ${index}`);
  });

  it('tries again after a reading that failed', async () => {
    let there = false;
    const images = new OriginalImages(() =>
      there
        ? Promise.resolve(bytesFile('t', [...header, ...pixels]))
        : Promise.reject(new Error('moved away')),
    );
    await expect(images.read([0])).rejects.toThrow('moved away');
    there = true;
    expect(await images.read([0])).toEqual([Uint8Array.of(1, 2, 3, 4)]);
  });
});
