import { describe, expect, it } from 'vitest';
import { fakeEngine } from './engine.fake';
import { bytesFile, fakeFiles } from './mnist-files.fake';
import { readMnist } from './mnist';

describe('readMnist', () => {
  it('has labels and validation images before the first of the training images', async () => {
    const grown: number[] = [];
    const sets = await readMnist(fakeEngine(), 8, fakeFiles(20, 10), {
      onGrown: ({ training, validation }) => {
        expect(validation.available()).toBe(10);
        grown.push(training.available());
      },
    });
    expect(grown).toEqual([3, 7, 11, 15, 19, 20]);
    expect(sets.training.count()).toBe(20);
  });

  it('counts all bytes of all files', async () => {
    let received = 0;
    await readMnist(fakeEngine(), 8, fakeFiles(20, 10), {
      onReceived: (bytes) => (received += bytes),
    });
    expect(received).toBe(21 + 21 + 11 + 11);
  });

  it('stops a file at the piece that is too much', async () => {
    const files = fakeFiles(20, 10);
    let received = 0;
    files.validationImages = bytesFile('t10k-images', [10, ...Array<number>(1000).fill(3)]);
    await expect(
      readMnist(fakeEngine(), 8, files, { onReceived: (bytes) => (received += bytes) }),
    ).rejects.toThrow('[t10k-images] size: found more');
    expect(received).toBeLessThan(100);
  });

  it('stops when it is told to, with the reason', async () => {
    const abort = new AbortController();
    const reading = readMnist(fakeEngine(), 8, fakeFiles(20, 10), {
      signal: abort.signal,
      onGrown: () => {
        abort.abort(new Error('enough'));
      },
    });
    await expect(reading).rejects.toThrow('enough');
  });
});
