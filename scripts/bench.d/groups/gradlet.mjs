// gradlet on the tutorial: in Chromium, under Node, native.
import { gradletInChromium, gradletInNode, gradletNative } from '../contestants.mjs';
import { together } from '../measure.mjs';

export const title = 'gradlet';

/** What one thread and two are compared by: so many times the rounds that others have. */
const turns = 3;

export async function run({ plans, record, machine }) {
  const plan = { ...plans.epoch, repetitions: turns * plans.epoch.repetitions };
  const defaults = Math.max(1, machine.cores - 1);
  /** One thread's engine is the build without, but where the page would not take that. */
  const runs = [
    { threads: 1, pool: 1 },
    { threads: 2, pool: 2 },
    { threads: defaults, pool: machine.cores, variant: 'page’s defaults', aside: true },
  ];

  /** Measures so many of the runs in turns. */
  async function compare(place, measure, count) {
    const chosen = runs.slice(0, count);
    const { inference } = plans;
    const measured = measure(
      chosen.map(({ threads, pool }) => ({ settings: { threads }, pool, inference })),
      plan,
    );
    for (const [i, { pool: _, ...row }] of chosen.entries()) {
      const whole = { contestant: 'gradlet', place, memoryKind: 'WebAssembly', ...row };
      await record(whole, async () => (await measured)[i]);
    }
  }

  await compare('Chromium', gradletInChromium, 3);
  await compare('Node', gradletInNode, 2);
  await native();

  /** Its program trains whole epochs, so it is called several times. */
  async function native() {
    const counts = [1, 2];
    const visits = new Map(counts.map((threads) => [threads, []]));
    for (let turn = 0; turn < turns; turn += 1) {
      for (const threads of counts) {
        const visit = gradletNative(threads, plans.epoch, plans.limit);
        visits.get(threads).push(await visit.catch((error) => ({ error })));
      }
    }
    const where = { contestant: 'gradlet', place: 'native', memoryKind: 'process' };
    for (const [threads, measured] of visits) {
      await record({ ...where, threads }, () => together(measured));
    }
  }
}
