import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeScript } from '../engine/engine.fake';
import { goodFiles, holding, serve, settings, started } from './trainer.fake';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const stroke = [{ x: 0.5, y: 0.5, pressure: 0.5 }];

describe('WorkerTrainer, predictions', () => {
  it('reads strokes upon an image, where they were drawn', async () => {
    const { trainer } = await started();
    const underlay = new Uint8Array(784);
    underlay.set([255, 0, 128]);
    // The fake strokes are 1 everywhere, or 2 if they are centred.
    const { image, input, probabilities } = await trainer.predict([stroke], {
      centre: true,
      underlay,
    });
    expect([...image.slice(0, 4)]).toEqual([255, 1, 128, 1]);
    expect([...input.slice(0, 4)]).toEqual([255, 1, 128, 1]);
    expect(probabilities[0]).toBeCloseTo(1);
    expect(underlay[1]).toBe(0);
    const plain = await trainer.predict([stroke], { centre: true });
    expect(plain.image[0]).toBe(2);
    const alone = await trainer.predict([], { centre: false, underlay });
    expect(alone.image).toEqual(underlay);
    const short = trainer.predict([stroke], { centre: true, underlay: new Uint8Array(64) });
    await expect(short).rejects.toThrow('underlay: expected 28×28 bytes, found 64');
  });

  it('trains in shorter slices while a stroke is drawn', async () => {
    for (const underPen of [false, true]) {
      serve();
      // No time passes: the stroke stays under the pen.
      vi.spyOn(performance, 'now').mockReturnValue(5000);
      const { trainer, engine, until } = await started();
      await trainer.predict([stroke], { centre: true, underPen });
      await trainer.train(settings);
      await until(({ status: { state } }) => state === 'finished');
      const slices = engine.sessions.flatMap((session) => session.slices);
      expect(new Set(slices)).toEqual(new Set([underPen ? 6 : 15]));
    }
  });

  it('reads the network’s own input, and shows it in the size of a drawing', async () => {
    const { trainer } = await started();
    const pixels = Uint8Array.from({ length: 64 }, (_, i) => i);
    const { input, image, inputSize, probabilities } = await trainer.predictInput(pixels);
    expect([input, inputSize, probabilities.length]).toEqual([pixels, 8, 10]);
    const corners = [0, 27, 27 * 28, 783].map((i) => image[i]);
    expect(corners).toEqual([0, 7, 56, 63]);
    expect(new Set(image).size).toBe(64);
    await expect(trainer.predictInput(new Uint8Array(784))).rejects.toThrow(
      'input: expected 8×8 bytes, found 784',
    );
  });

  it('tells the layers and the classes of the network', async () => {
    const { trainer } = await started();
    expect(await trainer.summary()).toMatchObject([{ name: 'fc1', kind: 'Linear' }]);
    expect(await trainer.classNames()).toEqual(['nought', 'one']);
  });
});

describe('WorkerTrainer, mistakes', () => {
  it('tells what each evaluation got wrong, once', async () => {
    serve();
    const { trainer, until, updates } = await started();
    await trainer.train(settings);
    await until(({ status }) => status.state === 'finished');
    const told = updates.flatMap(({ mistakes }) => mistakes ?? []);
    const last = told.at(-1);
    expect(last).toMatchObject({ step: 6, total: 19, images: 20 });
    expect(last?.shown).toEqual([{ index: 0, label: 1, read: 0, probabilities: [0.75, 0.25] }]);
    expect(last?.confusion).toEqual([
      [1, 0],
      [19, 0],
    ]);
    expect(new Set(told.map(({ step }) => step)).size).toBe(told.length);
  });

  it('gives the images of the run’s own file, also while others arrive', async () => {
    const { hold, release } = holding();
    const asked = serve({ hold, held: 'train' });
    const { trainer, until } = await started();
    await expect(trainer.mistakeImages([0])).rejects.toThrow('expected one that was evaluated');
    await trainer.train({ ...settings, epochs: 1 });
    await until(({ mistakes }) => mistakes !== null);
    expect(await trainer.mistakeImages([4, 0])).toEqual([Uint8Array.of(14), Uint8Array.of(10)]);
    release();
    await until(({ status }) => status.state === 'finished');
    await trainer.loadFiles(goodFiles());
    expect(await trainer.mistakeImages([1])).toEqual([Uint8Array.of(11)]);
    await expect(trainer.mistakeImages([5])).rejects.toThrow('expected 0 to 4, found 5');
    expect(asked.length).toBe(4);
  });

  it('gives them again for data that were read in another size, and for files of the user', async () => {
    const asked = serve();
    const { trainer, until } = await started();
    await trainer.loadFromServer('https://a.example/mnist/');
    await trainer.train({ ...settings, preset: 'linear' });
    await until(({ status }) => status.state === 'finished');
    expect(await trainer.mistakeImages([3])).toEqual([Uint8Array.of(13)]);
    expect(asked.length).toBe(4);

    const files = goodFiles();
    const idx = [23, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8];
    files[2] = new File([Uint8Array.from(idx)], 'test-i');
    files[3] = new File([Uint8Array.from([23, ...Array<number>(23).fill(1)])], 'test-l');
    await trainer.loadFiles(files);
    await trainer.train(settings);
    await until(({ run, status }) => run === 3 && status.state === 'finished');
    expect(await trainer.mistakeImages([1])).toEqual([Uint8Array.of(5, 6, 7, 8)]);
  });
});

describe('WorkerTrainer, test of the machine', () => {
  it('times an epoch, tells how far it is, and leaves the run alone', async () => {
    serve();
    const { trainer, engine, until } = await started({ ...fakeScript, loss: () => 1 });
    await trainer.train(settings);
    await until(({ status }) => status.state === 'finished');
    const before = await trainer.status();
    const sessions = engine.sessions.length;
    const progress: number[] = [];
    const report = await trainer.testMachine((done) => void progress.push(done));
    expect(report).toMatchObject({
      images: 60_000,
      batchSize: 512,
      threads: 1,
      engine: { build: 'threads', maxThreads: 4, threadsReason: '' },
      processors: 8,
      browser: 'a browser',
    });
    expect(report.imagesPerSecond * report.epochSeconds).toBeCloseTo(60_000);
    expect([progress.length, progress.at(-1)]).toEqual([118, 1]);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(await trainer.status()).toEqual(before);
    const own = engine.sessions.slice(sessions);
    expect(own.map(({ calls }) => calls.at(-1))).toEqual(['delete']);
  });

  it('ends, and says so, if it cannot be measured', async () => {
    const { trainer, engine } = await started({ ...fakeScript, loss: () => NaN });
    await expect(trainer.testMachine(() => undefined)).rejects.toThrow('expected a finite loss');
    expect(engine.sessions.at(-1)?.calls.at(-1)).toBe('delete');
  });

  it('refuses a second one at the same time, and takes one after it', async () => {
    const { trainer } = await started();
    const first = trainer.testMachine(() => undefined);
    await expect(trainer.testMachine(() => undefined)).rejects.toThrow('found two');
    await first;
    expect((await trainer.testMachine(() => undefined)).images).toBe(60_000);
  });
});
