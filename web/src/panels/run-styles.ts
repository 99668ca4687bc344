import { lineCount, type RunRecord } from '../shared/runs';

/** How a run's line is told from others: its colour is `--run-1` to `--run-5` or `--run-reference`. */
export interface LineStyle {
  /** Name of the colour. */
  name: string;
  /** Lengths of dashes and gaps in pixels; empty for a line that is not interrupted. */
  dash: readonly number[];
}

const dashes: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [10, 3, 2, 3],
  [5, 2, 1, 2, 1, 2],
];

/** Of each line; the last is the reference's. */
export const lineStyles: readonly LineStyle[] = [
  ...dashes.slice(0, lineCount).map((dash, line) => ({ name: `run-${line + 1}`, dash })),
  { name: 'run-reference', dash: [3, 5] },
];

const plain: LineStyle = { name: 'run-reference', dash: [] };

export function lineStyle(line: number): LineStyle {
  return lineStyles[line] ?? plain;
}

/** Earlier runs, over them the one that learns, and over that, in dashes, the reference. */
export function backToFront(runs: readonly RunRecord[]): RunRecord[] {
  const order = ({ line, reference }: RunRecord) => (reference ? 2 : line === 0 ? 1 : 0);
  return [...runs].sort((a, b) => order(a) - order(b));
}
