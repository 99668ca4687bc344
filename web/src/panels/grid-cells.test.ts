import { describe, expect, it } from 'vitest';
import { nextCell, type Cell } from './grid-cells';

const at = (row: number, column: number): Cell => ({ row, column });
const press = (cell: Cell, key: string, ctrlKey = false) => nextCell(cell, { key, ctrlKey }, 8, 5);

describe('nextCell', () => {
  it.each([
    ['ArrowUp', at(2, 3)],
    ['ArrowDown', at(4, 3)],
    ['ArrowLeft', at(3, 2)],
    ['ArrowRight', at(3, 4)],
    ['Home', at(3, 0)],
    ['End', at(3, 4)],
  ])('%s', (key, expected) => {
    expect(press(at(3, 3), key)).toEqual(expected);
  });

  it('stays within the grid', () => {
    for (const key of ['ArrowUp', 'ArrowLeft']) expect(press(at(0, 0), key)).toEqual(at(0, 0));
    for (const key of ['ArrowDown', 'ArrowRight']) expect(press(at(7, 4), key)).toEqual(at(7, 4));
  });

  it('reaches the corners with Ctrl', () => {
    expect(press(at(3, 3), 'Home', true)).toEqual(at(0, 0));
    expect(press(at(3, 3), 'End', true)).toEqual(at(7, 4));
  });

  it('leaves other keys alone', () => {
    expect(press(at(3, 3), 'Tab')).toBeNull();
    expect(press(at(3, 3), '5')).toBeNull();
  });
});
