import { describe, expect, it } from 'vitest';
import { FloatColumn } from '../../shared/float-column';
import { Smoothed, smoothingWeight } from './smoothing';

function column(numbers: readonly number[]): FloatColumn {
  const values = new FloatColumn();
  for (const number of numbers) values.push(number);
  return values;
}

/** The weighted mean of all numbers so far, the newest counting 1 and each earlier one the weight less. */
function weightedMean(numbers: readonly number[], last: number): number {
  let sum = 0;
  let weights = 0;
  for (let index = 0; index <= last; index += 1) {
    const number = numbers[index] ?? NaN;
    if (!Number.isFinite(number)) continue;
    sum = sum * smoothingWeight + number;
    weights = weights * smoothingWeight + 1;
  }
  return sum / weights;
}

const numbers = Array.from({ length: 300 }, (_, index) => 2 + Math.sin(index * index));

describe('Smoothed', () => {
  it('is the weighted mean of what came before, without a bias towards 0', () => {
    const smoothed = new Smoothed(column(numbers));
    smoothed.sync();
    expect(smoothed.values.at(0)).toBe(numbers[0]);
    numbers.forEach((_, index) => {
      expect(smoothed.values.at(index)).toBeCloseTo(weightedMean(numbers, index), 5);
    });
  });

  it('leaves a constant alone', () => {
    const smoothed = new Smoothed(column([0.5, 0.5, 0.5, 0.5]));
    smoothed.sync();
    expect([...smoothed.values.toArray()]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('gives the same whether numbers come one by one or at once', () => {
    const values = new FloatColumn();
    const bit = new Smoothed(values);
    for (const number of numbers) {
      values.push(number);
      bit.sync();
    }
    const all = new Smoothed(column(numbers));
    all.sync();
    expect(bit.values.toArray()).toEqual(all.values.toArray());
  });

  it('keeps numbers that are not finite out of the mean', () => {
    const gappy = [1, NaN, 3, Infinity, 5];
    const smoothed = new Smoothed(column(gappy));
    smoothed.sync();
    expect([1, 3].map((index) => smoothed.values.at(index))).toEqual([NaN, NaN]);
    expect(smoothed.values.at(4)).toBeCloseTo(weightedMean(gappy, 4), 6);
  });

  it('begins anew when numbers were taken away', () => {
    const values = column(numbers);
    const smoothed = new Smoothed(values);
    smoothed.sync();
    values.truncate(10);
    values.push(7);
    smoothed.sync();
    const changed = [...numbers.slice(0, 10), 7];
    expect(smoothed.values.length).toBe(11);
    expect(smoothed.values.at(10)).toBeCloseTo(weightedMean(changed, 10), 5);
  });
});
