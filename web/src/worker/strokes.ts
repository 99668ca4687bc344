import type { Stroke } from '../shared/protocol';

/** Strokes as the engine takes them: all points one after the other, and how many each stroke has. */
export function flatten(strokes: readonly Stroke[]): {
  points: Float32Array;
  lengths: Uint32Array;
} {
  return {
    points: Float32Array.from(strokes.flat().flatMap(({ x, y, pressure }) => [x, y, pressure])),
    lengths: Uint32Array.from(strokes, (stroke) => stroke.length),
  };
}
