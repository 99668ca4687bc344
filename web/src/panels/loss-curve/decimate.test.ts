import { describe, expect, it } from 'vitest';
import { FloatColumn } from '../../shared/float-column';
import { decimate, sample, type Points } from './decimate';
import { Pyramid } from './pyramid';

function column(length: number, value: (step: number) => number): FloatColumn {
  const values = new FloatColumn();
  for (let step = 1; step <= length; step += 1) values.push(value(step));
  return values;
}

function decimated(values: FloatColumn, from: number, to: number, columns: number): Points {
  const pyramid = new Pyramid(values);
  pyramid.sync();
  return decimate(pyramid, from, to, columns);
}

const xs = ({ x, length }: Points) => [...x.slice(0, length)];
const ys = ({ y, length }: Points) => [...y.slice(0, length)];

/** A wave with a peak and a trough of one step each. */
const spiky = (step: number) =>
  step === 31_337 ? 9 : step === 77_777 ? -9 : Math.sin(step / 500) + (step % 2) / 8;

describe('decimate', () => {
  it('leaves few steps as they are', () => {
    const points = decimated(
      column(118, (step) => step),
      0,
      118,
      800,
    );
    expect(xs(points)).toEqual(Array.from({ length: 118 }, (_, index) => index + 1));
    expect(ys(points)).toEqual(xs(points));
  });

  it('keeps every extreme, in few points and in order', () => {
    const values = column(100_000, spiky);
    for (const columns of [100, 768, 769, 1601]) {
      const points = decimated(values, 0, 100_000, columns);
      expect(points.length).toBeLessThanOrEqual(2 * columns + 2);
      expect(Math.max(...ys(points))).toBe(9);
      expect(Math.min(...ys(points))).toBe(-9);
      const places = xs(points);
      expect(places.every((x, index) => index === 0 || x >= (places[index - 1] ?? x))).toBe(true);
      const peak = places[ys(points).indexOf(9)] ?? NaN;
      expect(Math.abs(peak - 31_337)).toBeLessThan(1.5 * (100_000 / columns));
    }
  });

  it('covers all steps: each column has the extremes of its own', () => {
    const values = column(10_000, (step) => Math.sin(step * step));
    const points = decimated(values, 0, 10_000, 50);
    // Steps of about a column on each side of a point hold its value.
    for (let index = 1; index < points.length - 1; index += 1) {
      const x = points.x[index] ?? NaN;
      const near = values.toArray().slice(Math.max(0, x - 220), x + 220);
      expect(near).toContain(points.y[index]);
    }
  });

  it('has the first and the last step exactly where they are', () => {
    const values = column(54_321, spiky);
    const points = decimated(values, 0, 100_000, 300);
    expect([points.x[0], points.y[0]]).toEqual([1, values.at(0)]);
    const last = points.length - 1;
    expect([points.x[last], points.y[last]]).toEqual([54_321, values.at(54_320)]);
  });

  it('reaches one step beyond both edges of a part', () => {
    const points = decimated(
      column(1000, (step) => step),
      100.5,
      103.2,
      800,
    );
    expect(xs(points)).toEqual([100, 101, 102, 103, 104]);
  });

  it('interrupts the line where numbers are not finite', () => {
    const few = decimated(
      column(5, (step) => (step === 3 ? Infinity : step)),
      0,
      5,
      800,
    );
    expect(ys(few)).toEqual([1, 2, NaN, 4, 5]);
    const many = decimated(
      column(4000, (step) => (step > 1000 && step < 3000 ? NaN : 1)),
      0,
      4000,
      40,
    );
    expect(ys(many).some(Number.isNaN)).toBe(true);
    expect(ys(many).filter((y) => y === 1).length).toBeGreaterThan(30);
  });

  it('is empty where there is nothing', () => {
    expect(decimated(column(0, Number), 0, 118, 800).length).toBe(0);
    expect(decimated(column(10, Number), 50, 100, 800).length).toBe(0);
  });
});

describe('sample', () => {
  it('takes the last step of each column, and both ends', () => {
    const values = column(100_000, (step) => step);
    const points = sample(values, 0, 100_000, 500);
    expect(points.length).toBe(501);
    expect(ys(points)).toEqual(xs(points));
    expect([points.x[0], points.x[500]]).toEqual([1, 100_000]);
  });
});
