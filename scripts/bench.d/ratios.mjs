// What the measurements are held to: ratios within one run.
import { median } from './measure.mjs';

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number | null} value  null where it was not measured
 * @property {number} bound
 * @property {number} [aim]
 * @property {'at most' | 'at least'} sense
 * @property {string} [unit]
 */

/** @returns {Row[]} */
export function ratioRows(results) {
  const epoch = (fits) => results.epochs.find((row) => matches(row, fits))?.seconds?.median ?? null;
  const gradlet = (threads, place = 'Chromium') => ({ contestant: 'gradlet', place, threads });
  const pytorch = (threads) => ({ contestant: 'PyTorch', threads });
  const jax = (variant, threads) => ({ contestant: 'jax-js', variant, threads });
  const example = { network: 'example' };
  const ratio = (ours, theirs) => {
    const [a, b] = [epoch(ours), epoch(theirs)];
    return a === null || b === null ? null : a / b;
  };
  /** Of runs that took turns round by round: the ratio in the middle of all turns. */
  const inTurns = (ours, theirs) => {
    const [a, b] = [ours, theirs].map((fits) => results.epochs.find((row) => matches(row, fits)));
    if (!a?.rounds || !b?.rounds) return null;
    const pace = ({ images, seconds }) => seconds / images;
    return median(a.rounds.map((round, i) => pace(round) / pace(b.rounds[i])));
  };
  const atMost = (what, value, bound, aim, unit) => ({
    ...{ what, value, bound, sense: 'at most' },
    ...(aim === undefined ? {} : { aim }),
    ...(unit === undefined ? {} : { unit }),
  });
  const atLeast = (what, value, bound) => ({ what, value, bound, sense: 'at least' });
  return [
    atMost(
      'epoch, Chromium, 1 thread ÷ PyTorch, 1 thread',
      ratio(gradlet(1), pytorch(1)),
      ...[0.6, 0.5],
    ),
    atMost(
      'epoch, Chromium, 2 threads ÷ PyTorch, 2 threads',
      ratio(gradlet(2), pytorch(2)),
      ...[0.45, 0.4],
    ),
    atMost('epoch, Chromium, 2 threads ÷ 1 thread', inTurns(gradlet(2), gradlet(1)), 0.56, 0.52),
    atMost(
      'epoch, 2 threads ÷ jax-js, 2 threads, as usual',
      ratio(gradlet(2), jax('as usual', 2)),
      0.005,
    ),
    atMost(
      'epoch, 2 threads ÷ jax-js, 2 threads, im2col by hand',
      ratio(gradlet(2), jax('im2col by hand', 2)),
      0.1,
    ),
    atMost(
      'epoch, 1 thread ÷ tfjs, WebAssembly, im2col by hand',
      ratio(gradlet(1), { contestant: 'tfjs', variant: 'wasm, im2col by hand' }),
      0.07,
    ),
    atMost(
      '28×28 example, Chromium, 1 thread ÷ PyTorch, 1 thread',
      ratio({ ...gradlet(1), ...example }, { ...pytorch(1), ...example }),
      ...[0.6, 0.4],
    ),
    atLeast('GEMM NN, least share of the multiply-add peak', leastShare(results, 'gemm nn'), 0.85),
    atLeast('GEMM NT, least share of the multiply-add peak', leastShare(results, 'gemm nt'), 0.7),
    atLeast('GEMM TN, least share of the multiply-add peak', leastShare(results, 'gemm tn'), 0.7),
    atMost('predict one image, median', results.prediction?.median ?? null, 5, 1, 'ms'),
    atMost('WebAssembly memory while training', trainingMemory(results), 160, undefined, 'MB'),
  ];
}

/** Whether a row is the tutorial's, or the network's that is named, and in no sweep, with these fields. */
function matches(row, fits) {
  const wanted = { network: 'tutorial', sweep: undefined, variant: undefined, ...fits };
  return Object.entries(wanted).every(([name, value]) => row[name] === value);
}

function leastShare(results, group) {
  const shares = (results.kernels?.wasm ?? [])
    .filter((kernel) => kernel.group === group)
    .map((kernel) => kernel.shareOfPeak);
  return shares.length > 0 ? Math.min(...shares) : null;
}

/** Megabytes, the most over the tutorial's runs in Chromium. */
function trainingMemory(results) {
  const sizes = results.epochs
    .filter((row) => row.contestant === 'gradlet' && row.place === 'Chromium' && row.memory)
    .filter((row) => row.network === 'tutorial')
    .map((row) => row.memory / 1e6);
  return sizes.length > 0 ? Math.max(...sizes) : null;
}

/** 'reached' (the aim, if there is one), 'kept' (the bound), 'missed', or '–' where nothing was measured. */
export function verdict({ value, bound, aim, sense }) {
  if (value === null) return '–';
  const good = (limit) => (sense === 'at most' ? value <= limit : value >= limit);
  if (!good(bound)) return 'MISSED';
  return aim !== undefined && good(aim) ? 'kept, aim reached' : 'kept';
}
