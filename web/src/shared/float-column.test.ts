import { describe, expect, it } from 'vitest';
import { FloatColumn } from './float-column';

function filled(length: number): FloatColumn {
  const column = new FloatColumn();
  for (let index = 0; index < length; index += 1) column.push(index / 2);
  return column;
}

describe('FloatColumn', () => {
  it.each([0, 1, 4095, 4096, 4097, 100_000])('keeps %i numbers in order', (length) => {
    const column = filled(length);
    expect(column.length).toBe(length);
    const all = column.toArray();
    expect(all.length).toBe(length);
    expect(all.every((value, index) => value === index / 2 && value === column.at(index))).toBe(
      true,
    );
  });

  it('is NaN beyond its ends', () => {
    const column = filled(10);
    for (const index of [-1, 10, NaN, Infinity]) expect(column.at(index)).toBeNaN();
  });

  it('amends its last number alone', () => {
    const column = filled(4097);
    column.amend(7);
    expect([column.at(4095), column.at(4096), column.length]).toEqual([4095 / 2, 7, 4097]);
  });

  it('takes away from the end, says so, and grows again', () => {
    const column = filled(9000);
    expect(column.generation).toBe(0);
    column.truncate(9000);
    expect(column.generation).toBe(0);
    column.truncate(4096);
    expect(column.generation).toBe(1);
    expect(column.at(4096)).toBeNaN();
    column.push(1);
    expect([column.length, column.at(4095), column.at(4096)]).toEqual([4097, 4095 / 2, 1]);
  });
});
