type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const zooms: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2, _: 2 };

/** By how much a key widens the view; null for a key that does not. */
export function zoomAfter({ key, ctrlKey, metaKey, altKey }: Key): number | null {
  return ctrlKey || metaKey || altKey ? null : (zooms[key] ?? null);
}

/**
 * Where a key brings the cursor among the steps 0 to `newest`: arrows by one step, with Shift or Page Up
 * and Page Down by ten, Home and End to the ends. Null for a key that does not move it.
 */
export function cursorAfter(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Key,
  cursor: number,
  newest: number,
): number | null {
  if (ctrlKey || metaKey || altKey) return null;
  const far = shiftKey ? 10 : 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -far,
    ArrowDown: -far,
    ArrowRight: far,
    ArrowUp: far,
    PageDown: -10,
    PageUp: 10,
    Home: -Infinity,
    End: Infinity,
  };
  const by = moves[key];
  return by === undefined ? null : Math.min(newest, Math.max(0, cursor + by));
}
