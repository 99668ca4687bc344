import type { Stroke } from '../shared/protocol';

/** A hand-drawn seven for the pad to begin with, so that its bars have something to follow. */
export const exampleDigit: readonly Stroke[] = [
  [
    [0.27, 0.26],
    [0.33, 0.25],
    [0.41, 0.25],
    [0.5, 0.245],
    [0.59, 0.235],
    [0.67, 0.225],
    [0.71, 0.225],
    [0.715, 0.25],
    [0.69, 0.31],
    [0.65, 0.39],
    [0.6, 0.48],
    [0.555, 0.57],
    [0.52, 0.66],
    [0.49, 0.74],
    [0.475, 0.8],
  ].map(([x = 0, y = 0]) => ({ x, y, pressure: 0.5 })),
];
