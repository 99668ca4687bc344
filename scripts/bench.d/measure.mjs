// The benchmark's arithmetic.

/** Of an odd number the middle one, of an even number the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that `share` of all values do not exceed (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** What is told of repeated measurements. */
export function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * Seconds of an epoch, from rounds of training that saw more or fewer images.
 *
 * @param {{images: number, seconds: number}[]} rounds
 */
export function epochSeconds(rounds, imagesPerEpoch) {
  return spread(rounds.map(({ images, seconds }) => (seconds / images) * imagesPerEpoch));
}

/**
 * One contestant's measurements at several times as one: all of its rounds, the first one's losses, since
 * they are the same each time, and of the first rounds the one in the middle. Throws what went wrong with
 * any of them.
 *
 * @param {{first: Round, rounds: Round[], losses: object, imagesPerSecond?: number[], memory?: number, error?: Error}[]}
 *   visits  at least one
 * @typedef {{images: number, seconds: number}} Round
 */
export function together(visits) {
  const failed = visits.find(({ error }) => error);
  if (failed) throw failed.error;
  const [{ losses }] = visits;
  const firsts = visits.map(({ first }) => first).sort((a, b) => a.seconds - b.seconds);
  return {
    first: firsts[Math.floor((firsts.length - 1) / 2)],
    rounds: visits.flatMap(({ rounds }) => rounds),
    losses,
    imagesPerSecond: visits.flatMap(({ imagesPerSecond = [] }) => imagesPerSecond),
    memory: Math.max(...visits.map(({ memory = 0 }) => memory)),
  };
}

/** The first steps of Adadelta may go up; nobody is judged by fewer than these. */
const fewSteps = 6;
/** The losses of a network that does not learn differ from batch to batch by less than this share. */
const noise = 0.02;

/** Whether a loss well below the first one was reached; null where there were too few steps to tell. */
export function learned({ first, last, least, steps }) {
  if (steps < fewSteps) return null;
  return Number.isFinite(last) && least < (1 - noise) * first;
}

/**
 * How the measured loops and kernels of kernels.mjs compare.
 *
 * @param {{group: string, name: string, operations: number, bytes: number, seconds: number[]}[]} kernels
 * @returns the kernels, each with the median `seconds`, operations and bytes a second, and their share of
 *   the quickest multiply-add loop and of copying; null where they have none
 */
export function kernelShares(kernels) {
  const speeds = (amount) =>
    kernels.filter(({ group }) => group === 'peak').map((k) => k[amount] / median(k.seconds));
  const peak = Math.max(...speeds('operations'));
  const copy = Math.max(...speeds('bytes'));
  const part = (speed, whole) => (speed > 0 ? speed / whole : null);
  return kernels.map((kernel) => {
    const seconds = spread(kernel.seconds);
    const operationsPerSecond = kernel.operations / seconds.median;
    const bytesPerSecond = kernel.bytes / seconds.median;
    return {
      group: kernel.group,
      name: kernel.name,
      seconds,
      operationsPerSecond,
      bytesPerSecond,
      shareOfPeak: part(operationsPerSecond, peak),
      shareOfCopy: part(bytesPerSecond, copy),
    };
  });
}

/** V8's baseline compiler makes kernels of WebAssembly two to three times as slow. */
const suspicious = 1.5;

/**
 * Kernels that a run without V8's baseline compiler finds much quicker: so that compiler's code was what
 * the other run measured. Both lists hold the same kernels in the same order.
 */
export function baselineSuspects(kernels, withoutBaseline) {
  return kernels.flatMap((kernel, index) => {
    const factor = Math.min(...kernel.seconds) / Math.min(...withoutBaseline[index].seconds);
    return factor > suspicious ? [{ group: kernel.group, name: kernel.name, factor }] : [];
  });
}
