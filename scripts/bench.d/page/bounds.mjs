// What the page is held to.
import { percentile } from '../measure.mjs';
import { verdict } from '../ratios.mjs';

/** How many times the page's thread is slowed for the interaction. */
export const slowed = 4;

/** Longer tasks than this, in milliseconds, keep a page from answering. */
export const longTask = 50;

/**
 * @typedef {import('../ratios.mjs').Row & {bound?: number}} PageRow  one without a bound only tells
 */

/**
 * @param {object} page  what groups/page.mjs has measured, as far as it was measured
 * @returns {PageRow[]}
 */
export function pageRows(page) {
  return [
    ...page.interaction.flatMap(interactionRows),
    ...bareRows(page.bare),
    ...redrawRows(page.redraw),
    atMost('from Train to the first point, pressed at once, median', page.atOnce?.point.median, {
      ...{ bound: 1000, unit: 'ms' },
    }),
    tells('the same, at worst', page.atOnce?.point.max, 'ms'),
    tells('the same, pressed at rest, median', page.atRest?.point.median, 'ms'),
    atMost('download, gzipped, threads', thousands(page.download?.threads), {
      ...{ bound: 250, unit: 'kB' },
    }),
    atMost('download, gzipped, one thread', thousands(page.download?.oneThread), {
      ...{ bound: 250, unit: 'kB' },
    }),
  ];
}

function interactionRows({ name, rate, measured }) {
  const { inputs, threads, interactions, strokes, tasks } = measured ?? {};
  const where = `${name}${threads === undefined ? '' : ` (${threads})`}`;
  const { longest, many, working } = longTasks(tasks);
  if (rate === 1) {
    return [
      tells(`${where}, not slowed: longest task`, longest?.wall, 'ms'),
      tells(`${where}, not slowed: tasks over ${longTask} ms`, many),
    ];
  }
  const p75 = (values) => values && percentile(values, 0.75);
  return [
    tells(`${where}: inputs`, inputs),
    atMost(`${where}: INP, p75`, p75(interactions), { bound: 200, unit: 'ms' }),
    tells(`${where}: INP, at worst`, interactions && Math.max(...interactions), 'ms'),
    atMost(`${where}: stroke to bars, p75`, p75(strokes), { bound: 100, unit: 'ms' }),
    tells(`${where}: stroke to bars, at worst`, strokes && Math.max(...strokes), 'ms'),
    atMost(`${where}: longest task`, longest?.wall, { bound: longTask, unit: 'ms' }),
    tells(`${where}: of it processor’s time`, longest?.processor, 'ms'),
    tells(`${where}: tasks over ${longTask} ms`, many),
    tells(`${where}: tasks over ${longTask} ms of processor’s time`, working),
  ];
}

function longTasks(tasks) {
  return {
    longest: tasks?.reduce((a, b) => (b.wall > a.wall ? b : a), { wall: 0, processor: 0 }),
    many: tasks?.filter(({ wall }) => wall > longTask).length,
    working: tasks?.filter(({ processor }) => processor > longTask).length,
  };
}

/** What is long without gradlet. */
function bareRows(tasks) {
  const { longest, many } = longTasks(tasks);
  const where = 'a page with one number, a worker at work';
  return [
    tells(`${where}: longest task`, longest?.wall, 'ms'),
    tells(`${where}: tasks over ${longTask} ms`, many),
  ];
}

function redrawRows(redraw) {
  const kinds = { grown: 'a run has grown', zoomed: 'zoomed' };
  return Object.entries(kinds).flatMap(([kind, name]) => {
    const p95 = (part) =>
      redraw &&
      percentile(
        redraw[kind].map((times) => times[part]),
        0.95,
      );
    const what = `redraw, 100,000 points × 5 runs, ${name}, p95`;
    return [
      atMost(what, p95('call'), { bound: 8, unit: 'ms' }),
      tells('the same, until its pixels are there, by software', p95('pixels'), 'ms'),
    ];
  });
}

const atMost = (what, value, limit) => ({ what, value: value ?? null, sense: 'at most', ...limit });
const tells = (what, value, unit) => ({ what, value: value ?? null, ...(unit ? { unit } : {}) });
const thousands = (bytes) => (bytes === undefined ? undefined : bytes / 1000);

/** What keeps the page from its bounds, in words. */
export function pageFailures(page) {
  return pageRows(page)
    .filter(({ bound }) => bound !== undefined)
    .flatMap((row) => {
      if (row.value === null) return [`${row.what}: not measured`];
      const unit = row.unit ? ` ${row.unit}` : '';
      const said = `${row.what}: ${row.value.toFixed(1)}${unit}`;
      return verdict(row) === 'MISSED' ? [`${said}, ${row.sense} ${row.bound}${unit} allowed`] : [];
    });
}
