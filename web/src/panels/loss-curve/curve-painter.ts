import type { RunRecord } from '../../shared/runs';
import { lineStyle } from '../run-styles';
import type { Points } from './decimate';
import { apart } from './marks';
import type { Lines } from './run-lines';

export interface CurveTheme {
  ink: string;
  soft: string;
  hairline: string;
  paper: string;
  /** Of each line, as in `lineStyles`. */
  lines: readonly string[];
  family: string;
  /** In CSS pixels. */
  fontSize: number;
}

/** How numbers and marks are written on the canvas. */
export interface CurveWords {
  whole: (value: number) => string;
  /** A loss or a learning rate at an axis or a mark. */
  plain: (value: number) => string;
  share: (share: number) => string;
  accuracy: (share: number) => string;
  guessing: string;
  rate: string;
  rateChanged: (rate: string) => string;
}

export interface PaintedRun {
  run: RunRecord;
  lines: Lines;
  /** Written at the line's end, where several are shown. */
  name: string;
}

/** From what is drawn to places on the canvas, in its own pixels. */
export interface Projection {
  x: (step: number) => number;
  loss: (loss: number) => number;
  share: (share: number) => number;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Canvas pixels per CSS pixel. */
  ratio: number;
  /** Equal for projections of lines that are equal. */
  key: string;
}

/** The loss of even guesses among ten classes: where an untrained network starts. */
const guessingLoss = Math.log(10);

/** Marks of one run that would lie nearer, in CSS pixels, are left out. */
export const leastApart = 12;

/** More circles than this, and only the last is labelled. */
const labelledCircles = 4;

interface LinePaths {
  key: string;
  raw: Path2D;
  smooth: Path2D;
}

/** Draws runs on a canvas that holds the axes already. */
export class CurvePainter {
  theme: CurveTheme;
  readonly #words: CurveWords;
  /** Paths of lines that have not changed are stroked again as they are. */
  readonly #paths = new WeakMap<Lines, LinePaths>();

  constructor(theme: CurveTheme, words: CurveWords) {
    this.theme = theme;
    this.#words = words;
  }

  paint(context: CanvasRenderingContext2D, runs: readonly PaintedRun[], at: Projection): void {
    context.save();
    clip(context, at, 0);
    this.#guessing(context, at);
    for (const painted of runs) this.#lines(context, painted, at);
    for (const painted of runs) this.#rateChanges(context, painted, at);
    for (const { run } of runs) this.#accuracyLine(context, run, at);
    context.restore();
    context.save();
    // Marks at the very edges are seen whole.
    clip(context, at, 6 * at.ratio);
    for (const { run } of runs) this.#marks(context, run, at);
    context.restore();
    context.save();
    const first = runs.find(({ run }) => run.line === 0) ?? runs[0];
    if (first) this.#accuracies(context, first, at);
    if (runs.length > 1) this.#names(context, runs, at);
    context.restore();
  }

