import { describe, expect, it } from 'vitest';
import type { TrainerUpdate } from '../shared/protocol';
import { defaultSettings } from '../shared/settings';
import { mostKept, RunShelf } from './run-shelf';

const beginning = { settings: defaultSettings(1), engine: null, data: null };

const update = (steps: number): TrainerUpdate => ({
  run: 1,
  status: {
    ...{ state: 'running', step: steps, totalSteps: 118, stepsPerEpoch: 118, epoch: 1, epochs: 1 },
    ...{ loss: 1, accuracy: null, imagesPerSecond: 1, secondsLeft: null, memory: 1 },
    ...{ learningRate: 1, repeatable: true, speed: 'full', threads: 1, evaluating: false },
  },
  steps: Array.from({ length: steps }, (_, index) => ({ step: index + 1, loss: 1 })),
  epochs: [],
  fingerprints: [],
  mistakes: null,
  learningRateChanges: null,
  loading: null,
  trouble: null,
  divergence: null,
  lastGood: null,
});

/** A shelf on which so many runs have made a step each; the last is under way. */
function shelfOf(runs: number): RunShelf {
  const shelf = new RunShelf(() => undefined);
  for (let run = 0; run < runs; run += 1) {
    shelf.begin(beginning);
    shelf.take(update(1));
  }
  return shelf;
}

const numbers = (shelf: RunShelf) => shelf.runs.map(({ label }) => label.number);

describe('RunShelf', () => {
  it('begins with PyTorch’s run, shown', () => {
    const shelf = shelfOf(0);
    expect(shelf.runs).toEqual([shelf.reference]);
    expect(shelf.reference.line).not.toBeNull();
  });

  it('keeps the newest run first, and ends the one before', () => {
    const shelf = shelfOf(2);
    expect(numbers(shelf)).toEqual([2, 1, 0]);
    expect(shelf.runs.map(({ state }) => state)).toEqual(['running', 'ended', 'finished']);
  });

  it('is bounded: the oldest leaves, one that is hidden first, PyTorch’s never', () => {
    const shelf = shelfOf(mostKept + 1);
    expect(shelf.runs).toHaveLength(mostKept + 1);
    expect(numbers(shelf)).not.toContain(1);
    expect(numbers(shelf).at(-1)).toBe(0);
  });

  it('shows, hides and removes; what is not there it leaves', () => {
    const shelf = shelfOf(1);
    shelf.show('run-1', false);
    expect(shelf.find('run-1')?.line).toBeNull();
    shelf.show('run-1', true);
    expect(shelf.find('run-1')?.line).toBe(0);
    shelf.remove('run-7');
    shelf.remove(shelf.reference.id);
    expect(numbers(shelf)).toEqual([1, 0]);
    shelf.remove('run-1');
    expect(numbers(shelf)).toEqual([0]);
  });

  it('takes images for its own that came after it began', () => {
    const shelf = shelfOf(1);
    const data = { source: 'server', trainingImages: 60_000, validationImages: 10_000 };
    shelf.takeData(data);
    shelf.takeData({ ...data, source: 'others' });
    expect(shelf.current?.data).toEqual(data);
  });
});
