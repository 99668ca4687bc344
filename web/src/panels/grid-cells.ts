/** A place in a table of cells, counted from 0. */
export interface Cell {
  row: number;
  column: number;
}

/**
 * Where a key leads from `cell` in a grid: arrows to the neighbour, Home and End to the ends of the
 * row, with Ctrl to those of the grid. Null for other keys; at the border `cell` itself.
 */
export function nextCell(
  cell: Cell,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  rows: number,
  columns: number,
): Cell | null {
  const { row, column } = cell;
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? rows - 1 : row, column: columns - 1 };
    default:
      return null;
  }
}
