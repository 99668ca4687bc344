// gradlet on the tutorial: in Chromium, under Node, native.
import { gradletInChromium, gradletInNode, gradletNative } from '../contestants.mjs';
import { together } from '../measure.mjs';

export const title = 'gradlet';

/** So many times one thread and two take turns: what else the machine does meets both. */
const turns = 3;

export async function run({ plans, record, machine }) {
  const options = (threads, pool = threads) => ({
    settings: { threads },
    pool,
    inference: plans.inference,
  });
  await compareThreads(record, { place: 'Chromium', memoryKind: 'WebAssembly' }, (threads) =>
    gradletInChromium(options(threads), plans.epoch),
  );
  await compareThreads(record, { place: 'Node', memoryKind: 'WebAssembly' }, (threads) =>
    gradletInNode(options(threads), plans.epoch),
  );
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
  await compareThreads(record, { place: 'native', memoryKind: 'process' }, (threads) =>
    gradletNative(threads, plans.epoch, plans.limit),
  );
}

/** `train(threads)` measures; what goes wrong is recorded in its turn's place. */
async function compareThreads(record, where, train) {
  const counts = [1, 2];
  const visits = new Map(counts.map((threads) => [threads, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const threads of counts) {
      visits.get(threads).push(await train(threads).catch((error) => ({ error })));
    }
  }
  for (const [threads, measured] of visits) {
    await record({ contestant: 'gradlet', threads, ...where }, () => together(measured));
  }
}
