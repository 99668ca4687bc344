/**
 * Those of `items` that leave at least `least` between their places, from the last backwards: the newest
 * is always among them.
 */
export function apart<Item>(
  items: readonly Item[],
  place: (item: Item) => number,
  least: number,
): Item[] {
  const kept: Item[] = [];
  let before = Infinity;
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item === undefined || before - place(item) < least) continue;
    before = place(item);
    kept.unshift(item);
  }
  return kept;
}
