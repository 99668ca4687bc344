import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine, fakeScript, type FakeScript } from '../engine/engine.fake';
import type { EpochRecord, StepRecord, TrainerUpdate } from '../shared/protocol';
import { defaultSettings, type RunSettings } from '../shared/settings';
import { WorkerTrainer } from './trainer';

const places = { engine: 'https://a.example/engine/', data: 'https://a.example/mnist/' };
const settings: RunSettings = { ...defaultSettings(1), batchSize: 10, epochs: 2 };
const counts = { train: 30, t10k: 20 };

/** A server of MNIST as the fake engine reads it; `hold` keeps the end of the training images back. */
function serve(options: { hold?: Promise<void>; status?: number } = {}) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    const name = url.slice(url.lastIndexOf('/') + 1);
    const count = name.startsWith('train') ? counts.train : counts.t10k;
    const bytes = Uint8Array.from([count, ...Array<number>(count).fill(1)]);
    const late = name.startsWith('train-images') && options.hold;
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(bytes.slice(0, 15));
        if (late) await late;
        controller.enqueue(bytes.slice(15));
        controller.close();
      },
    });
    return Promise.resolve(
      new Response(body, {
        status: options.status ?? 200,
        headers: { 'Content-Length': String(bytes.length) },
      }),
    );
  });
  return asked;
}

async function started(script: FakeScript = fakeScript) {
  const engine = fakeEngine(script);
  const trainer = new WorkerTrainer(() =>
    Promise.resolve({
      engine,
      choice: { build: 'simd', url: '', maxThreads: 1, threadsReason: 'one thread' },
    }),
  );
  const updates: TrainerUpdate[] = [];
  await trainer.start(settings, (update) => void updates.push(update), places);
  const until = (holds: (update: TrainerUpdate) => boolean) =>
    vi.waitFor(
      () => {
        const update = updates.at(-1);
        if (!update || !holds(update)) throw new Error(JSON.stringify(update));
        return update;
      },
      { timeout: 4000, interval: 5 },
    );
  /** What the updates of a run told, all together. */
  const told = (run: number) => {
    const steps: StepRecord[] = [];
    const epochs: EpochRecord[] = [];
    for (const update of updates) {
      if (update.run !== run) continue;
      steps.push(...update.steps);
      epochs.push(...update.epochs);
    }
    return { steps: steps.map(({ step }) => step), epochs: epochs.map(({ epoch }) => epoch) };
  };
  return { trainer, engine, updates, until, told };
}

function idxFile(name: string, count: number, kind: 1 | 3): File {
  return new File([Uint8Array.from([count, ...Array<number>(count).fill(kind)])], name);
}

