// The benchmark behind scripts/bench, which says what its options are and has checked them.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { peerMissing, peers } from './contestants.mjs';
import { writeData } from './data.mjs';
import * as answers from './groups/answers.mjs';
import * as convnetjs from './groups/convnetjs.mjs';
import * as example from './groups/example.mjs';
import * as gradlet from './groups/gradlet.mjs';
import * as growth from './groups/growth.mjs';
import * as jax from './groups/jax.mjs';
import * as kernels from './groups/kernels.mjs';
import * as page from './groups/page.mjs';
import * as pytorch from './groups/pytorch.mjs';
import * as tfjs from './groups/tfjs.mjs';
import { busyShare, describeMachine } from './machine.mjs';
import { epochSeconds, learned, spread } from './measure.mjs';
import { imagesPerEpoch, trainingOperations } from './network.mjs';
import { picture } from './picture.mjs';
import { plans } from './plans.mjs';
import { nameOf, reportText, significant } from './report.mjs';

/**
 * By the names that --only takes, in the order of their work. A group's `run` gets the plans, the
 * machine, the results to add to, `record` for what trains, `say` for where it is, `skip` for what cannot
 * be measured and `fail` for what makes the run fail; `missing` says why it cannot run at all, null if it
 * can.
 */
const groups = {
  ...{ gradlet, pytorch, kernels, answers, page },
  'mnist-example': example,
  ...{ growth, tfjs, 'jax-js': jax, convnetjs },
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    svg: { type: 'string' },
  },
});
const chosen = values.only?.split(',') ?? Object.keys(groups);

const say = (text) => process.stderr.write(`bench: ${text}\n`);

const results = {
  quick: values.quick,
  machine: await describeMachine(),
  busy: { before: await busyShare(), after: null },
  versions: [],
  epochs: [],
  skipped: [],
};
let failed = false;
const context = {
  plans: plans(values.quick),
  machine: results.machine,
  results,
  record,
  say,
  skip(name, why) {
    say(`${name}: left out, ${why}`);
    results.skipped.push({ name, why });
  },
  fail(message) {
    say(message);
    failed = true;
  },
};

/**
 * Measures training and adds it to `results.epochs`; what goes wrong is a result too. `row` says what it
 * is: contestant, place, threads, and where they differ from the tutorial's network and size; `aside` if
 * it does not belong into the picture.
 */
async function record(row, measure) {
  const whole = { network: 'tutorial', size: 8, ...row };
  const where = `${nameOf(row)}, ${row.place}, ${row.threads} thread${row.threads === 1 ? '' : 's'}`;
  try {
    const { first, rounds, losses, imagesPerSecond, memory, version } = await measure();
    const seconds = epochSeconds(rounds, imagesPerEpoch);
    const operations = trainingOperations(whole.network, whole.size) * imagesPerEpoch;
    results.epochs.push({
      ...whole,
      firstSeconds: epochSeconds([first], imagesPerEpoch).median,
      seconds,
      rounds,
      gflops: operations / seconds.median / 1e9,
      losses,
      learned: learned(losses),
      ...(imagesPerSecond?.length > 0 ? { imagesPerSecond: spread(imagesPerSecond) } : {}),
      ...(memory ? { memory } : {}),
    });
    if (version && !results.versions.includes(`PyTorch ${version}`)) {
      results.versions.push(`PyTorch ${version}`);
    }
    say(`${where}: ${significant(seconds.median)} s`);
    if (learned(losses) === false)
      context.fail(`${where}: did not learn: ${JSON.stringify(losses)}`);
  } catch (error) {
    results.epochs.push({ ...whole, error: error.message });
    say(`${where}: ${error.message}`);
  }
}

if (results.busy.before > 0.05) {
  say('others work on this machine: the times are not to be trusted');
}
await bundle(peers.filter((name) => !peerMissing(name)));
const sizes = chosen.includes('growth') ? growth.dataSizes : [8, 28];
await writeData(sizes);
for (const name of chosen) {
  const group = groups[name];
  const why = (await group.missing?.()) ?? null;
  if (why) {
    context.skip(group.title, why);
    continue;
  }
  say(`${group.title} …`);
  await group.run(context);
}

results.busy.after = await busyShare();
process.stdout.write(reportText(results));
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 1)}\n`);
if (values.svg) {
  const drawn = picture(results);
  if (drawn === null)
    context.fail('--svg: no epoch of the tutorial was measured, nothing was drawn');
  else writeFileSync(values.svg, drawn);
}
process.exitCode = failed ? 1 : 0;
