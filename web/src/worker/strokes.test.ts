import { describe, expect, it } from 'vitest';
import { flatten } from './strokes';

describe('flatten', () => {
  it('puts points one after the other and counts them by stroke', () => {
    const point = (x: number) => ({ x, y: 0.5, pressure: 1 });
    expect(flatten([[point(0.25), point(0.75)], [], [point(1)]])).toEqual({
      points: Float32Array.of(0.25, 0.5, 1, 0.75, 0.5, 1, 1, 0.5, 1),
      lengths: Uint32Array.of(2, 0, 1),
    });
  });

  it('has nothing to say of no strokes', () => {
    expect(flatten([])).toEqual({ points: new Float32Array(), lengths: new Uint32Array() });
  });
});
