import { learningRates, type RunRecord } from '../../shared/runs';
import { lineStyle } from '../run-styles';
import type { CurveTheme, CurveWords, Projection } from './curve-painter';

/** Room above the plot, in CSS pixels: the strip, and air around it. */
export const stripRoom = 56;
const stripHeight = 28;
const stripBottom = 16;

/** Whether the learning rate of any of these runs changes, by schedule or by hand. */
export function ratesChange(runs: readonly RunRecord[]): boolean {
  return runs.some((run) => learningRates(run).length > 1);
}

/** The learning rates of the runs above the plot, on the plot's own steps. */
export function paintRates(
  context: CanvasRenderingContext2D,
  runs: readonly RunRecord[],
  at: Projection,
  theme: CurveTheme,
  words: CurveWords,
): void {
  const all = runs.map((run) => ({ run, rates: learningRates(run) }));
  const values = all.flatMap(({ rates }) => rates.map(({ learningRate }) => learningRate));
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!(low <= high) || !(low > 0)) return;
  const bottom = at.top - stripBottom * at.ratio;
  const height = stripHeight * at.ratio;
  // By ratio, since that is what a schedule changes; one rate alone lies in the middle.
  const place = (rate: number) =>
    low === high
      ? bottom - height / 2
      : bottom - (height * Math.log(rate / low)) / Math.log(high / low);

  context.save();
  context.font = `${theme.fontSize * at.ratio}px ${theme.family}`;
  context.fillStyle = theme.soft;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const rate of new Set([low, high])) {
    const short = Number(rate.toPrecision(2));
    context.fillText(words.plain(short), at.left - 6 * at.ratio, place(rate));
  }
  context.textAlign = 'left';
  context.fillText(words.rate, at.left + 4 * at.ratio, bottom - 6 * at.ratio);
  context.beginPath();
  context.rect(at.left, bottom - height - 4 * at.ratio, at.width, height + 8 * at.ratio);
  context.clip();
  for (const { run, rates } of all) {
    context.strokeStyle = theme.lines[run.line ?? 0] ?? theme.ink;
    context.lineWidth = 1.5 * at.ratio;
    context.setLineDash(lineStyle(run.line ?? 0).dash.map((length) => length * at.ratio));
    context.beginPath();
    rates.forEach(({ step, learningRate }, index) => {
      context.lineTo(at.x(step), place(learningRate));
      context.lineTo(at.x(rates[index + 1]?.step ?? run.totalSteps), place(learningRate));
    });
    context.stroke();
  }
  context.restore();
}
