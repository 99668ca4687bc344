import { describe, expect, it } from 'vitest';
import { allMistakes, misreadCount, mostMisread, passes } from './mistake-filter';

const confusion = [
  [90, 3, 7],
  [0, 80, 5],
  [2, 11, 70],
];

describe('misreadCount', () => {
  it.each([
    [allMistakes, 28],
    [{ label: 0, read: null }, 10],
    [{ label: null, read: 1 }, 14],
    [{ label: 2, read: 1 }, 11],
    [{ label: 1, read: 0 }, 0],
    [{ label: 1, read: 1 }, 0],
  ])('of %j is %d', (filter, expected) => {
    expect(misreadCount(confusion, filter)).toBe(expected);
  });
});

describe('mostMisread', () => {
  it('leaves what was read right aside', () => {
    expect(mostMisread(confusion)).toBe(11);
    expect(mostMisread([])).toBe(0);
  });
});

describe('passes', () => {
  const mistake = { index: 0, label: 4, read: 9, probabilities: [] };

  it('looks at label and reading', () => {
    expect(passes(allMistakes, mistake)).toBe(true);
    expect(passes({ label: 4, read: null }, mistake)).toBe(true);
    expect(passes({ label: 4, read: 9 }, mistake)).toBe(true);
    expect(passes({ label: 4, read: 8 }, mistake)).toBe(false);
    expect(passes({ label: null, read: 4 }, mistake)).toBe(false);
  });
});
