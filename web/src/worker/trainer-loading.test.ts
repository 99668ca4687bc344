import { afterEach, describe, expect, it, vi } from 'vitest';
import { mnistHashes, mnistNames } from '../engine/mnist';
import { goodFiles, holding, places, serve, settings, started } from './trainer.fake';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('WorkerTrainer, loading', () => {
  it('begins with the first batch, while the rest is on its way', async () => {
    const { hold, release } = holding();
    serve({ hold, held: 'train' });
    const { trainer, until, told } = await started();
    await trainer.train(settings);
    const early = await until(
      ({ status, loading }) => status.step === 1 && loading?.received === 88,
    );
    expect(early.status.state).toBe('running');
    expect(early.loading?.expected).toBe(2 * 21 + 2 * 31);
    release();
    await until(({ status: { state } }) => state === 'finished');
    expect(told(2)).toMatchObject({ steps: [1, 2, 3, 4, 5, 6], epochs: [0, 1, 2] });
  });

  it('does not wait for the validation images, and evaluates the initial weights later', async () => {
    const { hold, release } = holding();
    serve({ hold, held: 't10k' });
    const { trainer, until, updates } = await started();
    await trainer.train(settings);
    const early = await until(({ status }) => status.step === 3);
    expect(early.status).toMatchObject({ state: 'running', accuracy: null });
    release();
    await until(({ status: { state } }) => state === 'finished');
    const records = updates.flatMap(({ epochs }) => epochs);
    expect(records.map(({ epoch, step, fingerprint }) => [epoch, step, fingerprint])).toEqual([
      [0, 0, 'hash of step 0'],
      [1, 3, 'hash of step 3'],
      [2, 6, 'hash of step 6'],
    ]);
  });

  it('waits for all images where they are shuffled', async () => {
    const { hold, release } = holding();
    serve({ hold, held: 'train' });
    const { trainer, until } = await started();
    await trainer.train({ ...settings, shuffle: true });
    await until(({ loading }) => loading?.received === 88);
    expect(await trainer.status()).toMatchObject({ state: 'loading', step: 0 });
    release();
    await until(({ status: { state } }) => state === 'finished');
  });

  it('asks the server once for what two commands want', async () => {
    const asked = serve();
    const { trainer, until } = await started();
    const info = trainer.loadFromServer(places.data);
    await trainer.train(settings);
    expect(await info).toEqual({ trainingImages: 30, validationImages: 20, source: 'server' });
    await until(({ status: { state } }) => state === 'finished');
    await trainer.reset(settings);
    await trainer.train(settings);
    expect(asked.length).toBe(4);
  });

  it('tells why the server’s data are not there, and can try again', async () => {
    serve({ status: 404 });
    const { trainer, until } = await started();
    await trainer.train(settings);
    const update = await until(({ trouble }) => trouble !== null);
    expect(update.trouble).toMatch(/^\[.*gz\] expected it at .*found HTTP status 404$/);
    expect(update.status.state).toBe('arrived');
    await expect(trainer.step(settings)).rejects.toThrow(/404/);
    serve();
    await trainer.train(settings);
    await until(({ status: { state } }) => state === 'finished');
  });

  it('undoes a run whose data turn out bad at their end, with the reason', async () => {
    const { hold, release } = holding();
    const asked = serve({ hold, held: 'train', corrupt: true });
    const { trainer, until } = await started();
    await trainer.train(settings);
    const before = await until(({ status }) => status.step === 1);
    release();
    const { trouble, status, run } = await until((update) => update.trouble !== null);
    expect(trouble).toMatch(
      `[${mnistNames.trainingImages}] SHA-256: expected ${mnistHashes.trainingImages}, found `,
    );
    expect(status).toMatchObject({ state: 'arrived', step: 0, loss: null });
    expect(run).toBe(before.run + 1);
    expect(await trainer.fingerprint()).toBe('hash of step 0');
    await expect(trainer.resume()).rejects.toThrow('expected a run that is paused');

    // Files picked by hand take the server's place.
    await trainer.loadFiles(goodFiles());
    await trainer.train(settings);
    await until((update) => update.status.state === 'finished' && update.trouble === null);
    expect(asked.length).toBe(4);
  });

  it('undoes a run that was over before its data turned out bad', async () => {
    const { hold, release } = holding();
    serve({ hold, held: 'train', corrupt: true });
    const { trainer, until } = await started();
    await trainer.train({ ...settings, limit: 10 });
    await until(({ status: { state } }) => state === 'finished');
    release();
    const { status } = await until(({ trouble }) => trouble?.includes('SHA-256') ?? false);
    expect(status).toMatchObject({ state: 'arrived', step: 0, accuracy: null });
  });

  it('undoes no run that lives on other data', async () => {
    const { hold, release } = holding();
    serve({ hold, held: 'train', corrupt: true });
    const { trainer, until } = await started();
    const lost = expect(trainer.loadFromServer(places.data)).rejects.toThrow(/SHA-256/);
    await trainer.loadFiles(goodFiles());
    await trainer.train(settings);
    await until(({ status: { state } }) => state === 'finished');
    release();
    await lost;
    expect(await trainer.status()).toMatchObject({ state: 'finished', step: 8 });
  });

  it('takes files for the next run, and keeps what it has if they are bad', async () => {
    serve();
    const { trainer, until } = await started();
    await trainer.train(settings);
    await until(({ status: { state } }) => state === 'finished');
    const files = goodFiles();
    files[2] = new File([Uint8Array.of(10, 3, 3)], 'test-i');
    await expect(trainer.loadFiles(files)).rejects.toThrow(/found less/);
    expect(await trainer.status()).toMatchObject({ state: 'finished', totalSteps: 6 });
    expect(await trainer.loadFiles(goodFiles())).toEqual({
      trainingImages: 40,
      validationImages: 10,
      source: 'train-i, train-l, test-i, test-l',
    });
    await trainer.train(settings);
    const { status } = await until(
      (update) => update.run === 3 && update.status.state === 'finished',
    );
    expect(status.totalSteps).toBe(8);
  });

  it('reads the same data again for a network that reads images of another size', async () => {
    const asked = serve();
    const { trainer, engine, until } = await started();
    for (const preset of ['tutorial', 'mnist-example', 'tutorial'] as const) {
      await trainer.train({ ...settings, preset });
      const size = preset === 'tutorial' ? 8 : 28;
      await until(({ status }) => status.state === 'finished');
      expect(engine.sessions.at(-1)?.inputSize()).toBe(size);
      await trainer.reset({ ...settings, preset });
      await until(({ status }) => status.state === 'arrived');
    }
    expect(asked.length).toBe(4);

    await trainer.loadFiles(goodFiles());
    for (const preset of ['mnist-example', 'tutorial'] as const) {
      await trainer.train({ ...settings, preset });
      const { status } = await until((update) => update.status.state === 'finished');
      expect(status.totalSteps).toBe(8);
      await trainer.reset(settings);
      await until((update) => update.status.state === 'arrived');
    }
    expect(asked.length).toBe(4);
  });

  it('finds the right size also where the network was changed while data arrived', async () => {
    const { hold, release } = holding();
    const asked = serve({ hold });
    const { trainer, until } = await started();
    await trainer.train(settings);
    await until(({ status }) => status.step === 1);
    await trainer.train({ ...settings, preset: 'mnist-example' });
    await until(({ run, status }) => run === 3 && status.state === 'loading');
    release();
    await until(({ run, status }) => run === 3 && status.state === 'finished');
    expect(asked.length).toBe(4);
  });

  it('says why data that were picked cannot be read again', async () => {
    serve();
    const { trainer, until } = await started();
    const files = goodFiles();
    await trainer.loadFiles(files);
    // As a file that has changed on its disk.
    for (const file of files) {
      file.stream = () => {
        throw new Error('the file has changed');
      };
    }
    await trainer.train({ ...settings, preset: 'mnist-example' });
    const { status } = await until(({ trouble }) => trouble?.includes('has changed') ?? false);
    expect(status).toMatchObject({ state: 'arrived', step: 0 });
    await trainer.train(settings);
    await until(({ status: { state } }) => state === 'finished');
  });
});
