import { describe, expect, it } from 'vitest';
import { FloatColumn } from '../../shared/float-column';
import { Pyramid } from './pyramid';

/** Numbers that look random and are the same each time. */
function* noise(): Generator<number> {
  for (let state = 1; ; state = (state * 16_807) % 2_147_483_647) yield state / 2_147_483_647;
}

function column(length: number): FloatColumn {
  const values = new FloatColumn();
  const random = noise();
  for (let index = 0; index < length; index += 1) {
    const value = random.next().value as number;
    values.push(index % 97 === 13 ? NaN : index % 101 === 7 ? Infinity : value);
  }
  return values;
}

function plainExtent(values: FloatColumn, begin: number, end: number) {
  const finite = [...values.toArray().slice(Math.max(0, begin), end)].filter(Number.isFinite);
  return { low: Math.min(...finite), high: Math.max(...finite) };
}

describe('Pyramid', () => {
  it('finds the extremes of any stretch, numbers that are not finite aside', () => {
    const values = column(3000);
    const pyramid = new Pyramid(values);
    pyramid.sync();
    const stretches: [number, number][] = [
      [0, 3000],
      [0, 1],
      [1023, 1025],
      [13, 14],
      [5, 5],
      [-9, 9999],
    ];
    for (let begin = 0; begin < 3000; begin += 37) stretches.push([begin, begin + (begin % 700)]);
    for (const [begin, end] of stretches) {
      expect(pyramid.extent(begin, end), `${begin} to ${end}`).toEqual(
        plainExtent(values, begin, end),
      );
    }
  });

  it('takes in numbers as they are appended, however many at a time', () => {
    const values = new FloatColumn();
    const pyramid = new Pyramid(values);
    const source = column(1200);
    for (let index = 0; index < source.length; index += 1) {
      values.push(source.at(index));
      if (index % 7 !== 0) continue;
      pyramid.sync();
      expect(pyramid.extent(0, index + 1)).toEqual(plainExtent(source, 0, index + 1));
    }
  });

  it('begins anew when numbers were taken away', () => {
    const values = column(100);
    const pyramid = new Pyramid(values);
    values.push(50);
    pyramid.sync();
    values.truncate(40);
    for (let count = 0; count < 80; count += 1) values.push(0.5);
    pyramid.sync();
    expect(pyramid.extent(0, 120)).toEqual(plainExtent(values, 0, 120));
    expect(pyramid.extent(40, 120)).toEqual({ low: 0.5, high: 0.5 });
  });

  it('keeps together at most as many as asked for', () => {
    const pyramid = new Pyramid(column(5000));
    pyramid.sync();
    expect([0.5, 1, 3.9, 4, 60, 64, 1000].map((most) => pyramid.grain(most))).toEqual([
      ...[1, 1, 1, 4, 16, 64, 256],
    ]);
  });
});
