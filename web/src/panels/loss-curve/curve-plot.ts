import uPlot from 'uplot';

/**
 * A run's numbers, index by step: entry `n` belongs to the weights after `n` steps. The loss has no
 * entry 0 (null), the accuracy only where it was measured. The arrays may grow in place.
 */
export interface CurvePoints {
  steps: number[];
  losses: (number | null)[];
  /** Shares from 0 to 1. */
  accuracies: (number | null)[];
}

export interface CurveTheme {
  accent: string;
  ink: string;
  soft: string;
  hairline: string;
  paper: string;
  /** Size and family, as CSS `font`. */
  font: string;
  /** The same size in pixels. */
  fontSize: number;
}

export interface CurveOptions {
  theme: CurveTheme;
  /** How axes write their numbers. */
  whole: (value: number) => string;
  share: (share: number) => string;
  /** How a measured accuracy is written beside its circle. */
  accuracy: (share: number) => string;
  guessing: string;
  /** The step pointed at, or null when the pointer leaves. */
  onPoint: (step: number | null) => void;
}

/** The loss of ten equal guesses, ln 10: where an untrained network starts. */
const guessingLoss = Math.log(10);

/** The loss axis reaches at least this far: guessing then stands below good accuracies. */
const leastTop = 3;

/** Losses above this leave the chart: one that explodes would flatten all the others. */
const mostTop = 12;

/** More circles than this, and only the last is labelled. */
const labelledCircles = 4;

/** What is not drawn in one frame is drawn in the next: at most once a frame. */
export class CurvePlot {
  readonly #plot: uPlot;
  readonly #options: CurveOptions;
  #theme: CurveTheme;
  #points: CurvePoints = { steps: [0], losses: [null], accuracies: [null] };
  #end = 1;
  #frame = 0;

  constructor(element: HTMLElement, width: number, height: number, options: CurveOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#plot = new uPlot(this.#build(width, height), this.#data(), element);
  }

  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  /** Draws `points` on an axis from 0 to `end` steps, in the next frame. */
  update(points: CurvePoints, end: number): void {
    this.#points = points;
    this.#end = Math.max(1, end);
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#plot.setData(this.#data());
    });
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height });
  }

  retheme(theme: CurveTheme): void {
    this.#theme = theme;
    this.#plot.redraw(false, true);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#plot.destroy();
  }

  #data(): uPlot.AlignedData {
    const { steps, losses, accuracies } = this.#points;
    return [steps, losses, accuracies];
  }

  #highest(): number {
    let highest = leastTop;
    for (const loss of this.#points.losses) {
      if (loss !== null && Number.isFinite(loss) && loss > highest) highest = loss;
    }
    return highest === leastTop ? highest : Math.min(mostTop, highest * 1.05);
  }

  #build(width: number, height: number): uPlot.Options {
    const options = this.#options;
    const axis = (part: uPlot.Axis): uPlot.Axis => ({
      stroke: () => this.#theme.soft,
      font: this.#theme.font,
      ticks: { show: false },
      gap: 6,
      ...part,
    });
    const grid: uPlot.Axis.Grid = { stroke: () => this.#theme.hairline, width: 1 };
    return {
      width,
      height,
      padding: [12, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false, range: () => [0, this.#end] },
        loss: { range: () => [0, this.#highest()] },
        accuracy: { range: [0, 1] },
      },
      axes: [
        axis({
          grid: { show: false },
          border: { show: true, width: 1, stroke: () => this.#theme.hairline },
          size: 30,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000],
          values: (_, splits) => splits.map((value) => options.whole(value)),
        }),
        axis({ scale: 'loss', grid, size: 36, space: 48 }),
        axis({
          scale: 'accuracy',
          // Right. The declared enum does not exist at run time.
          // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
          side: 1,
          size: 52,
          grid: { show: false },
          splits: [0, 0.5, 1],
          values: (_, splits) => splits.map((value) => options.share(value)),
        }),
      ],
      series: [
        {},
        {
          scale: 'loss',
          stroke: () => this.#theme.accent,
          width: 1.75,
          points: { size: 5, fill: () => this.#theme.accent },
        },
        {
          scale: 'accuracy',
          stroke: () => this.#theme.soft,
          width: 1,
          dash: [2, 4],
          spanGaps: true,
          points: {
            show: true,
            size: 8,
            width: 1.5,
            stroke: () => this.#theme.ink,
            fill: () => this.#theme.paper,
          },
        },
      ],
      hooks: {
        drawAxes: [(plot) => this.#drawGuessing(plot)],
        draw: [(plot) => this.#drawAccuracies(plot)],
        setCursor: [(plot) => options.onPoint(plot.cursor.idx ?? null)],
      },
    };
  }

  /** A dashed line where guessing stands, so that a falling loss has something to fall from. */
  #drawGuessing(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    const y = Math.round(plot.valToPos(guessingLoss, 'loss', true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = this.#theme.soft;
    ctx.fillStyle = this.#theme.soft;
    ctx.lineWidth = ratio;
    ctx.setLineDash([ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    this.#letter(ctx, ratio);
    ctx.textBaseline = 'bottom';
    ctx.fillText(this.#options.guessing, bbox.left + bbox.width / 2, y - 2 * ratio);
    ctx.restore();
  }

  /** Each circle's number beneath it, or the last one's when there are many. */
  #drawAccuracies(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    const circles: [number, number][] = [];
    this.#points.accuracies.forEach((share, step) => {
      if (share !== null) circles.push([step, share]);
    });
    ctx.save();
    this.#letter(ctx, ratio);
    // A rim of paper keeps the number readable where the line passes behind it.
    ctx.strokeStyle = this.#theme.paper;
    ctx.lineWidth = 4 * ratio;
    ctx.lineJoin = 'round';
    ctx.fillStyle = this.#theme.ink;
    ctx.textBaseline = 'top';
    for (const [step, share] of circles.slice(circles.length > labelledCircles ? -1 : 0)) {
      const text = this.#options.accuracy(share);
      const half = ctx.measureText(text).width / 2 + 2 * ratio;
      const middle = plot.valToPos(step, 'x', true);
      const x = Math.min(bbox.left + bbox.width - half, Math.max(bbox.left + half, middle));
      ctx.strokeText(text, x, plot.valToPos(share, 'accuracy', true) + 8 * ratio);
      ctx.fillText(text, x, plot.valToPos(share, 'accuracy', true) + 8 * ratio);
    }
    ctx.restore();
  }

  #letter(ctx: CanvasRenderingContext2D, ratio: number): void {
    ctx.font = this.#theme.font.replace(/[\d.]+px/, `${this.#theme.fontSize * ratio}px`);
    ctx.textAlign = 'center';
  }
}
