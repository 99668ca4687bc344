import { describe, expect, it } from 'vitest';
import type { HelloWorld } from '../../shared/protocol';
import { bowlOf } from './bowl';

/** Gradient descent of (wx + b)², written out. */
function descend(x: number, learningRate: number, steps = 10): HelloWorld {
  const hello: HelloWorld = { x, losses: [], weights: [0.9], biases: [-0.4] };
  for (let step = 0; step < steps; step++) {
    const [w = 0, b = 0] = [hello.weights[step], hello.biases[step]];
    const answer = w * x + b;
    hello.losses.push(answer ** 2);
    hello.weights.push(w - learningRate * 2 * answer * x);
    hello.biases.push(b - learningRate * 2 * answer);
  }
  return hello;
}

describe('bowlOf', () => {
  it.each([
    [1.5, 0.1],
    [-0.3, 0.4],
    [0.8, 2],
  ])('lays every step on the parabola (x = %d, learning rate %d)', (x, learningRate) => {
    const { points, curve, slopes } = bowlOf(descend(x, learningRate));
    expect(points).toHaveLength(11);
    const [w0, w1] = slopes;
    // Three samples tell a parabola.
    const middle = curve[48]?.[1] ?? NaN;
    const edge = curve[0]?.[1] ?? NaN;
    for (const [w, loss] of points) {
      const share = (w - (w0 + w1) / 2) / ((w1 - w0) / 2);
      const expected = middle + (edge - middle) * share ** 2;
      // Doubles, a handful of operations on numbers up to `edge`.
      expect(Math.abs(loss - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, edge));
    }
  });

  it('shows all steps, also of a run that diverges', () => {
    const { slopes, highest, points } = bowlOf(descend(1, 3));
    for (const [w, loss] of points) {
      expect(w).toBeGreaterThanOrEqual(slopes[0]);
      expect(w).toBeLessThanOrEqual(slopes[1]);
      expect(loss).toBeLessThanOrEqual(highest);
    }
  });

  it('is flat, and finite, where x is 0', () => {
    const { curve, slopes, highest } = bowlOf(descend(0, 0.1));
    expect([...curve.flat(), ...slopes, highest].every(Number.isFinite)).toBe(true);
  });
});
