import { describe, expect, it } from 'vitest';
import { cursorAfter, zoomAfter } from './keys';

const key = (name: string, more = {}) => ({
  ...{ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
  ...more,
});

describe('keys', () => {
  it.each([
    ['ArrowRight', {}, 51],
    ['ArrowLeft', {}, 49],
    ['ArrowUp', {}, 51],
    ['ArrowDown', {}, 49],
    ['ArrowRight', { shiftKey: true }, 60],
    ['PageUp', {}, 60],
    ['PageDown', {}, 40],
    ['Home', {}, 0],
    ['End', {}, 118],
    ['ArrowLeft', { ctrlKey: true }, null],
    ['a', {}, null],
  ])('%s %j moves the cursor from 50 to %s', (name, more, step) => {
    expect(cursorAfter(key(name, more), 50, 118)).toBe(step);
  });

  it('do not lead beyond the run', () => {
    expect(cursorAfter(key('ArrowRight'), 118, 118)).toBe(118);
    expect(cursorAfter(key('PageDown'), 4, 118)).toBe(0);
  });

  it('zoom in and out, and leave the browser’s own zoom alone', () => {
    expect([zoomAfter(key('+')), zoomAfter(key('='))]).toEqual([0.5, 0.5]);
    expect(zoomAfter(key('-'))).toBe(2);
    expect(zoomAfter(key('+', { ctrlKey: true }))).toBeNull();
    expect(zoomAfter(key('ArrowUp'))).toBeNull();
  });
});
