import { describe, expect, it } from 'vitest';
import type { RunStatus } from './protocol';
import {
  allFingerprints,
  appendEvaluations,
  appendFingerprints,
  appendSteps,
  differingSettings,
  endRun,
  evaluationAt,
  hideRun,
  learningRateOf,
  learningRates,
  mostShown,
  newRun,
  setLearningRateChanges,
  referenceLine,
  showLearning,
  showRun,
  takeUpdate,
  trainingSeconds,
  type Evaluation,
  type RunRecord,
} from './runs';
import { defaultSettings, type RunSettings } from './settings';

function run(number = 1, settings: Partial<RunSettings> = {}, torch?: string): RunRecord {
  return newRun({
    id: `run-${number}`,
    label: { number, began: null },
    settings: { ...defaultSettings(1), ...settings },
    reference: torch === undefined ? null : { torch },
  });
}

function evaluation(epoch: number, step: number, more: Partial<Evaluation> = {}): Evaluation {
  const measured = { accuracy: 0.5, loss: 1, seconds: 2, fingerprint: `f${step}` };
  return { epoch, step, ...measured, ...more };
}

const losses = (record: RunRecord) => [...record.losses.toArray()];
const steps = (...values: number[]) => values.map((loss, index) => ({ step: index + 1, loss }));

describe('a run', () => {
  it('takes in what the trainer tells, and that something is new', () => {
    const record = run();
    const progress = { state: 'running', epochs: 10, stepsPerEpoch: 118, totalSteps: 1180 };
    const status = progress as RunStatus;
    const none = { steps: [], epochs: [], fingerprints: [], learningRateChanges: null };
    const nothing = { ...none, status };
    takeUpdate(record, nothing);
    const before = record.version;
    expect(before).toBeGreaterThan(0);
    takeUpdate(record, nothing);
    expect(record.version).toBe(before);
    takeUpdate(record, {
      ...nothing,
      steps: steps(2, 1),
      epochs: [{ ...evaluation(0, 0), seconds: 0, fingerprint: 'f0' }],
      fingerprints: [{ step: 1, sha256: 'f1' }],
      learningRateChanges: [{ step: 1, learningRate: 0.5 }],
    });
    expect(record.learningRateChanges).toEqual([{ step: 1, learningRate: 0.5 }]);
    expect(record.version).toBeGreaterThan(before);
    expect(losses(record)).toEqual([2, 1]);
    expect(record.evaluations.map(({ step }) => step)).toEqual([0]);
    expect(allFingerprints(record)).toEqual([
      { step: 0, sha256: 'f0' },
      { step: 1, sha256: 'f1' },
    ]);
    expect(record).toMatchObject({ state: 'running', stepsPerEpoch: 118, totalSteps: 1180 });
    expect(record.settings.epochs).toBe(10);
  });

  it('leaves a gap for steps that were not told', () => {
    const record = run();
    appendSteps(record, [{ step: 3, loss: 1 }]);
    expect(losses(record)).toEqual([NaN, NaN, 1]);
  });

  it('forgets what came after a step that is made again', () => {
    const record = run();
    appendSteps(record, steps(4, 3, 2, 1));
    appendEvaluations(record, [evaluation(0, 0), evaluation(1, 2), evaluation(2, 4)]);
    appendFingerprints(record, [{ step: 3, sha256: 'f3' }]);
    setLearningRateChanges(record, [
      { step: 2, learningRate: 0.5 },
      { step: 3, learningRate: 0.25 },
    ]);
    appendSteps(record, [{ step: 3, loss: 9 }]);
    expect(losses(record)).toEqual([4, 3, 9]);
    expect(record.evaluations.map(({ step }) => step)).toEqual([0, 2]);
    expect(record.fingerprints).toEqual([]);
    expect(record.learningRateChanges).toEqual([{ step: 2, learningRate: 0.5 }]);
  });

  it('keeps one measurement a step, the newest, in order', () => {
    const record = run();
    appendEvaluations(record, [evaluation(1, 118), evaluation(0, 0)]);
    appendEvaluations(record, [evaluation(1, 118, { accuracy: 0.9 })]);
    expect(record.evaluations.map(({ accuracy }) => accuracy)).toEqual([0.5, 0.9]);
    expect(evaluationAt(record, 117)?.step).toBe(0);
    expect(evaluationAt(record, 118)?.step).toBe(118);
    expect(evaluationAt(run(), 5)).toBeNull();
  });

  it('adds up the seconds of its epochs, if all are known', () => {
    const record = run();
    expect(trainingSeconds(record)).toBeNull();
    appendEvaluations(record, [evaluation(0, 0, { seconds: null }), evaluation(1, 1)]);
    appendEvaluations(record, [evaluation(2, 2, { seconds: 3 })]);
    expect(trainingSeconds(record)).toBe(5);
    appendEvaluations(record, [evaluation(3, 3, { seconds: null })]);
    expect(trainingSeconds(record)).toBeNull();
  });

  it('ends where it was given up, but stays finished', () => {
    const given = Object.assign(run(), { state: 'paused' as const });
    endRun(given);
    expect(given.state).toBe('ended');
    const finished = Object.assign(run(), { state: 'finished' as const });
    endRun(finished);
    expect(finished.state).toBe('finished');
  });
});

