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
 * @returns {Promise<{first: Round, rounds: Round[],
 *   losses: {first: number, last: number, least: number, steps: number}}>} the warm-up's first round, and
 *   those that count; losses from the warm-up's first step to the last one, `least` of those after the first
 * @typedef {{images: number, steps: number, seconds: number}} Round
 */
export async function repeat(step, plan, now = () => performance.now()) {
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
  const begin = now();
  const first = await round();
  while (now() - begin < plan.seconds * 1000) await round();
  const rounds = [];
  for (let i = 0; i < plan.repetitions; i += 1) rounds.push(await round());
  const least = Math.min(...losses.slice(1));
  const trace = { first: losses[0], last: losses.at(-1), least, steps: losses.length };
  return { first, rounds, losses: trace };
}
