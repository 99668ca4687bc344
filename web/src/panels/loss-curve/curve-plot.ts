import './navigator-language';
import uPlot from 'uplot';
import {
  CurvePainter,
  type CurveTheme,
  type CurveWords,
  type PaintedRun,
  type Projection,
} from './curve-painter';
import type { Extent } from './pyramid';
import { paintRates, stripRoom } from './rate-strip';
import { linearTicks, ticks, type ScaleName } from './scale';
import type { View } from './view';

/** What is drawn. */
export interface Scene {
  runs: readonly PaintedRun[];
  view: View;
  range: Extent;
  scale: ScaleName;
  /** Whether the learning rates stand above the curve. */
  rates: boolean;
}

export interface PlotOptions {
  theme: CurveTheme;
  words: CurveWords;
  width: number;
  height: number;
  /** The step under the mouse; null when it leaves. */
  onPoint: (step: number | null) => void;
  /** The stretch that was drawn over with the mouse. */
  onSelect: (view: View) => void;
  onReset: () => void;
}

/** A selection narrower than this is a click, in pixels. */
const leastSelection = 6;

const nothing: Scene = {
  runs: [],
  view: { from: 0, to: 1 },
  range: { low: 0, high: 1 },
  scale: 'linear',
  rates: false,
};

/** Axes, grid, cursor and selection by uPlot; the lines, which are a few pixels wide at any length, by the painter. */
export class CurvePlot {
  readonly #plot: uPlot;
  readonly #options: PlotOptions;
  readonly #painter: CurvePainter;
  #scene: Scene = nothing;
  #pointing = false;

  constructor(element: HTMLElement, options: PlotOptions) {
    this.#options = options;
    this.#painter = new CurvePainter(options.theme, options.words);
    this.#plot = new uPlot(this.#build(), [[0, 1]], element);
  }

  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  /** What lies over the plot between the axes and takes the pointer. */
  get over(): HTMLElement {
    return this.#plot.over;
  }

  /** The plot between its axes, in CSS pixels of the whole. */
  get box(): { left: number; width: number } {
    const { left, width } = this.#plot.bbox;
    return { left: left / uPlot.pxRatio, width: width / uPlot.pxRatio };
  }

  /** Draws at once. */
  draw(scene: Scene): void {
    const before = this.#scene;
    this.#scene = scene;
    const moved =
      before.view.from !== scene.view.from ||
      before.view.to !== scene.view.to ||
      before.range.low !== scene.range.low ||
      before.range.high !== scene.range.high ||
      before.scale !== scene.scale ||
      before.rates !== scene.rates;
    this.#plot.batch(() => this.#plot.redraw(moved, moved));
  }

  /** Puts the cursor on a step; takes it away for null. */
  point(step: number | null): void {
    this.#pointing = true;
    const left = step === null ? -10 : this.#plot.valToPos(step, 'x');
    this.#plot.setCursor({ left, top: step === null ? -10 : 0 });
    this.#pointing = false;
  }

  /** The step at a place of the page, as a number between steps. */
  stepAt(clientX: number): number {
    return this.#plot.posToVal(clientX - this.over.getBoundingClientRect().left, 'x');
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height });
  }

  retheme(theme: CurveTheme): void {
    this.#painter.theme = theme;
    this.#plot.redraw(false, true);
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #build(): uPlot.Options {
    const { width, height, words } = this.#options;
    const theme = () => this.#painter.theme;
    const axis = (part: uPlot.Axis): uPlot.Axis => ({
      stroke: () => theme().soft,
      font: `${theme().fontSize}px ${theme().family}`,
      ticks: { show: false },
      gap: 6,
      ...part,
    });
    const grid: uPlot.Axis.Grid = { stroke: () => theme().hairline, width: 1 };
    return {
      width,
      height,
      padding: [() => (this.#scene.rates ? stripRoom : 12), 0, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: leastSelection },
        move: (plot, left, top) => [left < 0 ? left : this.#snapped(plot, left), top],
        bind: {
          dblclick: () => () => {
            this.#options.onReset();
            return null;
          },
        },
      },
      series: [{}],
      scales: {
        x: { time: false, range: () => [this.#scene.view.from, this.#scene.view.to] },
        loss: {
          // By the functions below: so the scale can change without another plot. The declared enum
          // does not exist at run time.
          // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
          distr: 100,
          fwd: (loss) => (this.#scene.scale === 'log' ? Math.log(loss) : loss),
          bwd: (value) => (this.#scene.scale === 'log' ? Math.exp(value) : value),
          range: () => [this.#scene.range.low, this.#scene.range.high],
        },
        accuracy: { range: [0, 1] },
      },
      axes: [
        axis({
          grid: { show: false },
          border: { show: true, width: 1, stroke: () => theme().hairline },
          size: 28,
          splits: (plot, _, low, high) =>
            linearTicks(low, high, (plot.width - 100) / 64).filter(Number.isInteger),
          values: (_, splits) => splits.map(words.whole),
        }),
        axis({
          scale: 'loss',
          grid,
          size: 48,
          splits: (plot, _, low, high) =>
            ticks({ low, high }, this.#scene.scale, (plot.height - 40) / 36),
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map(words.plain),
        }),
        axis({
          scale: 'accuracy',
          // Right. The declared enum does not exist at run time.
          // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
          side: 1,
          size: 52,
          grid: { show: false },
          splits: [0, 0.5, 1],
          values: (_, splits) => splits.map(words.share),
        }),
      ],
      hooks: {
        draw: [(plot) => this.#paint(plot)],
        setCursor: [(plot) => this.#pointed(plot)],
        setSelect: [(plot) => this.#selected(plot)],
      },
    };
  }

  #snapped(plot: uPlot, left: number): number {
    const { from, to } = this.#scene.view;
    const step = Math.round(plot.posToVal(left, 'x'));
    return plot.valToPos(Math.max(Math.ceil(from), Math.min(Math.floor(to), step)), 'x');
  }

  #pointed(plot: uPlot): void {
    if (this.#pointing) return;
    const left = plot.cursor.left ?? -1;
    this.#options.onPoint(left < 0 ? null : Math.round(plot.posToVal(left, 'x')));
  }

  #selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < leastSelection) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#options.onSelect({
      from: plot.posToVal(left, 'x'),
      to: plot.posToVal(left + width, 'x'),
    });
  }

  #paint(plot: uPlot): void {
    const at = this.#projection(plot);
    if (this.#scene.rates) {
      const runs = this.#scene.runs.map(({ run }) => run);
      paintRates(plot.ctx, runs, at, this.#painter.theme, this.#options.words);
    }
    this.#painter.paint(plot.ctx, this.#scene.runs, at);
  }

  #projection(plot: uPlot): Projection {
    const { left, top, width, height } = plot.bbox;
    const { view, range, scale } = this.#scene;
    const log = scale === 'log';
    const value = log ? Math.log : (loss: number) => loss;
    const perStep = width / (view.to - view.from);
    const lowest = value(range.low);
    const perLoss = height / (value(range.high) - lowest);
    const bottom = top + height;
    return {
      x: (step) => left + (step - view.from) * perStep,
      loss: log
        ? // A loss of 0 has no place on a logarithmic axis.
          (loss) => (loss > 0 ? bottom - (Math.log(loss) - lowest) * perLoss : NaN)
        : (loss) => bottom - (loss - lowest) * perLoss,
      share: (share) => top + height * (1 - share),
      left,
      top,
      width,
      height,
      ratio: uPlot.pxRatio,
      key: [left, top, width, height, view.from, view.to, range.low, range.high, scale].join(' '),
    };
  }
}
