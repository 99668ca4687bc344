// How every contestant is timed. Runs in Node, in workers of the browser; pytorch.py does the same.

/**
 * One round of training: ends after `steps` steps or after `seconds`, whichever comes first, and holds
 * at least one step. As a warm-up come rounds that do not count, one at least, until `seconds` are over:
 * a browser's compiler is not done with the first.
 *
 * @typedef {object} Plan
 * @property {number} repetitions  rounds that count
 * @property {number} steps
 * @property {number} seconds
 */

/**
 * Trains in rounds. `step` makes one step of the optimizer and returns its images and its loss (that of
 * the batch, before the step).
 *
 * @param {() => Promise<{images: number, loss: number}> | {images: number, loss: number}} step
 * @param {Plan} plan
 * @returns {Promise<Measured>}
 * @typedef {{first: Round, rounds: Round[],
 *   losses: {first: number, last: number, least: number, steps: number}}} Measured  the warm-up's first
 *   round, and those that count; losses from the warm-up's first step to the last one, `least` of those
 *   after the first
 * @typedef {{images: number, steps: number, seconds: number}} Round
 */
export async function repeat(step, plan, now) {
  const [measured] = await repeatInTurns([step], plan, now);
  return measured;
}

/**
 * The same with several that are to be compared: each is warmed up, then they take turns, round by round,
 * since a shared machine is not the same a minute later.
 *
 * @returns {Promise<Measured[]>}
 */
export async function repeatInTurns(steps, plan, now = () => performance.now()) {
  const trainings = steps.map((step) => inRounds(step, plan, now));
  const firsts = [];
  for (const { round } of trainings) {
    const begin = now();
    firsts.push(await round());
    while (now() - begin < plan.seconds * 1000) await round();
  }
  const rounds = steps.map(() => []);
  for (let i = 0; i < plan.repetitions; i += 1) {
    for (const [k, { round }] of trainings.entries()) rounds[k].push(await round());
  }
  return trainings.map(({ trace }, k) => ({
    ...{ first: firsts[k], rounds: rounds[k], losses: trace() },
  }));
}

/** One training: `round()` makes the next round, `trace()` tells the losses so far. */
function inRounds(step, plan, now) {
  const losses = [];
  const round = async () => {
    const begin = now();
    let images = 0;
    let steps = 0;
    let seconds;
    do {
      const done = await step();
      images += done.images;
      steps += 1;
      losses.push(done.loss);
      seconds = (now() - begin) / 1000;
    } while (steps < plan.steps && seconds < plan.seconds);
    return { images, steps, seconds };
  };
  const trace = () => {
    const least = Math.min(...losses.slice(1));
    return { first: losses[0], last: losses.at(-1), least, steps: losses.length };
  };
  return { round, trace };
}
