// jax-js on the tutorial, on WebAssembly.
import { peer, peerMissing, peerVersion } from '../contestants.mjs';

export const title = 'jax-js';
export const missing = () => peerMissing('jax');

const rows = [
  ['as usual', 'conv'],
  ['im2col by hand', 'im2col'],
];

export async function run({ plans, results, record }) {
  results.versions.push(peerVersion('jax'));
  for (const [variant, style] of rows) {
    for (const threads of [1, 2]) {
      const row = { contestant: 'jax-js', place: 'Chromium', variant, threads };
      await record(row, () => peer('jax', { style, threads }, plans.epoch));
    }
  }
}
