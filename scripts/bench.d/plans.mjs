/**
 * How long things are measured; see `Plan` in contest/repeat.mjs. A round of the tutorial is an epoch, or
 * three seconds where an epoch takes longer.
 *
 * @param {boolean} quick  only to see that everything works
 */
export function plans(quick) {
  const repetitions = quick ? 2 : 5;
  const seconds = quick ? 0.5 : 3;
  return {
    epoch: { repetitions, seconds, steps: quick ? 10 : 118 },
    /** For the sweeps: rounds of twenty steps. */
    growth: { repetitions, seconds, steps: quick ? 2 : 20 },
    inference: quick ? 1 : 5,
    predictions: quick ? 50 : 500,
    loads: quick ? 2 : 5,
    /** While it trains; at least. */
    inputs: quick ? 20 : 110,
    /** Seconds of a page with next to nothing on it. */
    bare: quick ? 2 : 40,
    redraws: quick ? 20 : 200,
    /** Seconds of each repetition of each kernel. */
    kernels: { repetitions, seconds: quick ? 0.02 : 0.1 },
    /** What a native epoch is cut to; 0 for all. */
    limit: quick ? 5120 : 0,
  };
}
