// ConvNetJS on the tutorial.
import { peer, peerMissing, peerVersion } from '../contestants.mjs';

export const title = 'ConvNetJS';
export const missing = () => peerMissing('convnetjs');

export async function run({ plans, results, record }) {
  results.versions.push(peerVersion('convnetjs'));
  const row = { contestant: 'ConvNetJS', place: 'Chromium', threads: 1 };
  await record(row, () => peer('convnetjs', {}, plans.epoch));
}
