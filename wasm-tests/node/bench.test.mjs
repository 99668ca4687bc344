// The arithmetic of scripts/bench.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { repeat, repeatInTurns } from '../../scripts/bench.d/contest/repeat.mjs';
import {
  baselineSuspects,
  epochSeconds,
  kernelShares,
  learned,
  median,
  percentile,
  together,
} from '../../scripts/bench.d/measure.mjs';
import { trainingOperations } from '../../scripts/bench.d/network.mjs';
import { pageFailures, pageRows } from '../../scripts/bench.d/page/bounds.mjs';
import { interactionLatencies } from '../../scripts/bench.d/page/interaction.mjs';
import { tasksBetween } from '../../scripts/bench.d/page/tasks.mjs';
import { ratioRows, verdict } from '../../scripts/bench.d/ratios.mjs';

describe('repeated measurements', () => {
  it('have a median and percentiles by rank, in whatever order they come', () => {
    assert.equal(median([5, 1, 3]), 3);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.equal(percentile(hundred, 0.95), 95);
    assert.equal(percentile([7], 0.95), 7);
  });

  it('are scaled to an epoch by the images that they saw', () => {
    const rounds = [
      { images: 512, seconds: 2 },
      { images: 1024, seconds: 2 },
      { images: 1024, seconds: 3 },
    ];
    assert.deepEqual(epochSeconds(rounds, 5120), { median: 15, min: 10, max: 20 });
  });

  it('taken at several times count together, and fail together', () => {
    const visit = (seconds, memory) => ({
      first: { images: 512, seconds: 3 * seconds },
      rounds: [{ images: 512, seconds }],
      losses: { first: 2.3, last: 0.3 },
      imagesPerSecond: [1 / seconds],
      memory,
    });
    const both = together([visit(2, 10), visit(4, 30)]);
    assert.deepEqual(epochSeconds(both.rounds, 512), { median: 3, min: 2, max: 4 });
    assert.deepEqual(both.first, { images: 512, seconds: 6 });
    assert.deepEqual(both.losses, { first: 2.3, last: 0.3 });
    assert.deepEqual(both.imagesPerSecond, [0.5, 0.25]);
    assert.equal(both.memory, 30);
    const error = new Error('no worker');
    assert.throws(() => together([visit(2, 10), { error }]), error);
  });

  it('tell a network that learns from one that does not, and from too few steps', () => {
    assert.equal(learned({ first: 2.3, least: 0.4, last: 0.5, steps: 100 }), true);
    assert.equal(learned({ first: 2.3, least: 2.29, last: 2.31, steps: 100 }), false);
    assert.equal(learned({ first: 2.3, least: NaN, last: NaN, steps: 100 }), false);
    assert.equal(learned({ first: 2.3, least: 2.2, last: 5.1, steps: 3 }), null);
  });
});

describe('repeat', () => {
  /** A clock that each step moves on. */
  const timed = (milliseconds) => {
    let now = 0;
    let loss = 3;
    const step = () => {
      now += milliseconds;
      loss /= 2;
      return { images: 8, loss };
    };
    return { step, now: () => now };
  };

  it('ends a round after its steps, and leaves out those before the time of one is over', async () => {
    const { step, now } = timed(10);
    const plan = { repetitions: 2, steps: 4, seconds: 0.1 };
    const { first, rounds, losses } = await repeat(step, plan, now);
    const round = { images: 32, steps: 4, seconds: 0.04 };
    assert.deepEqual(first, round);
    assert.deepEqual(rounds, Array(2).fill(round));
    // Three rounds to warm up, of 0.04 s each.
    assert.deepEqual(losses, { first: 1.5, last: 3 / 2 ** 20, least: 3 / 2 ** 20, steps: 20 });
  });

  it('ends a round of slow steps by the time, after one step at the earliest', async () => {
    const plan = { repetitions: 1, steps: 100, seconds: 3 };
    const slow = timed(1400);
    assert.equal((await repeat(slow.step, plan, slow.now)).rounds[0].steps, 3);
    const slowest = timed(9000);
    assert.equal((await repeat(slowest.step, plan, slowest.now)).rounds[0].steps, 1);
  });

  it('lets several take turns, round by round, each warmed up before the first turn', async () => {
    let now = 0;
    const order = [];
    const trains = (name, milliseconds) => () => {
      now += milliseconds;
      order.push(name);
      return { images: 8, loss: 1 };
    };
    const plan = { repetitions: 2, steps: 1, seconds: 0.03 };
    const measured = await repeatInTurns([trains('a', 10), trains('b', 20)], plan, () => now);
    assert.equal(order.join(''), 'aaabb' + 'ab' + 'ab');
    assert.deepEqual(
      measured.map(({ rounds }) => rounds.map(({ seconds }) => seconds)),
      [Array(2).fill(0.01), Array(2).fill(0.02)],
    );
    assert.equal(measured[0].losses.steps, 5);
  });
});

