// The tutorial's epochs as a picture for the README: on a logarithmic scale, since they lie that far apart.
import { nameOf, significant } from './report.mjs';

const width = 860;
const rowHeight = 28;
const plot = { left: 320, right: 700, top: 78 };
const font = 'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif';

/** Legible on light and dark pages: it brings its own ground in either. */
const style = `
  .ground { fill: #ffffff; } .grid { stroke: #d9dee5; } .ink { fill: #1b222c; } .soft { fill: #566172; }
  .ours { stroke: #b4430f; } .theirs { stroke: #49607c; }
  .ours.full { fill: #b4430f; } .theirs.full { fill: #49607c; } .open { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #12161d; } .grid { stroke: #2c3440; } .ink { fill: #e8ecf2; } .soft { fill: #9aa7b8; }
    .ours { stroke: #ff9a62; } .theirs { stroke: #93abc9; }
    .ours.full { fill: #ff9a62; } .theirs.full { fill: #93abc9; } .open { fill: #12161d; }
  }`;

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => escapes[sign]);
const text = (kind, x, y, words, more = '') =>
  `<text class="${kind}" x="${x}" y="${y}" ${more}>${escaped(words)}</text>`;

/** @returns {string | null} SVG of what was measured, the quickest first; null if nothing was */
export function picture(results) {
  const lines = linesOf(results.epochs);
  if (lines.length === 0) return null;
  const { machine, quick } = results;
  const bottom = plot.top + lines.length * rowHeight;
  const height = bottom + 58;
  const { x, ticks } = scale(lines.flatMap((line) => line.rows.map((row) => row.seconds)));
  const title = 'Seconds to train an epoch of the digits tutorial';
  const subtitle = quick
    ? 'A quick run: not for publishing'
    : 'Median and range of five repetitions, on a logarithmic scale; less is better';
  const where = `${machine.cores} cores of ${machine.processor} (${machine.processorModel})`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family='${font}' font-size="13" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(`${title}: ${lines.map(spoken).join('; ')}`)}</title>`,
    `<style>${style}\n</style>`,
    '<rect class="ground" width="100%" height="100%" rx="8"/>',
    text('ink', 20, 30, title, 'font-size="17" font-weight="600"'),
    text('soft', 20, 50, subtitle),
    legend(),
    ...ticks.map(
      ({ seconds, labelled }) =>
        `<line class="grid" x1="${x(seconds)}" x2="${x(seconds)}" y1="${plot.top}" y2="${bottom}"/>` +
        (labelled ? text('soft', x(seconds), bottom + 18, seconds, 'text-anchor="middle"') : ''),
    ),
    ...lines.map((line, index) => lineMarks(line, plot.top + (index + 0.5) * rowHeight, x)),
    text('soft', 20, bottom + 44, footer(machine, where), 'font-size="11"'),
    '</svg>\n',
  ].join('\n');
}

const footer = ({ date, chromium, node }, where) =>
  `${date}, ${where}, Chromium ${chromium}, Node ${node}`;

/** A line for each contestant and place, with its rows by number of threads. */
function linesOf(epochs) {
  const lines = new Map();
  for (const row of epochs) {
    if (row.network !== 'tutorial' || row.sweep || row.aside || !row.seconds) continue;
    const label = `${row.contestant} ${row.place === 'native' ? 'native' : `in ${row.place}`}`;
    const name = row.variant ? `${label}, ${row.variant}` : label;
    if (!lines.has(name)) lines.set(name, { name, ours: row.contestant === 'gradlet', rows: [] });
    lines.get(name).rows.push(row);
  }
  const best = (line) => Math.min(...line.rows.map((row) => row.seconds.median));
  return [...lines.values()].sort((a, b) => best(a) - best(b));
}

const threadsOf = ({ threads }) => `${threads} thread${threads === 1 ? '' : 's'}`;
const spoken = ({ rows }) =>
  rows
    .map(
      (row) =>
        `${nameOf(row)} (${row.place}), ${threadsOf(row)}: ${significant(row.seconds.median)}`,
    )
    .join('; ');

/** Positions of seconds, with ticks at 1, 2 and 5 times the powers of ten. */
function scale(spreads) {
  const least = Math.min(...spreads.map(({ min }) => min));
  const most = Math.max(...spreads.map(({ max }) => max));
  const powers = [-2, -1, 0, 1, 2, 3, 4];
  const steps = powers.flatMap((power) => [1, 2, 5].map((n) => Number(`${n}e${power}`)));
  const low = steps.findLast((step) => step <= least) ?? steps[0];
  const high = steps.find((step) => step >= most) ?? steps.at(-1);
  const span = Math.log(high / low);
  const wide = high / low > 100;
  return {
    x: (seconds) =>
      Number((plot.left + (Math.log(seconds / low) / span) * (plot.right - plot.left)).toFixed(1)),
    ticks: steps
      .filter((step) => step >= low && step <= high)
      .map((seconds) => ({ seconds, labelled: !wide || Math.log10(seconds) % 1 === 0 })),
  };
}

/** Which marks stand for how many threads. */
function legend() {
  const y = 46;
  return [
    `<circle class="theirs open" cx="${plot.right - 60}" cy="${y}" r="4.5" stroke-width="2"/>`,
    text('soft', plot.right - 48, y + 4, '1 thread'),
    `<circle class="theirs full" cx="${plot.right + 26}" cy="${y}" r="4.5" stroke-width="2"/>`,
    text('soft', plot.right + 38, y + 4, '2 threads'),
  ].join('');
}

function lineMarks({ name, ours, rows }, y, x) {
  const kind = ours ? 'ours' : 'theirs';
  const weight = ours ? 'font-weight="600"' : '';
  const marks = rows.map((row) => {
    const { median, min, max } = row.seconds;
    const fill = row.threads === 1 ? 'open' : 'full';
    return (
      `<line class="${kind}" x1="${x(min)}" x2="${x(max)}" y1="${y}" y2="${y}" stroke-width="2" stroke-linecap="round"/>` +
      `<circle class="${kind} ${fill}" cx="${x(median)}" cy="${y}" r="4.5" stroke-width="2"/>`
    );
  });
  const amounts = rows.map((row) => significant(row.seconds.median)).join(' and ');
  return [
    text('ink', plot.left - 16, y + 4, name, `text-anchor="end" font-size="12" ${weight}`),
    ...marks,
    text('ink', plot.right + 16, y + 4, `${amounts} s`, `font-size="12" ${weight}`),
  ].join('');
}
