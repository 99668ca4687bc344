import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeScript } from '../engine/engine.fake';
import { serve, settings, started } from './trainer.fake';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const long = { ...settings, epochs: 1000, batchSize: 1 };
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe('WorkerTrainer, step and one epoch', () => {
  it('makes one step of a run that is running, then pauses', async () => {
    serve();
    const { trainer, until, told } = await started();
    await trainer.train(long);
    await until(({ status }) => status.step > 2);
    const { step } = await trainer.status();
    await trainer.step(long);
    expect(await trainer.status()).toMatchObject({ step: step + 1, state: 'paused' });
    await until(({ status }) => status.state === 'paused');
    expect(told(2).steps).toEqual(upTo(step + 1));
  });

  it('trains to the end of an epoch, with its evaluation, and pauses', async () => {
    serve();
    const { trainer, until, told } = await started();
    await trainer.oneEpoch({ ...settings, epochs: 3 });
    const first = await until(({ status }) => status.state === 'paused');
    expect(first.status).toMatchObject({ step: 3, epoch: 2, evaluating: false });
    expect(told(2).epochs).toEqual([0, 1]);
    await trainer.step(settings);
    await trainer.oneEpoch(settings);
    await until(({ status }) => status.state === 'paused' && status.step === 6);
    expect(told(2).epochs).toEqual([0, 1, 2]);
    await trainer.oneEpoch(settings);
    await until(({ status }) => status.state === 'finished');
    // After the end it is the first epoch of a new run.
    await trainer.oneEpoch(settings);
    const { status } = await until((update) => update.run === 3 && update.status.step === 3);
    expect(status.epochs).toBe(2);
  });

  it('ends the epoch of a run that is running, and no earlier one', async () => {
    serve();
    const { trainer, until } = await started();
    await trainer.train({ ...long, batchSize: 3 });
    await until(({ status }) => status.step > 12);
    await trainer.oneEpoch(long);
    const { step } = await trainer.status();
    const { status } = await until((update) => update.status.state === 'paused');
    expect(status.step).toBe((Math.floor(step / 10) + 1) * 10);
    await trainer.resume();
    await until((update) => update.status.step > status.step + 20);
    await trainer.pause();
  });
});

describe('WorkerTrainer, changes of a run', () => {
  it('goes on with the same run after its end, for more epochs', async () => {
    serve();
    const { trainer, until, told } = await started();
    await trainer.train(settings);
    await until(({ status }) => status.state === 'finished');
    await trainer.setEpochs(4);
    const { run, status } = await until((update) => update.status.step === 12);
    expect(run).toBe(2);
    expect(status).toMatchObject({ epochs: 4, totalSteps: 12 });
    await until((update) => update.status.state === 'finished');
    expect(told(2)).toMatchObject({ steps: upTo(12), epochs: [0, 1, 2, 3, 4] });
  });

  it('changes the epochs of a run that is paused, and leaves it so', async () => {
    serve();
    const { trainer } = await started();
    await expect(trainer.setEpochs(3)).rejects.toThrow('expected one that has begun, found none');
    for (let i = 0; i < 4; i += 1) await trainer.step(settings);
    await trainer.setEpochs(5);
    expect(await trainer.status()).toMatchObject({ epochs: 5, totalSteps: 15, state: 'paused' });
    await expect(trainer.setEpochs(0)).rejects.toThrow('fewer than begun');
    await expect(trainer.setEpochs(1e6)).rejects.toThrow(/^epochs: .*found 1000000$/);
    expect(await trainer.status()).toMatchObject({ epochs: 5, step: 4, state: 'paused' });
  });

  it('notes a learning rate set by hand, which takes the claim to be repeatable', async () => {
    serve();
    const { trainer, engine, until, updates } = await started();
    await expect(trainer.setLearningRate(0.5)).rejects.toThrow('found none');
    await trainer.step(settings);
    expect(await trainer.status()).toMatchObject({ repeatable: true, learningRate: 1 });
    await trainer.setLearningRate(0.5);
    expect(await trainer.status()).toMatchObject({ repeatable: false, learningRate: 0.5 });
    await trainer.step(settings);
    await trainer.setLearningRate(0.25);
    await until((update) => update.learningRateChanges?.length === 2);
    const told = updates.flatMap(({ learningRateChanges }) => learningRateChanges ?? []);
    expect(told.slice(-2)).toEqual([
      { step: 1, learningRate: 0.5 },
      { step: 2, learningRate: 0.25 },
    ]);
    await expect(trainer.setLearningRate(NaN)).rejects.toThrow(/^learningRate: .*NaN$/);
    const calls = engine.sessions.flatMap((session) => session.calls);
    expect(calls.filter((call) => call.includes('setLearning')).length).toBe(2);
    await trainer.reset(settings);
    expect((await trainer.status()).repeatable).toBe(true);
  });

  it('computes with as many threads as asked for, and as there are', async () => {
    const { trainer, until } = await started();
    expect((await trainer.status()).threads).toBe(1);
    await trainer.setThreads(3);
    await until(({ status }) => status.threads === 3);
    await trainer.setThreads(8);
    expect((await trainer.status()).threads).toBe(4);
    await expect(trainer.setThreads(0)).rejects.toThrow(/^threads: .*found 0$/);
    expect((await trainer.status()).threads).toBe(4);
  });
});

