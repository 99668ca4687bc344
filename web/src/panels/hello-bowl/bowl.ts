import type { HelloWorld } from '../../shared/protocol';

/**
 * Hello world as a picture: loss over slope. Both the slope w and the bias b change, but always
 * together: their gradients are 2px and 2p for an answer p, so b moves by 1/x of what w moves.
 * Along that line the loss is (wx + b)², a parabola on which every step lies.
 */
export interface Bowl {
  /** Range of slopes and of losses shown. */
  slopes: [number, number];
  highest: number;
  /** Slope and loss before each step and after the last. */
  points: [number, number][];
  /** The parabola, sampled from left to right. */
  curve: [number, number][];
}

/** Samples of the parabola: smooth at any width the page gives it. */
const samples = 96;

/** Below this, x (and with it the slope's gradient) is as good as zero and the bowl is flat. */
const tiny = 1e-6;

export function bowlOf(hello: HelloWorld): Bowl {
  const { x, weights, biases } = hello;
  const w0 = weights[0] ?? 0;
  const b0 = biases[0] ?? 0;
  const answer = (w: number, b: number) => (w * x + b) ** 2;
  const along = (w: number) => (Math.abs(x) < tiny ? b0 ** 2 : answer(w, b0 + (w - w0) / x));
  const points = weights.map((w, index): [number, number] => [w, answer(w, biases[index] ?? 0)]);
  const finite = points.filter(([w, loss]) => Number.isFinite(w) && Number.isFinite(loss));

  // Where the answer is 0, and as far to its other side as the first slope is to this one.
  const bottom = Math.abs(x) < tiny ? w0 : (w0 / x - b0) / (x + 1 / x);
  const reach = Math.max(1e-3, ...finite.map(([w]) => Math.abs(w - bottom))) * 1.15;
  const slopes: [number, number] = [bottom - reach, bottom + reach];
  const curve = Array.from({ length: samples + 1 }, (_, index): [number, number] => {
    const w = slopes[0] + ((slopes[1] - slopes[0]) * index) / samples;
    return [w, along(w)];
  });
  const highest = Math.max(1e-12, ...curve.map(([, loss]) => loss));
  return { slopes, highest, points, curve };
}
