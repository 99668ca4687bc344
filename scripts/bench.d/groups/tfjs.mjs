// TensorFlow.js on the tutorial. Its threads do nothing for the products of matrices that training needs.
import { peer, peerMissing, peerVersion } from '../contestants.mjs';

export const title = 'tfjs';
export const missing = () => peerMissing('tfjs');

const rows = [
  ['wasm, as usual', { backend: 'wasm', style: 'layers' }],
  ['wasm, im2col by hand', { backend: 'wasm', style: 'im2col' }],
  ['wasm, gradients by hand', { backend: 'wasm', style: 'gradients' }],
  ['CPU backend', { backend: 'cpu', style: 'layers' }],
];

export async function run({ plans, results, record }) {
  results.versions.push(peerVersion('tfjs'));
  for (const [variant, options] of rows) {
    const row = { contestant: 'tfjs', place: 'Chromium', variant, threads: 1 };
    await record(row, () => peer('tfjs', options, plans.epoch));
  }
}
