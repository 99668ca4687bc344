import { describe, expect, it } from 'vitest';
import { byteOf, inkAfter, inkOf } from './ink-keys';

describe('ink', () => {
  it('survives the way to bytes and back', () => {
    for (let ink = 0; ink <= 100; ink++) expect(inkOf(byteOf(ink))).toBe(ink);
    expect(byteOf(0)).toBe(0);
    expect(byteOf(100)).toBe(255);
  });

  it.each([
    [50, '0', 0],
    [50, '9', 90],
    [0, ' ', 100],
    [1, ' ', 0],
    [100, ' ', 0],
    [40, '+', 50],
    [44, '+', 50],
    [40, '=', 50],
    [95, '+', 100],
    [100, '+', 100],
    [40, '-', 30],
    [44, '-', 40],
    [3, '-', 0],
    [0, '-', 0],
    [70, 'Delete', 0],
    [70, 'Backspace', 0],
  ])('of %d percent becomes by %j %d', (ink, key, expected) => {
    expect(inkAfter(ink, key)).toBe(expected);
  });

  it('is left alone by other keys', () => {
    for (const key of ['a', 'Tab', 'ArrowUp', 'F5', '10', 'Enter']) {
      expect(inkAfter(50, key)).toBeNull();
    }
  });
});
