import { turn, unwatchSight } from '../turns';

/** When an element draws anew: at most once for all that has changed since. `draw` may come when it is gone. */
export class Redraw {
  readonly #element: Element;
  readonly #draw: () => void;
  #frame = 0;
  #waiting = false;

  constructor(element: Element, draw: () => void) {
    this.#element = element;
    this.#draw = draw;
  }

  /** For what somebody waits for. */
  inNextFrame(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** For news: in a frame of its own, since the next has their numbers to lay out. */
  async inTurn(): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = true;
    await turn(this.#element);
    this.#waiting = false;
    this.#draw();
  }

  cancel(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    unwatchSight(this.#element);
  }
}
