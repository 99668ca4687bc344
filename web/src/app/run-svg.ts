import type { CurveView } from '../panels';
import type { Format } from '../panels/format';
import { leastApart } from '../panels/loss-curve/curve-painter';
import type { Points } from '../panels/loss-curve/decimate';
import { apart } from '../panels/loss-curve/marks';
import { RunLines, type Lines } from '../panels/loss-curve/run-lines';
import { linearTicks, lossRange, ticks } from '../panels/loss-curve/scale';
import { wholeView } from '../panels/loss-curve/view';
import type { PanelMessages } from '../panels/messages';
import { backToFront, lineStyle } from '../panels/run-styles';
import { runName } from '../panels/run-words';
import type { RunRecord } from '../shared/runs';

/** The light theme's: the picture is for paper, whatever the page looks like. Names as in tokens.css. */
export const palette: Readonly<Record<string, string>> = {
  paper: '#fcfcfb',
  ink: '#1b1f23',
  'ink-soft': '#565d65',
  hairline: '#dcdfe0',
  'run-1': '#00716a',
  'run-2': '#3757b5',
  'run-3': '#8a5200',
  'run-4': '#8b3fa0',
  'run-5': '#566500',
  'run-reference': '#1b1f23',
};

const width = 960;
const plot = { left: 64, top: 56, width: 824, height: 400 };
const legendTop = 512;
const legendRow = 22;

interface Drawn {
  run: RunRecord;
  name: string;
  lines: Lines;
}

/** From steps, losses and shares to places in the picture. */
interface Places {
  x: (step: number) => number;
  loss: (loss: number) => number;
  share: (share: number) => number;
}

/** The runs as the curve shows them, as a picture that stands alone: lines, and text that stays text. */
export function runsAsSvg(
  runs: readonly RunRecord[],
  { view, scale }: CurveView,
  messages: PanelMessages,
  format: Format,
): string {
  const words = messages.curve;
  const steps = runs.map((run) => Math.max(run.totalSteps, run.losses.length));
  const seen = view ?? wholeView(Math.max(0, ...steps));
  const extent = { low: Infinity, high: -Infinity };
  const drawn = runs.map((run): Drawn => {
    const lines = new RunLines(run);
    const { low, high } = lines.extent(seen);
    extent.low = Math.min(extent.low, low);
    extent.high = Math.max(extent.high, high);
    return { run, name: runName(run, messages), lines: lines.lines(seen, plot.width) };
  });
  const range = lossRange(extent, scale, view === null);
  const log = scale === 'log';
  const value = log ? Math.log10 : (loss: number) => loss;
  const high = value(range.high);
  const perLoss = plot.height / (high - value(range.low));
  const at: Places = {
    x: (step) => plot.left + ((step - seen.from) * plot.width) / (seen.to - seen.from),
    loss: (loss) => (log && loss <= 0 ? NaN : plot.top + (high - value(loss)) * perLoss),
    share: (share) => plot.top + plot.height * (1 - share),
  };
  const height = legendTop + legendRow * (drawn.length + 1) + 8;
  const layers = backToFront(runs).flatMap((run) => drawn.filter((one) => one.run === run));
  const names = drawn.map(({ name }) => name).join(', ');
  const stepMarks = linearTicks(seen.from, seen.to, 12).filter(Number.isInteger);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(words.title)}: ${escaped(names)}</title>`,
    `<desc>${escaped(words.smoothing)}</desc>`,
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top}" width="${plot.width}" height="${plot.height}"/></clipPath>`,
    `<rect width="${width}" height="${height}" fill="${color('paper')}"/>`,
    text(plot.left, 30, words.title, 'start', 'font-size="17" font-weight="600"'),
    ...ticks(range, scale, 10).map((mark) => lossMark(at.loss(mark), format.plain(mark))),
    ...[0, 0.5, 1].map((share) =>
      text(width - 64, at.share(share) + 4, format.wholePercent(share), 'start'),
    ),
    ...stepMarks.map((mark) => text(at.x(mark), plot.top + plot.height + 22, format.whole(mark))),
    horizontal(plot.top + plot.height, color('ink-soft')),
    text(plot.left - 8, plot.top - 12, words.loss, 'end'),
    text(width - 64, plot.top - 12, words.accuracy, 'start'),
    text(plot.left + plot.width / 2, plot.top + plot.height + 42, words.step),
    '<g clip-path="url(#plot)">',
    ...layers.map((one) => runLines(one, at)),
    ...layers.map((one) => rateChanges(one, at, (rate) => words.rateChanged(format.plain(rate)))),
    '</g>',
    ...layers.map(({ run }) => evaluations(run, at)),
    ...drawn.map((one, index) => legendEntry(one, index, words, format)),
    markKeys(legendTop + drawn.length * legendRow, words),
    '</svg>\n',
  ].join('\n');
}

