/** Ink in percent of full ink, whole, of a byte from 0 (none) to 255 (full). */
export function inkOf(byte: number): number {
  return Math.round((byte / 255) * 100);
}

export function byteOf(ink: number): number {
  return Math.round((ink / 100) * 255);
}

/** What a press without a choice of ink makes of `ink`: empty becomes full, all else empty. */
export function toggled(ink: number): number {
  return ink > 0 ? 0 : 100;
}

/**
 * What a key makes of `ink`, in percent: digits set it (4 is 40 percent), + and − go to the next
 * full ten, space fills or empties, Delete and Backspace empty. Null for other keys.
 */
export function inkAfter(ink: number, key: string): number | null {
  if (/^\d$/.test(key)) return Number(key) * 10;
  switch (key) {
    case ' ':
      return toggled(ink);
    // On many keyboards = is + without Shift.
    case '+':
    case '=':
      return Math.min(100, (Math.floor(ink / 10) + 1) * 10);
    case '-':
      return Math.max(0, (Math.ceil(ink / 10) - 1) * 10);
    case 'Delete':
    case 'Backspace':
      return 0;
    default:
      return null;
  }
}