  #color(run: RunRecord): string {
    return this.theme.lines[run.line ?? 0] ?? this.theme.ink;
  }

  #lines(context: CanvasRenderingContext2D, { run, lines }: PaintedRun, at: Projection): void {
    let paths = this.#paths.get(lines);
    if (paths?.key !== at.key) {
      paths = { key: at.key, raw: trace(lines.raw, at), smooth: trace(lines.smooth, at) };
      this.#paths.set(lines, paths);
    }
    context.lineJoin = 'round';
    context.strokeStyle = this.#color(run);
    context.lineWidth = at.ratio;
    context.globalAlpha = 0.4;
    context.stroke(paths.raw);
    context.globalAlpha = 1;
    context.lineWidth = 2 * at.ratio;
    context.setLineDash(lineStyle(run.line ?? 0).dash.map((length) => length * at.ratio));
    context.stroke(paths.smooth);
    context.setLineDash([]);
  }

  /** A dashed line where guessing stands, so that a falling loss has something to fall from. */
  #guessing(context: CanvasRenderingContext2D, at: Projection): void {
    const y = Math.round(at.loss(guessingLoss)) + 0.5;
    if (!(y > at.top && y < at.top + at.height)) return;
    context.strokeStyle = this.theme.soft;
    context.fillStyle = this.theme.soft;
    context.lineWidth = at.ratio;
    context.setLineDash([at.ratio, 3 * at.ratio]);
    context.beginPath();
    context.moveTo(at.left, y);
    context.lineTo(at.left + at.width, y);
    context.stroke();
    context.setLineDash([]);
    this.#letter(context, at, 'center', 'bottom');
    // Left of the middle: on a narrow plot the last accuracy takes the rest.
    context.fillText(this.#words.guessing, at.left + 0.44 * at.width, y - 2 * at.ratio);
  }

  /** Where the learning rate was changed by hand. */
  #rateChanges(context: CanvasRenderingContext2D, { run }: PaintedRun, at: Projection): void {
    if (run.learningRateChanges.length === 0) return;
    context.strokeStyle = this.#color(run);
    context.lineWidth = at.ratio;
    context.setLineDash([3 * at.ratio, 3 * at.ratio]);
    for (const { step } of run.learningRateChanges) {
      const x = Math.round(at.x(step)) + 0.5;
      context.beginPath();
      context.moveTo(x, at.top);
      context.lineTo(x, at.top + at.height);
      context.stroke();
    }
    context.setLineDash([]);
    for (const { step, learningRate } of run.learningRateChanges) {
      const text = this.#words.rateChanged(this.#words.plain(learningRate));
      this.#write(context, at, text, at.x(step) + 4 * at.ratio, at.top, this.#color(run), 'left');
    }
  }

  #accuracyLine(context: CanvasRenderingContext2D, run: RunRecord, at: Projection): void {
    context.strokeStyle = this.#color(run);
    context.lineWidth = at.ratio;
    context.setLineDash([2 * at.ratio, 4 * at.ratio]);
    context.beginPath();
    for (const { step, accuracy } of run.evaluations) {
      context.lineTo(at.x(step), at.share(accuracy));
    }
    context.stroke();
    context.setLineDash([]);
  }

  /** Circles for the accuracy, diamonds for the loss on unseen images. */
  #marks(context: CanvasRenderingContext2D, run: RunRecord, at: Projection): void {
    context.strokeStyle = this.#color(run);
    context.fillStyle = this.theme.paper;
    context.lineWidth = 1.5 * at.ratio;
    const seen = run.evaluations.filter(({ step }) => isWithin(at, at.x(step)));
    const marked = apart(seen, ({ step }) => at.x(step), leastApart * at.ratio);
    context.beginPath();
    for (const { step, accuracy, loss } of marked) {
      const x = at.x(step);
      const y = at.share(accuracy);
      context.moveTo(x + 4 * at.ratio, y);
      context.arc(x, y, 4 * at.ratio, 0, 2 * Math.PI);
      diamond(context, x, at.loss(loss), 5 * at.ratio);
    }
    context.fill();
    context.stroke();
  }

  /** Each circle's number beneath it, or the last one's when there are many. */
  #accuracies(context: CanvasRenderingContext2D, { run }: PaintedRun, at: Projection): void {
    const seen = run.evaluations.filter(({ step }) => isWithin(at, at.x(step)));
    for (const { step, accuracy } of seen.slice(seen.length > labelledCircles ? -1 : 0)) {
      const y = at.share(accuracy) + 7 * at.ratio;
      this.#write(context, at, this.#words.accuracy(accuracy), at.x(step), y, this.theme.ink);
    }
  }

  /** The runs' names at the ends of their lines, one below the other where these meet. */
  #names(context: CanvasRenderingContext2D, runs: readonly PaintedRun[], at: Projection): void {
    const height = (this.theme.fontSize + 3) * at.ratio;
    const ends = runs.flatMap(({ run, lines, name }) => {
      const end = lastSeen(lines.smooth, at);
      return end === null ? [] : [{ ...end, name, color: this.#color(run) }];
    });
    ends.sort((a, b) => a.y - b.y);
    // From the bottom up: lines end low, and above them there is room.
    let ceiling = at.top + at.height;
    for (const end of ends.reverse()) {
      const y = Math.max(at.top, Math.min(end.y - height - 4 * at.ratio, ceiling - height));
      ceiling = y;
      this.#write(context, at, end.name, end.x, y, end.color, 'right');
    }
  }

  /** Text with a rim of paper, kept within the plot. */
  #write(
    context: CanvasRenderingContext2D,
    at: Projection,
    text: string,
    x: number,
    y: number,
    color: string,
    align: 'left' | 'center' | 'right' = 'center',
  ): void {
    this.#letter(context, at, 'left', 'top');
    const width = context.measureText(text).width;
    const share = { left: 0, center: 0.5, right: 1 }[align];
    const rightmost = at.left + at.width - width - 2 * at.ratio;
    const left = Math.min(rightmost, Math.max(at.left + 2 * at.ratio, x - width * share));
    context.lineJoin = 'round';
    context.strokeStyle = this.theme.paper;
    context.lineWidth = 4 * at.ratio;
    context.strokeText(text, left, y);
    context.fillStyle = color;
    context.fillText(text, left, y);
  }

  #letter(
    context: CanvasRenderingContext2D,
    { ratio }: Projection,
    align: CanvasTextAlign,
    baseline: CanvasTextBaseline,
  ): void {
    context.font = `${this.theme.fontSize * ratio}px ${this.theme.family}`;
    context.textAlign = align;
    context.textBaseline = baseline;
  }
}

/** Whether a place is between the left and the right edge, both included. */
function isWithin({ left, width }: Projection, x: number): boolean {
  return x >= left - 0.5 && x <= left + width + 0.5;
}

/** Keeps what follows within the plot and `margin` around it. */
function clip(context: CanvasRenderingContext2D, at: Projection, margin: number): void {
  context.beginPath();
  context.rect(at.left - margin, at.top - margin, at.width + 2 * margin, at.height + 2 * margin);
  context.clip();
}

/** A point with none beside it is a short dash, or nobody would see the first step. */
function trace({ x, y, length }: Points, at: Projection): Path2D {
  const path = new Path2D();
  const origin = at.x(0);
  const perStep = at.x(1) - origin;
  const half = 2 * at.ratio;
  let down = false;
  for (let index = 0; index < length; index += 1) {
    const place = at.loss(y[index] ?? NaN);
    const across = origin + perStep * (x[index] ?? NaN);
    const known = !Number.isNaN(place);
    const alone = !down && Number.isNaN(at.loss(y[index + 1] ?? NaN));
    if (known && down) path.lineTo(across, place);
    else if (known) path.moveTo(alone ? across - half : across, place);
    if (known && alone) path.lineTo(across + half, place);
    down = known;
  }
  return path;
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number, half: number): void {
  if (!Number.isFinite(y)) return;
  context.moveTo(x, y - half);
  context.lineTo(x + half, y);
  context.lineTo(x, y + half);
  context.lineTo(x - half, y);
  context.closePath();
}

/** Where a line leaves the plot, or ends in it. */
function lastSeen({ x, y, length }: Points, at: Projection): { x: number; y: number } | null {
  for (let index = length - 1; index >= 0; index -= 1) {
    const across = at.x(x[index] ?? NaN);
    const place = at.loss(y[index] ?? NaN);
    if (Number.isFinite(place) && isWithin(at, across)) {
      return { x: across, y: place };
    }
  }
  return null;
}
