import { turn, unwatchSight } from '../turns';

/**
 * When an element draws anew: at most once for all that has changed since. Drawing is a task of its own, since
 * the frame after it, which makes pixels of it, has enough to do. `draw` may come when the element is gone.
 */
export class Redraw {
  readonly #element: Element;
  readonly #draw: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;

  constructor(element: Element, draw: () => void) {
    this.#element = element;
    this.#draw = draw;
  }

  /** For what somebody waits for. */
  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    });
  }

  /** For news: in a frame in which no other panel shows what is new. */
  async inTurn(): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = true;
    await turn(this.#element, 2);
    this.#waiting = false;
    this.soon();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    unwatchSight(this.#element);
  }
}
