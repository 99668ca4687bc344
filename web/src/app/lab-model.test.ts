import { describe, expect, it } from 'vitest';
import type {
  Prediction,
  RunStatus,
  Stroke,
  Trainer,
  TrainerUpdate,
  UpdateListener,
} from '../shared/protocol';
import { defaultSettings } from '../shared/settings';
import { LabModel } from './lab-model';
import { english } from './messages';

const idle: RunStatus = {
  state: 'arrived',
  step: 0,
  totalSteps: 0,
  stepsPerEpoch: 0,
  epoch: 1,
  epochs: 1,
  loss: null,
  accuracy: null,
  imagesPerSecond: 0,
  secondsLeft: null,
  memory: 1,
  learningRate: 1,
  evaluating: false,
};

const data = { trainingImages: 60_000, validationImages: 10_000, source: 'server' };

/** A trainer that writes down what it is told, and tells what the test wants told. */
class ScriptedTrainer implements Trainer {
  readonly calls: string[] = [];
  fails: string | null = null;
  #listener: UpdateListener = () => undefined;

  tell(update: Partial<Omit<TrainerUpdate, 'status'>> & { status?: Partial<RunStatus> }): void {
    const status = { ...idle, ...update.status };
    const nothing = { run: 1, steps: [], epochs: [], loading: null, trouble: null };
    this.#listener({ ...nothing, ...update, status });
  }

  async #answer<T>(call: string, result: T): Promise<T> {
    this.calls.push(call);
    if (this.fails === call) throw new Error(`${call} failed`);
    return result;
  }

  async start(_: unknown, listener: UpdateListener) {
    this.#listener = listener;
    return this.#answer('start', { build: 'simd' as const, maxThreads: 1, threadsReason: 'x' });
  }

  loadFromServer = () => this.#answer('loadFromServer', data);
  loadFiles = () => this.#answer('loadFiles', { ...data, source: 'files' });
  train = () => this.#answer('train', undefined);
  pause = () => this.#answer('pause', undefined);
  resume = () => this.#answer('resume', undefined);
  step = () => this.#answer('step', undefined);
  reset = () => this.#answer('reset', undefined);
  predict = (strokes: Stroke[]): Promise<Prediction> =>
    this.#answer('predict', {
      probabilities: [strokes.length],
      image: new Uint8Array(784),
      input: new Uint8Array(64),
      inputSize: 8,
      step: 0,
    });
  helloWorld = () => this.#answer('helloWorld', { x: 1, losses: [], weights: [], biases: [] });
  save = () => this.#answer('save', new Uint8Array());
  fingerprint = () => this.#answer('fingerprint', '');
  status = () => this.#answer('status', idle);
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

async function started() {
  const trainers: ScriptedTrainer[] = [];
  const failures: ((error: Error) => void)[] = [];
  const model = new LabModel({
    connect: (onFailure) => {
      const trainer = new ScriptedTrainer();
      trainers.push(trainer);
      failures.push(onFailure);
      return trainer;
    },
    messages: english,
    dataUrl: 'mnist/',
    processors: 4,
    onChange: () => undefined,
  });
  model.start();
  await settle();
  const [trainer] = trainers;
  if (trainer === undefined) throw new Error('the model made no trainer');
  return { model, trainer, trainers, failures };
}

describe('LabModel', () => {
  it('starts with no more threads than the engine has', async () => {
    const { model } = await started();
    expect(defaultSettings(4).threads).toBe(3);
    expect(model.settings.threads).toBe(1);
  });

  it('says before a run how long the settings will make it', async () => {
    const { model } = await started();
    model.change({ ...model.settings, epochs: 3, batchSize: 600 });
    expect(model.status).toMatchObject({ state: 'arrived', epochs: 3, totalSteps: 300 });
  });

  it('starts one run for a double click, and asks for the data once', async () => {
    const { model, trainer } = await started();
    model.train();
    model.train();
    await settle();
    expect(trainer.calls.filter((call) => call === 'train')).toHaveLength(1);
    expect(trainer.calls.filter((call) => call === 'loadFromServer')).toHaveLength(1);
    expect(model.images).toEqual({ training: 60_000, validation: 10_000 });
  });

  it('makes every step that is asked for', async () => {
    const { model, trainer } = await started();
    for (let click = 0; click < 3; click++) model.step();
    await settle();
    expect(trainer.calls.filter((call) => call === 'step')).toHaveLength(3);
  });

  it('gathers a run’s records by step, and drops those of the run before', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    const epoch = { accuracy: 0.1, loss: 2.3, seconds: 0, fingerprint: 'f' };
    trainer.tell({ run: 2, epochs: [{ epoch: 0, step: 0, ...epoch }] });
    trainer.tell({ run: 2, steps: [{ step: 1, loss: 2 }] });
    expect(model.points).toEqual({ steps: [0, 1], losses: [null, 2], accuracies: [0.1, null] });
    expect(model.records).toHaveLength(1);

    trainer.tell({ run: 3 });
    expect(model.points).toEqual({ steps: [0], losses: [null], accuracies: [null] });
    trainer.tell({ run: 2, steps: [{ step: 2, loss: 1 }] });
    expect(model.points.losses).toEqual([null]);
  });

  it('reads the drawing anew when the weights have changed', async () => {
    const { model, trainer } = await started();
    const predictions = () => trainer.calls.filter((call) => call === 'predict').length;
    const before = predictions();
    trainer.tell({ status: { step: 1 } });
    await settle();
    expect(predictions()).toBe(before + 1);
    model.draw([]);
    await settle();
    expect(model.prediction).toBeNull();
  });

  it('keeps trouble by place, until the next try', async () => {
    const { model, trainer } = await started();
    trainer.fails = 'loadFiles';
    await model.loadFiles([]);
    expect(model.troubles.get('files')?.why).toContain('loadFiles failed');
    expect(model.images).toBeNull();
    trainer.fails = null;
    await model.loadFiles([]);
    expect(model.troubles.has('files')).toBe(false);
    expect(model.fromFiles).toBe(true);
  });

  it('shows a run that cannot go on as stopped, with its reason', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    trainer.tell({ run: 2, status: { state: 'paused', step: 5 }, trouble: 'step 5: NaN' });
    expect(model.status?.state).toBe('diverged');
    expect(model.troubles.get('run')?.why).toContain('step 5: NaN');
    trainer.tell({ run: 3, status: { state: 'running' } });
    expect(model.troubles.has('run')).toBe(false);
  });

  it('puts a fresh trainer in the place of one that ended', async () => {
    const { model, trainers, failures } = await started();
    model.train();
    await settle();
    failures[0]?.(new Error('out of memory'));
    await settle();
    expect(trainers).toHaveLength(2);
    expect(trainers[1]?.calls).toContain('start');
    expect(model.troubles.get('worker')?.why).toContain('out of memory');
    expect(model.images).toBeNull();
    expect(model.status?.state).toBe('arrived');
  });
});
