import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../shared/settings';
import { LabModel } from './lab-model';
import { english } from './messages';
import { ScriptedTrainer } from './scripted-trainer.fake';

const running = { state: 'running' as const };

const settle = () => new Promise((resolve) => setTimeout(resolve));

async function started({ processors = 4 } = {}) {
  const trainers: ScriptedTrainer[] = [];
  const failures: ((error: Error) => void)[] = [];
  let changes = 0;
  let reads = 0;
  const model = new LabModel({
    connect: (onFailure) => {
      const trainer = new ScriptedTrainer();
      trainers.push(trainer);
      failures.push(onFailure);
      return trainer;
    },
    messages: english,
    dataUrl: 'mnist/',
    trainedUrl: 'trained.safetensors',
    processors,
    onChange: () => void (changes += 1),
    onRead: () => void (reads += 1),
    inTurn: (change) => {
      change();
      return Promise.resolve();
    },
  });
  const { settings } = model;
  model.start();
  await settle();
  const [trainer] = trainers;
  if (trainer === undefined) throw new Error('the model made no trainer');
  const counts = { changes: () => changes, reads: () => reads };
  return { model, settings, trainer, trainers, failures, ...counts };
}

describe('LabModel', () => {
  it('starts with no more threads than the engine has', async () => {
    const { model } = await started();
    expect(defaultSettings(4).threads).toBe(3);
    expect(model.settings.threads).toBe(1);
  });

  it('keeps the settings where the engine has the threads, whatever is being typed', async () => {
    const { model, settings } = await started({ processors: 2 });
    expect(settings.threads).toBe(1);
    expect(model.settings).toBe(settings);
  });

  it('says of an answer that nothing but what is read has changed', async () => {
    const { model, changes, reads } = await started();
    const [changed, read] = [changes(), reads()];
    model.reading.draw({ strokes: [[{ x: 0.5, y: 0.5, pressure: 0.5 }]], underlay: null });
    await settle();
    expect(reads()).toBeGreaterThan(read);
    expect(changes()).toBe(changed);
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
    expect(model.stock.images).toEqual({ training: 60_000, validation: 10_000 });
  });

  it('makes every step that is asked for', async () => {
    const { model, trainer } = await started();
    for (let click = 0; click < 3; click++) model.step();
    await settle();
    expect(trainer.calls.filter((call) => call === 'step')).toHaveLength(3);
  });

  it('gathers a run’s records, and moves them into the list when the next one begins', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    const epoch = { accuracy: 0.1, loss: 2.3, seconds: 0, fingerprint: 'f' };
    trainer.tell({ run: 2, status: running, epochs: [{ epoch: 0, step: 0, ...epoch }] });
    const fingerprints = [{ step: 1, sha256: 'f1' }];
    trainer.tell({ run: 2, status: running, steps: [{ step: 1, loss: 2 }], fingerprints });
    const first = model.shelf.current;
    expect(first).toMatchObject({ state: 'running', fingerprints, line: 0 });
    expect(first?.evaluations).toHaveLength(1);
    expect([...(first?.losses.toArray() ?? [])]).toEqual([2]);

    trainer.tell({ run: 3, status: running });
    trainer.tell({ run: 2, status: running, steps: [{ step: 2, loss: 1 }] });
    expect(first).toMatchObject({ state: 'ended' });
    expect(first?.losses.length).toBe(1);
    expect(model.shelf.runs.map(({ label }) => label.number)).toEqual([2, 1, 0]);
    expect(model.shelf.current?.losses.length).toBe(0);
  });

  it('ends the run on reset, and keeps its numbers', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    trainer.tell({ run: 2, status: { ...running, step: 1 }, steps: [{ step: 1, loss: 2 }] });
    model.reset();
    trainer.tell({ run: 3 });
    await settle();
    expect(trainer.calls).toContain('reset tutorial');
    expect(model.status).toMatchObject({ state: 'arrived', step: 0 });
    expect(model.shelf.current).toBeNull();
    expect(model.shelf.runs.map(({ state }) => state)).toEqual(['ended', 'finished']);
  });

  it('keeps no run that has not made a step', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    trainer.tell({ run: 2, status: { state: 'loading' } });
    expect(model.shelf.runs).toHaveLength(2);
    model.reset();
    trainer.tell({ run: 3 });
    expect(model.shelf.runs).toHaveLength(1);
  });

  it('takes what applies at once to the run under way, and nothing else', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    trainer.tell({ run: 2, status: running });
    const before = trainer.calls.length;
    model.change({ ...model.settings, epochs: 3, learningRate: 0.5, gamma: 0.7, seed: '7' });
    model.commit();
    await settle();
    const made = trainer.calls.slice(before).filter((call) => call !== 'predict');
    expect(made).toEqual(['setEpochs 3', 'setLearningRate 0.5']);
    expect(model.runSettings).toMatchObject({ epochs: 3, learningRate: 0.5, gamma: 1, seed: '0' });
    model.change({ ...model.settings, epochs: 2 });
    model.commit();
    await settle();
    expect(trainer.calls).not.toContain('setEpochs 2');
    trainer.fails = 'setLearningRate';
    model.change({ ...model.settings, learningRate: 0.25 });
    model.commit();
    await settle();
    expect(model.runSettings).toMatchObject({ learningRate: 0.5 });
    expect(model.link.troubles.get('run')?.why).toContain('setLearningRate 0.25 failed');
  });

  it('makes the network anew for another preset or seed, as long as it has not begun', async () => {
    const { model, trainer } = await started();
    model.change({ ...model.settings, preset: 'linear' });
    model.commit();
    await settle();
    expect(trainer.calls).toContain('reset linear');
    model.change({ ...model.settings, epochs: 2 });
    model.commit();
    await settle();
    expect(trainer.calls.filter((call) => call.startsWith('reset'))).toHaveLength(1);
  });

  it('goes on with a finished run for nine more epochs', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    trainer.tell({ run: 2, status: { state: 'finished', epochs: 1 } });
    model.trainMore();
    await settle();
    expect(trainer.calls).toContain('setEpochs 10');
    expect(model.settings.epochs).toBe(10);
    expect(model.runSettings?.epochs).toBe(10);
  });

  it('tells where a run diverged, and goes back with half the learning rate', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    const divergence = { step: 3, loss: NaN, place: 'output', name: 'conv1' } as const;
    const lastGood = { step: 0, learningRate: 0.5 };
    const status = { state: 'diverged' as const, step: 2 };
    trainer.tell({ run: 2, status, trouble: 'NaN', divergence, lastGood });
    expect(model).toMatchObject({ state: 'diverged', divergence, lastGood });
    model.goBack();
    await settle();
    expect(trainer.calls).toContain('continueFromLastGood');
    expect(model.settings.learningRate).toBe(0.5);
    const changes = [{ step: 0, learningRate: 0.5 }];
    trainer.tell({ run: 2, status: running, learningRateChanges: changes });
    expect(model.divergence).toBeNull();
    expect(model.shelf.current?.learningRateChanges).toEqual(changes);
  });

  it('fetches the images of what was misread once', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    const shown = [7, 9].map((index) => ({ index, label: 1, read: 2, probabilities: [] }));
    const mistakes = { step: 1, total: 2, images: 10, shown, confusion: [] };
    trainer.tell({ run: 2, status: running, mistakes });
    await settle();
    expect([...model.misread.images.keys()]).toEqual([7, 9]);
    trainer.tell({ run: 2, status: running, mistakes: { ...mistakes, step: 2 } });
    await settle();
    expect(trainer.calls.filter((call) => call.startsWith('mistakeImages'))).toHaveLength(1);
    trainer.tell({ run: 3, status: running });
    expect(model.misread.mistakes).toBeNull();
  });

  it('has a trained network until a run begins', async () => {
    const { model, trainer } = await started();
    model.loadTrained();
    trainer.tell({ run: 2 });
    await settle();
    expect(model.trained?.accuracy).toBe(0.97);
    model.commit();
    await settle();
    expect(trainer.calls).not.toContain('reset tutorial');
    model.train();
    await settle();
    expect(model.trained).toBeNull();
  });

  it('says how long a run will take once the machine was measured', async () => {
    const { model } = await started();
    expect(model.seconds).toBeNull();
    model.machine.test();
    await settle();
    expect(model.machine.progress).toBeNull();
    expect(model.seconds).toBe(2);
    model.change({ ...model.settings, epochs: 10, preset: 'linear' });
    expect(model.seconds).toBeNull();
  });

  it('reads the grid once it is asked to, and the drawing again when that changes', async () => {
    const { model, trainer } = await started();
    const asked = () => trainer.calls.at(-1);
    model.reading.setPixels(new Uint8Array(64).fill(1));
    await settle();
    expect(asked()).toBe('predict');
    model.reading.testPixels(new Uint8Array(64).fill(2));
    await settle();
    expect(asked()).toBe('predictInput');
    model.reading.draw({ strokes: [[]], underlay: null });
    await settle();
    expect(asked()).toBe('predict');
    expect(model.reading.prediction?.probabilities).toEqual([1]);
  });

  it('reads the drawing anew when the weights have changed', async () => {
    const { model, trainer } = await started();
    const predictions = () => trainer.calls.filter((call) => call === 'predict').length;
    const before = predictions();
    trainer.tell({ status: { step: 1 } });
    await settle();
    expect(predictions()).toBe(before + 1);
    model.reading.draw({ strokes: [], underlay: null });
    await settle();
    expect(model.reading.prediction).toBeNull();
  });

  it('does not show the lab anew for each point of a stroke', async () => {
    const { model, reads } = await started();
    const draw = (strokes: number) => {
      const before = reads();
      model.reading.draw({ strokes: Array.from({ length: strokes }, () => []), underlay: null });
      return reads() - before;
    };
    expect(model.reading.underPen).toBe(false);
    // The first one takes the example's place.
    expect([draw(1), draw(1), draw(2)]).toEqual([1, 0, 0]);
    expect(model.reading.underPen).toBe(true);
    expect(draw(0)).toBe(1);
    await settle();
  });

  it('keeps trouble by place, until the next try', async () => {
    const { model, trainer } = await started();
    trainer.fails = 'loadFiles';
    await model.stock.load([]);
    expect(model.link.troubles.get('files')?.why).toContain('loadFiles failed');
    expect(model.stock.images).toBeNull();
    trainer.fails = null;
    await model.stock.load([]);
    expect(model.link.troubles.has('files')).toBe(false);
    expect(model.stock.fromFiles).toBe(true);
  });

  it('shows a run that cannot go on as stopped, with its reason', async () => {
    const { model, trainer } = await started();
    model.train();
    await settle();
    trainer.tell({ run: 2, status: { state: 'paused', step: 5 }, trouble: 'step 5: NaN' });
    expect(model.status?.state).toBe('diverged');
    expect(model.link.troubles.get('run')?.why).toContain('step 5: NaN');
    trainer.tell({ run: 3, status: { state: 'running' } });
    expect(model.link.troubles.has('run')).toBe(false);
  });

  it('shows a run whose data turned out bad as undone, with the reason', async () => {
    const { model, trainer } = await started();
    trainer.fails = 'loadFromServer';
    model.train();
    trainer.tell({ run: 2, status: { state: 'running', step: 5 } });
    await settle();
    trainer.tell({ run: 3, status: { state: 'arrived' }, trouble: 'SHA-256: expected 1, found 2' });
    expect(model.status).toMatchObject({ state: 'arrived', step: 0 });
    expect(model.runSettings).toBeNull();
    expect(model.link.troubles.get('fetch')).toMatchObject({
      what: english.lab.troubles.fetch.what,
      why: 'SHA-256: expected 1, found 2',
    });
  });

  it('puts a fresh trainer in the place of one that ended', async () => {
    const { model, trainers, failures } = await started();
    model.train();
    await settle();
    failures[0]?.(new Error('out of memory'));
    await settle();
    expect(trainers).toHaveLength(2);
    expect(trainers[1]?.calls).toContain('start');
    expect(model.link.troubles.get('worker')?.why).toContain('out of memory');
    expect(model.stock.images).toBeNull();
    expect(model.status?.state).toBe('arrived');
  });
});
