import type { Stroke } from '../../shared/protocol';

/** What is on the pad. */
export interface Drawing {
  readonly strokes: Stroke[];
  /** A square image beneath the ink, 0 black to 255 white; null when there is none. */
  readonly underlay: Uint8Array | null;
}

export const emptyDrawing = (): Drawing => ({ strokes: [], underlay: null });

/** Steps that can be taken back. */
const mostKept = 200;

/** Whether both are of the very same strokes and image, in lists of their own or not. */
export function sameDrawing(one: Drawing, other: Drawing): boolean {
  return (
    one.underlay === other.underlay &&
    one.strokes.length === other.strokes.length &&
    one.strokes.every((stroke, index) => stroke === other.strokes[index])
  );
}

/** What the pad held before each change, so that it can be taken back: strokes, clearing, images. */
export class DrawingHistory {
  readonly #past: Drawing[] = [];

  get empty(): boolean {
    return this.#past.length === 0;
  }

  /** Notes what the pad holds before it is changed. */
  note(before: Drawing): void {
    // The list of strokes is copied: whoever holds it may add to it.
    this.#past.push({ ...before, strokes: [...before.strokes] });
    if (this.#past.length > mostKept) this.#past.shift();
  }

  /** What the pad held before the newest change, which is forgotten; null without one. */
  takeBack(): Drawing | null {
    return this.#past.pop() ?? null;
  }
}
