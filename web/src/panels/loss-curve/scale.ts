import type { Extent } from './pyramid';

export const scaleNames = ['linear', 'log'] as const;
export type ScaleName = (typeof scaleNames)[number];

/** The loss axis of a whole run reaches at least this far: guessing then stands below good accuracies. */
const leastTop = 3;

/** A whole run's losses above this leave the chart: one that explodes would flatten all the others. */
const mostTop = 12;

/** What is shown of the losses `low` to `high`: for a whole run from 0, for a part of it what fits it. */
export function lossRange({ low, high }: Extent, scale: ScaleName, whole: boolean): Extent {
  if (scale === 'log') {
    if (!(low <= high) || !(high > 0)) return { low: 0.1, high: 5 };
    const bottom = roundDown(Math.max(low, high * 1e-9));
    return { low: bottom, high: Math.max(roundUp(high), 2 * bottom) };
  }
  if (!(low <= high)) return { low: 0, high: leastTop };
  if (whole) return { low: 0, high: Math.max(leastTop, Math.min(mostTop, high * 1.05)) };
  const air = Math.max((high - low) * 0.05, 1e-6, Math.abs(high) * 1e-6);
  return { low: low - air, high: high + air };
}

const leading = [1, 2, 5, 10];

/** The greatest of 1, 2 and 5 times a power of ten that is not above `value`. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = leading.filter((first) => first * power <= value).at(-1) ?? 1;
  return digit * power;
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (leading.find((first) => first * power >= value) ?? 10) * power;
}

/** Round numbers from `low` to `high`, at most `most` of them. */
export function ticks({ low, high }: Extent, scale: ScaleName, most: number): number[] {
  const marks = scale === 'log' ? logTicks(low, high, most) : [];
  return marks.length >= 3 ? marks : linearTicks(low, high, most);
}

/** Steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, most: number): number[] {
  const width = high - low;
  if (!(width > 0) || !Number.isFinite(width)) return [low];
  const step = roundUp(width / Math.max(1, most));
  const marks: number[] = [];
  // Counted, since sums of steps drift.
  for (let count = Math.ceil(low / step - 1e-9); count * step <= high + step * 1e-9; count += 1) {
    marks.push(Number((count * step).toPrecision(12)));
  }
  return marks;
}

function logTicks(low: number, high: number, most: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  for (const digits of [[1, 2, 5], [1]]) {
    const marks: number[] = [];
    for (let power = from; power <= to; power += 1) {
      for (const digit of digits) {
        const mark = Number((digit * 10 ** power).toPrecision(12));
        if (mark >= low * (1 - 1e-9) && mark <= high * (1 + 1e-9)) marks.push(mark);
      }
    }
    if (marks.length <= most) return marks;
    if (digits.length === 1) {
      const every = Math.ceil(marks.length / most);
      return marks.filter((_, index) => index % every === 0);
    }
  }
  return [];
}
