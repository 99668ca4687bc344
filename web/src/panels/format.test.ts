import { describe, expect, it } from 'vitest';
import { Format } from './format';

describe('Format', () => {
  const format = new Format('en');

  it('keeps numbers and units together, with fixed decimals', () => {
    expect(format.percent(0.884)).toBe('88.40\u00a0%');
    expect(format.percent(null)).toBe('–\u00a0%');
    expect(format.loss(0.4567)).toBe('0.46');
    expect(format.loss(1.2574e18)).toBe('1.3e+18');
    expect(format.loss(Number.NaN)).toBe('NaN');
    expect(format.kilobytes(117_312)).toBe('117\u00a0kB');
    expect(format.megabytes(11_594_722)).toBe('11.6\u00a0MB');
  });

  it('rounds speeds to what they can promise', () => {
    expect(format.speed(31_234)).toBe('31,000');
    expect(format.speed(987)).toBe('990');
    expect(format.speed(7.3)).toBe('7');
    expect(format.speed(0)).toBe('–');
  });

  it('picks a unit that fits a duration', () => {
    expect(format.duration(0.42)).toBe('420\u00a0ms');
    expect(format.duration(2.13)).toBe('2.1\u00a0s');
    expect(format.duration(300)).toBe('5\u00a0min');
    expect(format.remaining(1.2)).toBe('2\u00a0s');
    expect(format.about(2.1)).toBe('2\u00a0s');
    expect(format.about(0.2)).toBe('1\u00a0s');
    expect(format.about(600)).toBe('10\u00a0min');
  });

  it('writes numbers in the manner of its language', () => {
    expect(new Format('de').percent(0.884)).toBe('88,40\u00a0%');
  });
});
