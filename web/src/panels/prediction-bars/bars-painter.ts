/** Height of a class's row in pixels of the page, in the style sheet too. */
export const rowHeight = 22;
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

export interface Bars {
  /** From 0 to 1, from top to bottom. */
  readonly lengths: readonly number[];
  /** What stands at their ends. */
  readonly texts: readonly string[];
  /** The longest text that may stand there. */
  readonly widest: string;
  /** Which one stands out; -1 for none. */
  readonly best: number;
}

/** Paints bars in rows with their texts at the right, onto a canvas of `ratio` pixels for each of the page's. */
export function paintBars(
  canvas: HTMLCanvasElement,
  ratio: number,
  theme: BarsTheme,
  { lengths, texts, widest, best }: Bars,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const width = canvas.width / ratio;
  const font = (weight: number) => `${weight} ${theme.size} ${theme.family}`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, canvas.height / ratio);
  context.font = font(700);
  const whole = Math.max(0, width - gap - Math.ceil(context.measureText(widest).width));
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  lengths.forEach((length, row) => {
    const top = row * rowHeight + (rowHeight - barHeight) / 2;
    context.beginPath();
    context.roundRect(0.5, top + 0.5, Math.max(0, whole - 1), barHeight - 1, barRadius);
    context.fillStyle = theme.empty;
    context.fill();
    context.strokeStyle = theme.edge;
    context.stroke();
    context.beginPath();
    context.roundRect(0, top, whole * length, barHeight, barRadius);
    context.fillStyle = theme.bar;
    context.fill();
    context.font = font(row === best ? 700 : 400);
    context.fillStyle = row === best ? theme.ink : theme.soft;
    context.fillText(texts[row] ?? '', width, row * rowHeight + rowHeight / 2 + 1);
  });
}

/** From 0 to 1 in the time from 0 to 1, quick first. */
export const easeOut = (time: number): number => 1 - (1 - Math.min(1, time)) ** 3;