function color(name: string): string {
  return palette[name] ?? palette.ink ?? '';
}

function runColor(run: RunRecord): string {
  return color(lineStyle(run.line ?? 0).name);
}

function dashes(run: RunRecord): string {
  const { dash } = lineStyle(run.line ?? 0);
  return dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
}

function runLines({ run, lines }: Drawn, at: Places): string {
  const stroke = `fill="none" stroke="${runColor(run)}" stroke-linejoin="round"`;
  return [
    `<path d="${path(lines.raw, at)}" ${stroke} stroke-opacity="0.4"/>`,
    `<path d="${path(lines.smooth, at)}" ${stroke} stroke-width="2"${dashes(run)}/>`,
  ].join('\n');
}

function path({ x, y, length }: Points, at: Places): string {
  const parts: string[] = [];
  let down = false;
  for (let index = 0; index < length; index += 1) {
    const place = at.loss(y[index] ?? NaN);
    const known = Number.isFinite(place);
    if (known) parts.push(`${down ? 'L' : 'M'}${round(at.x(x[index] ?? NaN))} ${round(place)}`);
    down = known;
  }
  return parts.join('');
}

/** Circles for the accuracy, diamonds for the loss on unseen images, as far as they are in view. */
function evaluations(run: RunRecord, at: Places): string {
  const shape = `fill="${color('paper')}" stroke="${runColor(run)}" stroke-width="1.5"`;
  const marked = apart(run.evaluations, ({ step }) => at.x(step), leastApart);
  const marks = marked.flatMap(({ step, accuracy, loss }) => {
    const x = round(at.x(step));
    if (x < plot.left || x > plot.left + plot.width) return [];
    const y = round(at.loss(loss));
    const inside = y >= plot.top && y <= plot.top + plot.height;
    return [
      `<circle cx="${x}" cy="${round(at.share(accuracy))}" r="4" ${shape}/>`,
      ...(inside ? [`<path d="M${x} ${y - 5}l5 5-5 5-5-5z" ${shape}/>`] : []),
    ];
  });
  return marks.join('\n');
}

/** Where the learning rate was changed by hand. */
function rateChanges({ run }: Drawn, at: Places, words: (rate: number) => string): string {
  const stroke = runColor(run);
  const marks = run.learningRateChanges.map(({ step, learningRate }) => {
    const x = round(at.x(step));
    const line = `<path d="M${x} ${plot.top}v${plot.height}" stroke="${stroke}" stroke-dasharray="3 3"/>`;
    return `${line}\n${text(x + 4, plot.top + 12, words(learningRate), 'start')}`;
  });
  return marks.join('\n');
}

function legendEntry(
  { run, name }: Drawn,
  index: number,
  words: PanelMessages['curve'],
  format: Format,
): string {
  const y = legendTop + index * legendRow;
  const loss = run.losses.at(run.losses.length - 1);
  const last = run.evaluations.at(-1);
  const results = [
    ...(Number.isNaN(loss) ? [] : [`${words.loss} ${format.four(loss)}`]),
    ...(last === undefined ? [] : [`${words.accuracy} ${format.percent(last.accuracy)}`]),
  ];
  const line = `<path d="M${plot.left} ${y}h36" stroke="${runColor(run)}" stroke-width="2"${dashes(run)}/>`;
  return [
    line,
    text(plot.left + 48, y + 4, name, 'start', 'font-weight="600"'),
    text(plot.left + 200, y + 4, results.join(', '), 'start'),
  ].join('\n');
}

/** What circles and diamonds stand for. */
function markKeys(y: number, words: PanelMessages['curve']): string {
  const shape = `fill="none" stroke="${color('ink')}" stroke-width="1.5"`;
  const { left } = plot;
  return [
    `<circle cx="${left + 18}" cy="${y}" r="4" ${shape}/>`,
    text(left + 48, y + 4, words.accuracy, 'start'),
    `<path d="M${left + 182} ${y - 5}l5 5-5 5-5-5z" ${shape}/>`,
    text(left + 200, y + 4, words.validationLoss, 'start'),
  ].join('\n');
}

function lossMark(y: number, label: string): string {
  return `${horizontal(y, color('hairline'))}\n${text(plot.left - 8, round(y) + 4, label, 'end')}`;
}

function horizontal(y: number, stroke: string): string {
  return `<path d="M${plot.left} ${round(y)}h${plot.width}" stroke="${stroke}"/>`;
}

function text(x: number, y: number, words: string, anchor = 'middle', more = ''): string {
  const place = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"`;
  return `<text ${place} fill="${color('ink')}"${more && ` ${more}`}>${escaped(words)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
