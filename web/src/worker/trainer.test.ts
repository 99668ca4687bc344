import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeScript } from '../engine/engine.fake';
import { WorkerTrainer } from './trainer';
import { fakeHost, places, serve, settings, started } from './trainer.fake';

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
    const fresh = new WorkerTrainer(fakeHost().host);
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
    expect(told(2)).toEqual({
      steps: [1, 2, 3, 4, 5, 6],
      epochs: [0, 1, 2],
      fingerprints: ['hash of step 1', 'hash of step 3', 'hash of step 6'],
    });
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
    expect(told(2)).toMatchObject({ steps: [1, 2, 3], epochs: [0, 1] });
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
    // Of all sessions that there were, the newest alone is left.
    const deleted = engine.sessions.map(({ calls }) => calls.includes('delete'));
    expect(deleted.lastIndexOf(true)).toBe(deleted.length - 2);
    expect(deleted.filter((gone) => !gone).length).toBe(1);
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
