export const gridMessages = {
  grid: 'Input of the network',
  cell: (row: string, column: string, ink: string) =>
    `row ${row}, column ${column}, ink ${ink} percent`,
  ink: (ink: string) => `ink ${ink} percent`,
  keys: 'Arrow keys move. 0 to 9 set the ink, + and − change it, space fills or empties a cell.',
  test: 'Test digit',
  take: 'Take the drawing',
  takeHint: 'Copy what the network sees of the drawing into the grid',
  empty: 'Empty the grid',
};