describe('kernels', () => {
  const kernel = (group, name, operations, bytes, ...seconds) => ({
    ...{ group, name, operations, bytes, seconds },
  });

  it('are held against the quickest loop', () => {
    const shares = kernelShares([
      kernel('peak', 'slow', 100, 0, 2),
      kernel('peak', 'quick', 100, 0, 1),
      kernel('peak', 'copy', 0, 80, 1),
      kernel('gemm nn', 'product', 60, 8, 9, 1, 1),
      kernel('optimizer', 'sgd', 0, 20, 1),
    ]);
    const [product, sgd] = shares.slice(3);
    assert.equal(product.shareOfPeak, 0.6);
    assert.equal(sgd.shareOfPeak, null);
    assert.equal(sgd.shareOfCopy, 0.25);
  });

  it('are suspected where they are much quicker without the baseline compiler', () => {
    const usual = [kernel('g', 'a', 1, 1, 3, 1.1), kernel('g', 'b', 1, 1, 3, 2.5)];
    const without = [kernel('g', 'a', 1, 1, 1, 2), kernel('g', 'b', 1, 1, 1, 2)];
    assert.deepEqual(baselineSuspects(usual, without), [{ group: 'g', name: 'b', factor: 2.5 }]);
  });
});

describe('bounds', () => {
  it('count the operations of the plain formulas', () => {
    // 8×8: 9·32·36, 288·64·16 and 1024·10 products forward; twice as much back, but for conv1's input.
    const [conv1, conv2, fc] = [9 * 32 * 36, 288 * 64 * 16, 1024 * 10];
    assert.equal(trainingOperations('tutorial', 8), 2 * (2 * conv1 + 3 * conv2 + 3 * fc));
  });

  it('compare rows of the same network, out of any sweep, and leave open what was not measured', () => {
    const row = (contestant, place, seconds, more = {}) => ({
      ...{ contestant, place, threads: 1, network: 'tutorial', seconds: { median: seconds } },
      ...more,
    });
    const rows = ratioRows({
      epochs: [
        row('gradlet', 'Chromium', 9, { network: 'example' }),
        row('gradlet', 'Chromium', 8, { variant: 'another build' }),
        row('gradlet', 'Chromium', 7, { sweep: 'threads' }),
        row('gradlet', 'Node', 6),
        row('gradlet', 'Chromium', 1, { memory: 100e6 }),
        row('PyTorch', 'native', 4),
      ],
    });
    assert.equal(rows[0].value, 0.25);
    assert.equal(rows[1].value, null);
    assert.equal(rows.at(-1).value, 100);
    assert.deepEqual(
      [rows[0], rows[1], { ...rows[0], value: 0.55 }, { ...rows[0], value: 0.61 }].map(verdict),
      ['kept, aim reached', '–', 'kept', 'MISSED'],
    );
    assert.equal(verdict({ value: 0.9, bound: 0.85, sense: 'at least' }), 'kept');
    assert.equal(verdict({ value: 0.8, bound: 0.85, sense: 'at least' }), 'MISSED');
  });

  it('compare one thread and two by the turns that they took', () => {
    const row = (threads, ...seconds) => ({
      ...{ contestant: 'gradlet', place: 'Chromium', threads, network: 'tutorial' },
      ...{
        seconds: { median: 1 },
        rounds: seconds.map((each) => ({ images: 512, seconds: each })),
      },
    });
    const twoByOne = (...epochs) =>
      ratioRows({ epochs }).find(({ what }) => what.endsWith('2 threads ÷ 1 thread')).value;
    assert.equal(twoByOne(row(1, 2, 4, 8), row(2, 1, 2.5, 4.5)), 0.5625);
    assert.equal(twoByOne(row(1, 2, 4, 8), { ...row(2), rounds: undefined, error: 'no' }), null);
  });
});

