import type { RunStatus, Speed } from '../shared/protocol';

const stepsPerSecond: Readonly<Record<Speed, number>> = { full: Infinity, ten: 10, one: 1 };

type Progress = Pick<RunStatus, 'secondsLeft' | 'step' | 'totalSteps'>;

/** What is late by no more than this is made up for. */
const catchUpMilliseconds = 1000;

/**
 * Says when the next step is due. By the clock, not by counting pauses: a timer that comes late, as in
 * a hidden tab, is followed by as many steps as were missed.
 */
export class Pace {
  #speed: Speed = 'full';
  #due = 0;

  get speed(): Speed {
    return this.#speed;
  }

  /** From one step to the next; 0 at full speed. */
  get secondsPerStep(): number {
    return 1 / stepsPerSecond[this.#speed];
  }

  set(speed: Speed): void {
    this.#speed = speed;
    this.restart();
  }

  /** The next step is due now. */
  restart(): void {
    this.#due = performance.now();
  }

  /** There was another reason to wait: what could not be made meanwhile is not made up for. */
  excuse(): void {
    this.#due = Math.max(this.#due, performance.now());
  }

  /** Milliseconds until the next step is due; 0 if it is. */
  get wait(): number {
    return this.#speed === 'full' ? 0 : Math.max(0, this.#due - performance.now());
  }

  /** Seconds until a run ends that would need `secondsLeft` at full speed. */
  secondsLeft({ secondsLeft, step, totalSteps }: Progress): number | null {
    if (this.#speed === 'full') return secondsLeft;
    return Math.max(secondsLeft ?? 0, (totalSteps - step) * this.secondsPerStep);
  }

  /** A step was made. */
  made(): void {
    const earliest = performance.now() - catchUpMilliseconds;
    this.#due = Math.max(this.#due, earliest) + this.secondsPerStep * 1000;
  }
}
