import { describe, expect, it } from 'vitest';
import { corruptByte, fakeEngine } from './engine.fake';
import { bytesFile, fakeFiles, heldFile } from './mnist-files.fake';
import { mnistHashes, mnistNames, readMnist } from './mnist';

const never = new Promise<void>(() => undefined);

/** A file of the fake engine: `count` images or labels of this value. */
const file = (count: number, value: number) => [count, ...Array<number>(count).fill(value)];

describe('readMnist', () => {
  it('has all labels before the first image', async () => {
    const grown: number[] = [];
    const sets = await readMnist(fakeEngine(), 8, fakeFiles(20, 10), {
      onGrown: ({ training, validation }) => {
        expect([training.count(), validation.count()]).toEqual([20, 10]);
        grown.push(training.available());
      },
    });
    expect([...new Set(grown)]).toEqual([3, 7, 11, 15, 19, 20]);
    expect(sets.training.count()).toBe(20);
  });

  it('lets no images wait for those of the other set', async () => {
    for (const late of ['validationImages', 'trainingImages'] as const) {
      const files = fakeFiles(20, 10);
      const count = late === 'trainingImages' ? 20 : 10;
      let release: () => void = () => undefined;
      const hold = new Promise<void>((resolve) => (release = resolve));
      files[late] = heldFile(late, file(count, 3), 5, hold).file;
      const sets = await readMnist(fakeEngine(), 8, files, {
        onGrown: (grown) => {
          if (grown.validationComplete) expect(grown.validation.available()).toBe(10);
          const other = late === 'trainingImages' ? grown.validation : grown.training;
          if (other.available() === other.count()) release();
        },
      });
      expect(sets.validationComplete).toBe(true);
    }
  });

  it('takes no further piece of a file before it has rested', async () => {
    let pieces = 0;
    let goOn: () => void = () => undefined;
    const rested = new Promise<void>((resolve) => (goOn = resolve));
    const reading = readMnist(fakeEngine(), 8, fakeFiles(20, 10), {
      onGrown: () => (pieces += 1),
      rest: () => (pieces > 0 ? rested : Promise.resolve()),
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(pieces).toBe(2);
    goOn();
    expect((await reading).training.available()).toBe(20);
  });

  it('tells all bytes of all files', async () => {
    const received = { trainingImages: 0, trainingLabels: 0, validationImages: 0 };
    let all = 0;
    await readMnist(fakeEngine(), 8, fakeFiles(20, 10), {
      onReceived: (role, { length }) => {
        all += length;
        if (role !== 'validationLabels') received[role] += length;
      },
    });
    expect(received).toEqual({ trainingImages: 21, trainingLabels: 21, validationImages: 11 });
    expect(all).toBe(21 + 21 + 11 + 11);
  });

  it('stops a file at the piece that is too much, and the others with it', async () => {
    const files = fakeFiles(20, 10);
    let received = 0;
    files.validationImages = bytesFile('t10k-images', [10, ...Array<number>(1000).fill(3)]);
    const training = heldFile('train-images', file(20, 3), 5, never);
    files.trainingImages = training.file;
    await expect(
      readMnist(fakeEngine(), 8, files, {
        onReceived: (_, { length }) => (received += length),
      }),
    ).rejects.toThrow('[t10k-images] size: found more');
    expect(received).toBeLessThan(100);
    expect(training.stopped()).toBe(true);
  });

  it('stops when it is told to, with the reason', async () => {
    const files = fakeFiles(20, 10);
    files.validationImages = heldFile('t10k-images', file(10, 3), 5, never).file;
    const abort = new AbortController();
    const reading = readMnist(fakeEngine(), 8, files, {
      abort,
      onGrown: ({ training }) => {
        if (training.available() === 20) abort.abort(new Error('enough'));
      },
    });
    await expect(reading).rejects.toThrow('enough');
  });

  it('refuses a file whose hash turns out wrong at its end', async () => {
    const files = fakeFiles(20, 10);
    files.trainingImages = bytesFile(mnistNames.trainingImages, [
      ...file(20, 3).slice(0, -1),
      corruptByte,
    ]);
    let available = 0;
    const reading = readMnist(fakeEngine(), 8, files, {
      hashes: mnistHashes,
      onGrown: ({ training }) => (available = training.available()),
    });
    await expect(reading).rejects.toThrow(
      `[${mnistNames.trainingImages}] SHA-256: expected ${mnistHashes.trainingImages}, found`,
    );
    expect(available).toBe(20);
  });
});
