import { describe, expect, it } from 'vitest';
import { defaultSettings, ranges } from '../../shared/settings';
import { rangeOf, refused, waits, withText } from './field-values';

const settings = defaultSettings(4);

describe('withText', () => {
  it('takes over what a field can hold', () => {
    expect(withText(settings, 'epochs', '10')?.epochs).toBe(10);
    expect(withText(settings, 'learningRate', ' 1e-3 ')?.learningRate).toBe(0.001);
    expect(withText(settings, 'optimizer', 'adam')?.optimizer).toBe('adam');
    expect(withText(settings, 'preset', 'linear')?.preset).toBe('linear');
  });

  it('keeps seeds as text, beyond what a number can hold', () => {
    expect(withText(settings, 'seed', '9007199254740993')?.seed).toBe('9007199254740993');
    expect(withText(settings, 'seed', '-1')?.seed).toBe('-1');
  });

  it.each([
    ['batchSize', '0'],
    ['batchSize', '2.5'],
    ['epochs', ''],
    ['epochs', '1001'],
    ['learningRate', 'nan'],
    ['learningRate', 'Infinity'],
    ['gamma', '-1'],
    ['seed', 'seven'],
    ['seed', '1.5'],
    ['optimizer', 'rmsprop'],
    ['preset', 'resnet'],
  ] as const)('refuses %s = %j', (name, text) => {
    expect(withText(settings, name, text)).toBeNull();
  });

  it('refuses what this machine cannot do', () => {
    const limits = { threads: 3, batchSize: 4096 };
    expect(withText(settings, 'threads', '3', limits)?.threads).toBe(3);
    expect(withText(settings, 'threads', '4', limits)).toBeNull();
    expect(withText(settings, 'batchSize', '4097', limits)).toBeNull();
    expect(withText(settings, 'batchSize', '4097')?.batchSize).toBe(4097);
  });
});

describe('rangeOf', () => {
  it('is the narrower of the option’s and the machine’s', () => {
    expect(rangeOf('threads', { threads: 3 })).toEqual({ min: 1, max: 3, integer: true });
    expect(rangeOf('threads', { threads: 1000 })).toEqual(ranges.threads);
    expect(rangeOf('epochs', { threads: 3 })).toEqual(ranges.epochs);
  });
});

describe('refused', () => {
  it('names what a limit has come to forbid', () => {
    expect(refused(settings, {})).toEqual([]);
    expect(refused(settings, { batchSize: 512 })).toEqual([]);
    expect(refused(settings, { batchSize: 511 })).toEqual(['batchSize']);
  });

  it('lets threads be that are not there', () => {
    expect(refused({ ...settings, threads: 8 }, { threads: 1 })).toEqual([]);
  });
});

describe('waits', () => {
  const atOnce = ['epochs', 'learningRate'] as const;

  it('is said of what differs from the run under way', () => {
    const changed = { ...settings, batchSize: 64 };
    expect(waits('batchSize', changed, settings, atOnce)).toBe(true);
    expect(waits('gamma', changed, settings, atOnce)).toBe(false);
    expect(waits('batchSize', changed, null, atOnce)).toBe(false);
  });

  it('is not said of what applies at once', () => {
    expect(waits('learningRate', { ...settings, learningRate: 0.5 }, settings, atOnce)).toBe(false);
    expect(waits('learningRate', { ...settings, learningRate: 0.5 }, settings, [])).toBe(true);
  });

  it('is said of fewer epochs, not of more', () => {
    const running = { ...settings, epochs: 5 };
    expect(waits('epochs', { ...settings, epochs: 6 }, running, atOnce)).toBe(false);
    expect(waits('epochs', { ...settings, epochs: 4 }, running, atOnce)).toBe(true);
  });
});
