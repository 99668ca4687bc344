import { describe, expect, it } from 'vitest';
import { appendSteps, newRun, setLearningRateChanges, type RunRecord } from '../../shared/runs';
import { defaultSettings, type RunSettings } from '../../shared/settings';
import { matchingStart, obstacles, pairs } from './compare';

function run(losses: readonly number[], settings: Partial<RunSettings> = {}): RunRecord {
  const record = newRun({
    id: 'a',
    label: { number: 1, began: null },
    settings: { ...defaultSettings(1), ...settings },
  });
  appendSteps(
    record,
    losses.map((loss, index) => ({ step: index + 1, loss })),
  );
  return record;
}

describe('matchingStart', () => {
  it.each([
    ['0.86', '0.86', 4],
    ['0.86', '0.87', 3],
    ['0.86', '0.96', 2],
    ['1.86', '0.86', 0],
    ['10.23', '1.02', 0],
  ])('%s and %s share %i characters', (a, b, length) => {
    expect(matchingStart(a, b)).toBe(length);
    expect(matchingStart(b, a)).toBe(length);
  });
});

describe('pairs', () => {
  const reference = run([2.321, 1.044, 0.9951, 0.5]);

  it('set the printed losses beside each other as far as the run has come', () => {
    const [first, second, third, fourth] = pairs(reference, run([2.324, 1.046, 0.9949]));
    expect(first).toEqual({ step: 1, reference: '2.32', own: '2.32', equal: true, matching: 4 });
    expect(second).toMatchObject({ own: '1.05', reference: '1.04', equal: false, matching: 3 });
    expect(third).toMatchObject({ own: '0.99', reference: '1.00', equal: false, matching: 0 });
    expect(fourth).toEqual({ step: 4, reference: '0.50', own: null, equal: false, matching: 0 });
  });

  it('are filled no further than asked', () => {
    const own = run([2.324, 1.046, 0.9949]);
    expect(pairs(reference, own, 2).map((pair) => pair.own)).toEqual(['2.32', '1.05', null, null]);
  });

  it('have the reference alone where there is no run', () => {
    expect(pairs(reference, null).every(({ own, equal }) => own === null && !equal)).toBe(true);
  });

  it('end with the reference, and where the learning rate was changed by hand', () => {
    const longer = run([1, 1, 1, 1, 1, 1]);
    expect(pairs(reference, longer).length).toBe(4);
    setLearningRateChanges(longer, [{ step: 2, learningRate: 0.1 }]);
    expect(pairs(reference, longer).map(({ own }) => own)).toEqual(['1.00', '1.00', null, null]);
  });
});

describe('obstacles', () => {
  const reference = run([1]);
  const found = (settings: Partial<RunSettings>) =>
    obstacles(run([1], settings), reference).settings;

  it('are none where the first epoch is the same', () => {
    expect(found({})).toEqual([]);
    expect(found({ epochs: 10, gamma: 0.7, threads: 4, precise: true })).toEqual([]);
    // Only the low 32 bits of a seed count.
    expect(found({ seed: '4294967296' })).toEqual([]);
  });

  it('are the settings that make another run of it', () => {
    expect(found({ seed: '1' })).toEqual(['seed']);
    expect(found({ seed: '-1', shuffle: true }).sort()).toEqual(['seed', 'shuffle']);
    const all = { preset: 'linear', batchSize: 64, learningRate: 0.1, optimizer: 'sgd' } as const;
    expect(found({ ...all, limit: 10 }).sort()).toEqual([
      'batchSize',
      'learningRate',
      'limit',
      'optimizer',
      'preset',
    ]);
    expect(found({ epochs: 0 })).toEqual(['epochs']);
  });

  it('are images that did not come with the page', () => {
    const own = run([1]);
    const counts = { trainingImages: 60_000, validationImages: 10_000 };
    own.data = { source: 'server', ...counts };
    expect(obstacles(own, reference).data).toBe(false);
    own.data = { source: 'images.gz, labels.gz', ...counts };
    expect(obstacles(own, reference).data).toBe(true);
  });
});