describe('learning rates', () => {
  const scheduled = () =>
    Object.assign(run(1, { gamma: 0.5, learningRate: 1 }), { stepsPerEpoch: 10, totalSteps: 40 });

  it('stay as they are without a schedule', () => {
    expect(learningRates(run())).toEqual([{ step: 0, learningRate: 1 }]);
  });

  it('shrink after each epoch but the last', () => {
    const rates = learningRates(scheduled());
    expect(rates.map(({ step }) => step)).toEqual([0, 10, 20, 30]);
    expect(rates.map(({ learningRate }) => learningRate)).toEqual([1, 0.5, 0.25, 0.125]);
    expect([1, 10, 11, 40].map((step) => learningRateOf(rates, step))).toEqual([1, 1, 0.5, 0.125]);
    expect(learningRateOf(rates, 0)).toBeNaN();
  });

  it('go on shrinking from what was set by hand', () => {
    const record = scheduled();
    setLearningRateChanges(record, [
      { step: 15, learningRate: 8 },
      { step: 20, learningRate: 6 },
    ]);
    expect(learningRates(record)).toEqual([
      { step: 0, learningRate: 1 },
      { step: 10, learningRate: 0.5 },
      { step: 15, learningRate: 8 },
      { step: 20, learningRate: 6 },
      { step: 30, learningRate: 3 },
    ]);
  });

  it('set by hand hold without a schedule too', () => {
    const record = run();
    setLearningRateChanges(record, [{ step: 4, learningRate: 0.5 }]);
    expect(learningRates(record)).toEqual([
      { step: 0, learningRate: 1 },
      { step: 4, learningRate: 0.5 },
    ]);
  });
});

describe('differingSettings', () => {
  it('names what differs from the tutorial, but never the threads', () => {
    expect(differingSettings({ ...defaultSettings(1), threads: 7 })).toEqual([]);
    const settings = { ...defaultSettings(1), seed: '7', shuffle: true };
    expect(differingSettings(settings).sort()).toEqual(['seed', 'shuffle']);
  });
});

describe('lines', () => {
  it('are given from the first on, and taken again when free', () => {
    const runs = [run(1), run(2), run(3), run(0, {}, '1.13')];
    for (const record of runs) expect(showRun(runs, record)).toBe(true);
    expect(runs.map(({ line }) => line)).toEqual([0, 1, 2, referenceLine]);
    const [, second] = runs as [RunRecord, RunRecord];
    hideRun(second);
    expect(second.line).toBeNull();
    const another = run(4);
    showRun([...runs, another], another);
    expect(another.line).toBe(1);
  });

  it('are refused when as many runs are shown as can be told apart', () => {
    const runs = Array.from({ length: mostShown + 1 }, (_, index) => run(index + 1));
    expect(runs.map((record) => showRun(runs, record))).toEqual([
      ...Array.from({ length: mostShown }, () => true),
      false,
    ]);
  });

  it('pass the first on to the run that begins to learn', () => {
    const reference = run(0, {}, '1.13');
    const runs: RunRecord[] = [reference];
    showRun(runs, reference);
    for (let number = 1; number <= 6; number += 1) {
      const record = run(number);
      runs.push(record);
      showLearning(runs, record);
      expect(record.line).toBe(0);
      const shown = runs.filter(({ line }) => line !== null);
      expect(shown.length).toBe(Math.min(mostShown, number + 1));
      expect(new Set(shown.map(({ line }) => line)).size).toBe(shown.length);
    }
    expect(reference.line).toBe(referenceLine);
    // The oldest have left.
    expect(runs.filter(({ line }) => line === null).map(({ id }) => id)).toEqual([
      'run-1',
      'run-2',
    ]);
  });
});
