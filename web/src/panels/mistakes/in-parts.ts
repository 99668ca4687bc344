/**
 * A list on its way from what is shown to `target`, of which no more than `most` places change at a time:
 * what is shown of each is long to make.
 */
export function towards<T>(shown: readonly T[], target: readonly T[], most: number): T[] {
  const next: T[] = [];
  let changes = 0;
  for (const [place, value] of target.entries()) {
    const before = shown[place];
    if (before === value || changes < most) {
      if (before !== value) changes += 1;
      next.push(value);
    } else if (before === undefined) break;
    else next.push(before);
  }
  return next;
}

/** Whether it has arrived. */
export function sameParts<T>(shown: readonly T[], target: readonly T[]): boolean {
  return shown.length === target.length && shown.every((value, place) => value === target[place]);
}
