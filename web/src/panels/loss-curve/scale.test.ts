import { describe, expect, it } from 'vitest';
import { linearTicks, lossRange, ticks } from './scale';

describe('lossRange', () => {
  it('shows a whole run from 0, with guessing in sight', () => {
    expect(lossRange({ low: 0.1, high: 2.3 }, 'linear', true)).toEqual({ low: 0, high: 3 });
    expect(lossRange({ low: 0.1, high: 4 }, 'linear', true).high).toBeCloseTo(4.2);
  });

  it('is not flattened by a run that explodes', () => {
    expect(lossRange({ low: 0.1, high: 1e18 }, 'linear', true).high).toBe(12);
  });

  it('fits a part, also one whose losses are all equal', () => {
    const { low, high } = lossRange({ low: 0.2, high: 0.4 }, 'linear', false);
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.4);
    expect(high - low).toBeLessThan(0.25);
    const flat = lossRange({ low: 0.3, high: 0.3 }, 'linear', false);
    expect(flat.high).toBeGreaterThan(flat.low);
  });

  it('ends at round numbers where it is logarithmic', () => {
    expect(lossRange({ low: 0.13, high: 2.4 }, 'log', true)).toEqual({ low: 0.1, high: 5 });
    expect(lossRange({ low: 0.02, high: 1 }, 'log', false)).toEqual({ low: 0.02, high: 1 });
    expect(lossRange({ low: 1, high: 1 }, 'log', false)).toEqual({ low: 1, high: 2 });
  });

  it('has a place for losses of 0 and for none at all', () => {
    const { low, high } = lossRange({ low: 0, high: 1 }, 'log', true);
    expect(low).toBeGreaterThan(0);
    expect(high).toBe(1);
    for (const scale of ['linear', 'log'] as const) {
      const range = lossRange({ low: Infinity, high: -Infinity }, scale, true);
      expect(range.low).toBeLessThan(range.high);
    }
  });
});

describe('ticks', () => {
  it('are round numbers, without the drift of sums', () => {
    expect(linearTicks(0, 3, 6)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
    expect(linearTicks(0.28, 0.62, 4)).toEqual([0.3, 0.4, 0.5, 0.6]);
    expect(linearTicks(0, 118, 5)).toEqual([0, 50, 100]);
  });

  it('stand at 1, 2 and 5 on a logarithmic axis, or at tens when that is too many', () => {
    expect(ticks({ low: 0.1, high: 5 }, 'log', 8)).toEqual([0.1, 0.2, 0.5, 1, 2, 5]);
    expect(ticks({ low: 1e-3, high: 1e3 }, 'log', 8)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    expect(ticks({ low: 1e-9, high: 1e9 }, 'log', 8).length).toBeLessThanOrEqual(8);
  });

  it('are those of a linear axis where powers of ten are too far apart', () => {
    expect(ticks({ low: 0.2, high: 0.5 }, 'log', 6)).toEqual(linearTicks(0.2, 0.5, 6));
  });
});
