import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../shared/settings';
import { withText } from './field-values';

const settings = defaultSettings(4);

describe('withText', () => {
  it('takes over what a field can hold', () => {
    expect(withText(settings, 'epochs', '10')?.epochs).toBe(10);
    expect(withText(settings, 'learningRate', ' 1e-3 ')?.learningRate).toBe(0.001);
    expect(withText(settings, 'optimizer', 'adam')?.optimizer).toBe('adam');
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
  ] as const)('refuses %s = %j', (name, text) => {
    expect(withText(settings, name, text)).toBeNull();
  });
});
