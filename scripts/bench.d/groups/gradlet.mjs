// gradlet on the tutorial: in Chromium, under Node, native.
import { gradletInChromium, gradletInNode, gradletNative } from '../contestants.mjs';

export const title = 'gradlet';

export async function run({ plans, record, machine }) {
  const options = (threads, pool = threads) => ({
    settings: { threads },
    pool,
    inference: plans.inference,
  });
  const places = [
    ['Chromium', gradletInChromium],
    ['Node', gradletInNode],
  ];
  for (const [place, train] of places) {
    for (const threads of [1, 2]) {
      const row = { contestant: 'gradlet', place, threads, memoryKind: 'WebAssembly' };
      await record(row, () => train(options(threads), plans.epoch));
    }
  }
  await record(
    {
      contestant: 'gradlet',
      place: 'Chromium',
      variant: 'page’s defaults',
      aside: true,
      threads: Math.max(1, machine.cores - 1),
      memoryKind: 'WebAssembly',
    },
    () => gradletInChromium(options(Math.max(1, machine.cores - 1), machine.cores), plans.epoch),
  );
  for (const threads of [1, 2]) {
    await record({ contestant: 'gradlet', place: 'native', threads, memoryKind: 'process' }, () =>
      gradletNative(threads, plans.epoch, plans.limit),
    );
  }
}