describe('WorkerTrainer, speed', () => {
  const turns = async () => {
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  it('makes ten steps a second if told to, and as many as can be when told again', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    serve();
    const { trainer } = await started();
    await trainer.setSpeed('ten');
    await trainer.train(long);
    while ((await trainer.status()).step === 0) await turns();
    for (let step = 1; step <= 5; step += 1) {
      expect(await trainer.status()).toMatchObject({ step, speed: 'ten', state: 'running' });
      vi.advanceTimersByTime(99);
      await turns();
      expect((await trainer.status()).step).toBe(step);
      vi.advanceTimersByTime(1);
      await turns();
    }
    expect((await trainer.status()).secondsLeft).toBeGreaterThan(2999);
    // A step that is asked for does not wait, nor does what ends the pace.
    await trainer.step(long);
    expect(await trainer.status()).toMatchObject({ step: 7, state: 'paused' });
    await trainer.resume();
    await turns();
    await trainer.setSpeed('full');
    await turns();
    expect((await trainer.status()).step).toBeGreaterThan(10);
    await trainer.pause();
  });

  it('pauses and ends runs that wait for their next step', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    serve();
    const { trainer } = await started();
    await trainer.setSpeed('one');
    await trainer.train(long);
    while ((await trainer.status()).step === 0) await turns();
    await trainer.pause();
    vi.advanceTimersByTime(5000);
    await turns();
    expect(await trainer.status()).toMatchObject({ step: 1, state: 'paused' });
    await trainer.resume();
    await turns();
    expect(await trainer.status()).toMatchObject({ step: 2, state: 'running' });
    await trainer.reset(settings);
    vi.advanceTimersByTime(5000);
    await turns();
    expect(await trainer.status()).toMatchObject({ step: 0, state: 'arrived', speed: 'one' });
  });
});

describe('WorkerTrainer, divergence', () => {
  it('tells where a run diverged, and goes on from its last good state', async () => {
    serve();
    let calm = false;
    const loss = (step: number) => (step === 3 && !calm ? Infinity : 1);
    const { trainer, until, updates } = await started({ ...fakeScript, loss, good: true });
    await expect(trainer.continueFromLastGood()).rejects.toThrow('found none');
    await trainer.train(settings);
    const update = await until(({ status }) => status.state === 'diverged');
    expect(update.divergence).toEqual({ step: 3, loss: Infinity, place: 'output', name: 'conv2' });
    expect(update.lastGood).toEqual({ step: 0, learningRate: 0.5 });
    await expect(trainer.setEpochs(9)).rejects.toThrow(/step 3/);
    calm = true;
    await trainer.continueFromLastGood();
    const end = await until(({ status }) => status.state === 'finished');
    expect(end).toMatchObject({ trouble: null, divergence: null, lastGood: null });
    expect(end.status).toMatchObject({ step: 6, learningRate: 0.5, repeatable: false });
    const changes = updates.flatMap(({ learningRateChanges }) => learningRateChanges ?? []);
    expect(changes).toEqual([{ step: 0, learningRate: 0.5 }]);
    await expect(trainer.continueFromLastGood()).rejects.toThrow('found none');
  });

  it('leaves a run as it is that has no good state to go back to', async () => {
    serve();
    const { trainer, until } = await started({ ...fakeScript, loss: () => NaN });
    await trainer.train(settings);
    const { lastGood } = await until(({ status }) => status.state === 'diverged');
    expect(lastGood).toBe(null);
    await expect(trainer.continueFromLastGood()).rejects.toThrow('expected a good state');
    const { trouble, status } = await until((update) => update.trouble !== null);
    expect([trouble, status.state]).toEqual([expect.stringMatching(/found NaN/), 'diverged']);
  });
});