describe('the page', () => {
  it('has an interaction’s latency from its longest event, and the most where none was timed', () => {
    const event = (interactionId, duration) => ({ interactionId, duration });
    const events = [event(7, 24), event(7, 40), event(14, 32)];
    assert.deepEqual(interactionLatencies(events, 4), [40, 32, 16, 16]);
    assert.deepEqual(interactionLatencies(events, 1), [40, 32]);
  });

  it('has the tasks of its own thread between two marks', () => {
    const task = (ts, dur, tid = 1) => ({ name: 'RunTask', cat: 'timeline', pid: 9, tid, ts, dur });
    const mark = (name, ts) => ({ name, cat: 'blink.user_timing', pid: 9, tid: 1, ts });
    const events = [
      task(900, 5000),
      mark('from', 1000),
      { ...task(2000, 3000), tdur: 1500 },
      task(2500, 9000, 2),
      mark('to', 6000),
      task(7000, 8000),
    ];
    assert.deepEqual(tasksBetween(events, 'from', 'to'), [{ wall: 3, processor: 1.5 }]);
    assert.throws(() => tasksBetween(events, 'from', 'elsewhere'), /lacks the page’s marks/);
  });

  const task = (wall) => ({ wall, processor: wall / 2 });
  const measured = {
    ...{ inputs: 110, threads: 1, interactions: [8, 16, 24, 400], strokes: [20, 30, 90, 300] },
    tasks: [task(12), task(30)],
  };
  const times = Array(20).fill({ call: 2, pixels: 9 });
  const page = {
    interaction: [
      { name: 'one thread', rate: 4, measured },
      { name: 'one thread', rate: 1, measured: { ...measured, tasks: [task(70)] } },
    ],
    bare: [task(9), task(60)],
    redraw: { grown: times, zoomed: times },
    atOnce: { point: { median: 600, max: 1200 } },
    atRest: { point: { median: 500, max: 2000 } },
    download: { oneThread: 240_000, threads: 249_000 },
  };

  it('keeps its bounds by percentiles and medians, and by its longest task while slowed', () => {
    assert.deepEqual(pageFailures(page), []);
    const value = (what) => pageRows(page).find((row) => row.what === what).value;
    assert.equal(value('one thread (1): INP, p75'), 24);
    assert.equal(value('one thread (1), not slowed: longest task'), 70);
    assert.equal(value('a page with one number, a worker at work: longest task'), 60);
    assert.equal(value('a page with one number, a worker at work: tasks over 50 ms'), 1);
  });

  it('fails by what misses its bound and by what could not be measured', () => {
    const slow = { ...measured, tasks: [task(30), task(51)] };
    const failures = pageFailures({
      ...page,
      interaction: [{ name: 'one thread', rate: 4, measured: slow }],
      redraw: undefined,
    });
    assert.deepEqual(failures, [
      'one thread (1): longest task: 51.0 ms, at most 50 ms allowed',
      'redraw, 100,000 points × 5 runs, a run has grown, p95: not measured',
      'redraw, 100,000 points × 5 runs, zoomed, p95: not measured',
    ]);
  });
});