const goodFiles = () => [
  idxFile('train-i', 40, 3),
  idxFile('train-l', 40, 1),
  idxFile('test-i', 10, 3),
  idxFile('test-l', 10, 1),
];

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('WorkerTrainer', () => {
  it('has a model before there are data', async () => {
    const { trainer } = await started();
    expect(await trainer.status()).toMatchObject({ state: 'arrived', step: 0, totalSteps: 0 });
    expect(await trainer.fingerprint()).toBe('hash of step 0');
    const { probabilities, step } = await trainer.predict([], { centre: true });
    expect([probabilities.length, step]).toEqual([10, 0]);
  });

  it('refuses commands before it is started, and a second start', async () => {
    const fresh = new WorkerTrainer(() => Promise.reject(new Error('not asked for')));
    await expect(fresh.train(settings)).rejects.toThrow(/start/);
    const { trainer } = await started();
    await expect(trainer.start(settings, () => undefined, places)).rejects.toThrow(/found two/);
  });

  it('trains on the server’s data from one command, and tells each step and evaluation once', async () => {
    const asked = serve();
    const { trainer, until, told } = await started();
    await trainer.train(settings);
    const { status } = await until(({ status: { state } }) => state === 'finished');
    expect(asked.length).toBe(4);
    expect(asked[0]).toMatch(/^https:\/\/a\.example\/mnist\/.*\.gz$/);
    expect(status).toMatchObject({ step: 6, totalSteps: 6, stepsPerEpoch: 3, epoch: 2, epochs: 2 });
    expect(told(2)).toEqual({ steps: [1, 2, 3, 4, 5, 6], epochs: [0, 1, 2] });
  });

  it('begins with the first batch, while the rest is on its way', async () => {
    let release: () => void = () => undefined;
    serve({ hold: new Promise((resolve) => (release = resolve)) });
    const { trainer, until, told } = await started();
    await trainer.train(settings);
    const early = await until(({ status }) => status.step === 1);
    expect(early.status.state).toBe('running');
    expect(early.loading).toEqual({ received: 21 + 21 + 31 + 15, expected: 2 * 21 + 2 * 31 });
    release();
    await until(({ status: { state } }) => state === 'finished');
    expect(told(2).steps).toEqual([1, 2, 3, 4, 5, 6]);
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

  it('pauses and goes on from the same place', async () => {
    serve();
    const { trainer, until, told } = await started();
    await trainer.train({ ...settings, epochs: 1000, batchSize: 1 });
    await until(({ status }) => status.step > 2);
    await trainer.pause();
    const { step, state } = await trainer.status();
    expect(state).toBe('paused');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await trainer.status()).step).toBe(step);
    await trainer.resume();
    await until(({ status }) => status.step > step + 5);
    await trainer.pause();
    const { step: end } = await trainer.status();
    await until(({ status }) => status.state === 'paused');
    expect(told(2).steps).toEqual(Array.from({ length: end }, (_, i) => i + 1));
  });

  it('makes one step at a time, with the evaluation that belongs to it', async () => {
    serve();
    const { trainer, until, told } = await started();
    for (let made = 1; made <= 3; made += 1) {
      await trainer.step(settings);
      expect(await trainer.status()).toMatchObject({ step: made, state: 'paused' });
    }
    await until(({ status }) => status.step === 3 && !status.evaluating);
    expect(told(2)).toEqual({ steps: [1, 2, 3], epochs: [0, 1] });
    await trainer.resume();
    await until(({ status: { state } }) => state === 'finished');
    // A step after the end is the first one of a new run.
    await trainer.step(settings);
    expect(await trainer.status()).toMatchObject({ step: 1, state: 'paused' });
  });

  it('restores the initial weights, and keeps the data', async () => {
    serve();
    const { trainer, engine, until } = await started();
    await trainer.train(settings);
    const before = await until(({ status }) => status.step > 0);
    await trainer.reset(settings);
    expect(await trainer.status()).toMatchObject({ state: 'arrived', step: 0, totalSteps: 6 });
    expect((await until(({ run }) => run > before.run)).status.step).toBe(0);
    expect(engine.sessions.map(({ calls }) => calls.includes('delete'))).toEqual([
      true,
      true,
      false,
    ]);
    await expect(trainer.resume()).rejects.toThrow(/expected a run/);
  });

  it('refuses absurd settings and leaves the run alone', async () => {
    serve();
    const { trainer, until } = await started();
    await trainer.train({ ...settings, epochs: 1000, batchSize: 1 });
    await until(({ status }) => status.step > 0);
    await expect(trainer.train({ ...settings, batchSize: 0 })).rejects.toThrow(/^batchSize: /);
    await expect(trainer.reset({ ...settings, learningRate: NaN })).rejects.toThrow(/NaN/);
    expect((await trainer.status()).state).toBe('running');
    await trainer.pause();
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

  it('stops a run whose data turn out bad', async () => {
    let release: () => void = () => undefined;
    const hold = new Promise<void>((resolve) => (release = resolve));
    serve({ hold: hold.then(() => Promise.reject(new Error('connection lost'))) });
    const { trainer, until } = await started();
    await trainer.train(settings);
    await until(({ status }) => status.step === 1);
    release();
    const { trouble, status } = await until((update) => update.trouble !== null);
    expect(trouble).toMatch(/connection lost$/);
    expect(status).toMatchObject({ state: 'paused', step: 1 });
    await expect(trainer.resume()).rejects.toThrow(/connection lost/);
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

  it('says that a run diverged, and where', async () => {
    serve();
    const script = { ...fakeScript, loss: (step: number) => (step < 3 ? 1 : Infinity) };
    const { trainer, until } = await started(script);
    await trainer.train(settings);
    const { trouble, status } = await until((update) => update.status.state === 'diverged');
    expect(trouble).toMatch(/step 3/);
    expect(status.step).toBe(2);
  });
});
