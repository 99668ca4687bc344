import type { FloatColumn } from '../../shared/float-column';
import type { Pyramid } from './pyramid';

/** A line of `length` points; y is NaN where it is interrupted. */
export interface Points {
  x: Float64Array;
  y: Float64Array;
  length: number;
}

/** The entries of a column of steps 1, 2, … that a view needs: one more on each side, to reach its edges. */
interface Stretch {
  begin: number;
  end: number;
}

function stretch(length: number, from: number, to: number): Stretch {
  const begin = Math.max(0, Math.floor(from) - 1);
  return { begin: Math.min(begin, length), end: Math.min(length, Math.max(begin, Math.ceil(to))) };
}

/**
 * First entry of each of `columns` equal parts, which is a multiple of `grain` but for the first; after the
 * last comes the end.
 */
function edge({ begin, end }: Stretch, column: number, columns: number, grain = 1): number {
  if (column === columns) return end;
  const exact = begin + (column * (end - begin)) / columns;
  return column === 0 ? begin : Math.ceil(exact / grain) * grain;
}

/**
 * The steps between `from` and `to` for a plot of `columns` pixels: all of them while they are few,
 * else the smallest and the largest of each column, so that no peak is lost. The first and the
 * last step stand exactly where they are.
 */
export function decimate(pyramid: Pyramid, from: number, to: number, columns: number): Points {
  const { values } = pyramid;
  const all = stretch(values.length, from, to);
  const count = all.end - all.begin;
  if (count <= 2 * columns) return every(values, all);
  const points = room(2 * columns + 2);
  // So that each column is put together of few stretches that the pyramid knows.
  const grain = pyramid.grain(count / columns / 2);
  add(points, all.begin + 1, values.at(all.begin));
  let before = values.at(all.begin);
  for (let column = 0; column < columns; column += 1) {
    const begin = edge(all, column, columns, grain);
    const end = edge(all, column + 1, columns, grain);
    const { low, high } = pyramid.extent(begin, end);
    const middle = (begin + 1 + end) / 2;
    if (low > high) {
      add(points, middle, NaN);
      continue;
    }
    // The nearer one first: the line then does not jump back and forth.
    const lowFirst = !(Math.abs(before - high) < Math.abs(before - low));
    add(points, middle, lowFirst ? low : high);
    add(points, middle, lowFirst ? high : low);
    before = lowFirst ? high : low;
  }
  add(points, all.end, values.at(all.end - 1));
  return points;
}

/** Like `decimate`, for a column that is smooth already: the last entry of each column of pixels. */
export function sample(values: FloatColumn, from: number, to: number, columns: number): Points {
  const all = stretch(values.length, from, to);
  if (all.end - all.begin <= columns) return every(values, all);
  const points = room(columns + 1);
  add(points, all.begin + 1, values.at(all.begin));
  for (let column = 0; column < columns; column += 1) {
    const last = edge(all, column + 1, columns) - 1;
    add(points, last + 1, values.at(last));
  }
  return points;
}

function every(values: FloatColumn, { begin, end }: Stretch): Points {
  const points = room(end - begin);
  for (let index = begin; index < end; index += 1) add(points, index + 1, values.at(index));
  return points;
}

function room(most: number): Points {
  return { x: new Float64Array(most), y: new Float64Array(most), length: 0 };
}

function add(points: Points, x: number, y: number): void {
  points.x[points.length] = x;
  points.y[points.length] = Number.isFinite(y) ? y : NaN;
  points.length += 1;
}
