import { describe, expect, it } from 'vitest';
import { defaultSettings, settingsProblems, type RunSettings } from './settings';

describe('settingsProblems', () => {
  it('finds none in the defaults, on any number of processors', () => {
    for (const processors of [1, 2, 64, 128]) {
      expect(settingsProblems(defaultSettings(processors))).toEqual([]);
    }
    expect(defaultSettings(1).threads).toBe(1);
    expect(defaultSettings(4).threads).toBe(3);
  });

  const bad: [keyof RunSettings, unknown][] = [
    ['epochs', -1],
    ['epochs', 1.5],
    ['batchSize', 0],
    ['batchSize', 60001],
    ['learningRate', NaN],
    ['learningRate', 0],
    ['learningRate', Infinity],
    ['gamma', -1],
    ['limit', -1],
    ['threads', 0],
    ['seed', 'zero'],
    ['seed', ''],
    ['optimizer', 'lion'],
    ['preset', 'resnet'],
  ];
  it.each(bad)('names %s and what was found: %s', (name, value) => {
    const problems = settingsProblems({ ...defaultSettings(1), [name]: value });
    expect(problems.length).toBe(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: expected .*, found '?${String(value)}'?$`));
  });

  it('takes seeds of both signs and of 64 bits', () => {
    for (const seed of ['-1', '18446744073709551615']) {
      expect(settingsProblems({ ...defaultSettings(1), seed })).toEqual([]);
    }
  });

  it('names every option that cannot be used', () => {
    const settings = { ...defaultSettings(1), epochs: -1, threads: 0 };
    expect(settingsProblems(settings).length).toBe(2);
  });
});
