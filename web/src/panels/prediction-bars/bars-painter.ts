/** Height of a class's row in pixels of the page, in the style sheet too. */
const rowHeight = 22;
const barHeight = 12;
const barRadius = 2;
const gap = 12;

/** Colours, and a font's size and family, as the page has them at the moment. */
export interface BarsTheme {
  readonly bar: string;
  readonly empty: string;
  readonly edge: string;
  readonly ink: string;
  readonly soft: string;
  readonly size: string;
  readonly family: string;
}

/** The theme of an element's tokens. */
export function themeOf(element: Element): BarsTheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim() || 'gray';
  return {
    bar: token('--accent'),
    empty: token('--raised'),
    edge: token('--hairline'),
    ink: token('--ink'),
    soft: token('--ink-soft'),
    size: style.fontSize,
    family: style.fontFamily,
  };
}

export interface Bar {
  /** From 0 to 1. */
  readonly length: number;
  /** What stands at its end. */
  readonly text: string;
  /** Whether it stands out. */
  readonly best: boolean;
}

/**
 * Paints bars in rows, with their texts at the right, onto a canvas of `ratio` pixels for each of the page's.
 * What is as before is left alone: most is, when a stroke grows, and texts take long.
 */
export class BarsPainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #theme: BarsTheme;
  /** Of the canvas, and of a bar's whole length. */
  readonly #width: number;
  readonly #whole: number;
  readonly #ratio: number;
  /** What was painted, by row: lengths in pixels of the canvas, and texts in their style. */
  readonly #lengths: number[] = [];
  readonly #texts: string[] = [];

  /** There is room for texts as wide as `widest`. */
  constructor(context: CanvasRenderingContext2D, ratio: number, theme: BarsTheme, widest: string) {
    this.#context = context;
    this.#theme = theme;
    this.#ratio = ratio;
    this.#width = context.canvas.width / ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.strokeStyle = theme.edge;
    context.font = this.#font(true);
    const text = Math.ceil(context.measureText(widest).width);
    this.#whole = Math.max(0, this.#width - gap - text);
  }

  #font(best: boolean): string {
    return `${best ? 700 : 400} ${this.#theme.size} ${this.#theme.family}`;
  }

  paint(bars: readonly Bar[]): void {
    bars.forEach(({ length, text, best }, row) => {
      const pixels = Math.round(this.#whole * length * this.#ratio);
      if (pixels !== this.#lengths[row]) this.#bar(row, pixels / this.#ratio);
      this.#lengths[row] = pixels;
      const styled = `${best} ${text}`;
      if (styled !== this.#texts[row]) this.#text(row, text, best);
      this.#texts[row] = styled;
    });
  }

  #bar(row: number, length: number): void {
    const { bar, empty } = this.#theme;
    const context = this.#context;
    const top = row * rowHeight;
    context.clearRect(0, top, this.#whole, rowHeight);
    const box = (left: number, right: number, inset: number) => {
      const y = top + (rowHeight - barHeight) / 2 + inset;
      context.beginPath();
      context.roundRect(left, y, Math.max(0, right - left), barHeight - 2 * inset, barRadius);
    };
    box(0.5, this.#whole - 0.5, 0.5);
    context.fillStyle = empty;
    context.fill();
    context.stroke();
    if (length === 0) return;
    box(0, length, 0);
    context.fillStyle = bar;
    context.fill();
  }

  #text(row: number, text: string, best: boolean): void {
    const { ink, soft } = this.#theme;
    const context = this.#context;
    const top = row * rowHeight;
    context.clearRect(this.#whole, top, this.#width - this.#whole, rowHeight);
    context.font = this.#font(best);
    context.fillStyle = best ? ink : soft;
    context.fillText(text, this.#width, top + rowHeight / 2 + 1);
  }
}

/** From 0 to 1 in the time from 0 to 1, quick first. */
export const easeOut = (time: number): number => 1 - (1 - Math.min(1, time)) ** 3;
