import { messageOf } from '../engine/errors';
import type { ActiveRun, Goal } from './active-run';
import type { DataStore } from './data-store';
import { Pace } from './pace';
import { Signal, type Yield } from './pauses';
import type { Updates } from './updates';

/** Long enough for the work to outweigh its interruption, short enough for an answer in 50 ms. */
export const sliceMilliseconds = 15;
/** While a stroke is drawn: its next question waits for half of it. */
const shortSliceMilliseconds = 6;
/** A stroke's questions come closer than this. */
const questionMilliseconds = 100;

/** Lets the run in use work, in slices, and hands on what comes of them. */
export class RunLoop {
  readonly pace = new Pace();
  /** Data have arrived, or what is to be done has changed. */
  readonly #news = new Signal();
  readonly #store: DataStore;
  readonly #updates: Updates;
  readonly #yield: Yield;
  readonly #inUse: (active: ActiveRun) => boolean;
  /** When a stroke was read last. */
  #strokeRead = -Infinity;

  /** `inUse` tells the run in use from those that others have taken the place of. */
  constructor(
    store: DataStore,
    updates: Updates,
    yields: Yield,
    inUse: (active: ActiveRun) => boolean,
  ) {
    this.#store = store;
    this.#updates = updates;
    this.#yield = yields;
    this.#inUse = inUse;
  }

  /** Lets `active` work until it reaches `goal`; resolves when it has stopped, for whatever reason. */
  work(active: ActiveRun, goal: Goal): Promise<void> {
    active.begun = true;
    active.paused = false;
    active.goal = goal;
    active.goalFrom = active.session.step();
    this.pace.restart();
    this.changed();
    active.work ??= this.#slices(active);
    return active.work;
  }

  /** Ends the work of `active` for want of something. */
  stop(active: ActiveRun, error: unknown): void {
    active.trouble = messageOf(error);
    active.paused = true;
    this.changed();
  }

  /** A stroke is read that is still being drawn: the next question is about to come. */
  readStroke(): void {
    this.#strokeRead = performance.now();
  }

  /** There is something to look at anew: for the run that waits, and for the page. */
  changed(): void {
    this.#news.notify();
    this.#updates.changed();
  }

  async #slices(active: ActiveRun): Promise<void> {
    // Whoever asked for it gets an answer first.
    await this.#yield.now();
    try {
      while (this.#inUse(active) && !active.paused && !active.run.over) {
        const wait = this.#paced(active) ? this.pace.wait : 0;
        if (wait > 0) await this.#news.wait(wait);
        else await (this.#slice(active) ? this.#news.wait() : this.#yield.now());
      }
    } catch (error) {
      this.stop(active, error);
    }
    active.work = null;
    this.changed();
  }

  /** A step that was asked for as such is made at once. */
  #paced({ goal, run }: ActiveRun): boolean {
    return this.pace.speed !== 'full' && goal !== 'step' && run.phase === 'training';
  }

  /** One slice; says whether there is nothing to do until more data have arrived. */
  #slice(active: ActiveRun): boolean {
    const { run } = active;
    if (run.phase === 'new') {
      const sets = this.#store.sets(active.form);
      if (!sets) {
        this.#store.reread(active.form);
        return true;
      }
      run.begin(sets);
      active.sets = sets;
    }
    const single = active.goal === 'step' || this.#paced(active);
    const drawing = performance.now() - this.#strokeRead < questionMilliseconds;
    const milliseconds = drawing ? shortSliceMilliseconds : sliceMilliseconds;
    const slice = run.advance(milliseconds, single ? 1 : Infinity);
    if (slice.steps.length > 0) this.pace.made();
    if (slice.waiting || run.phase === 'evaluating') this.pace.excuse();
    if (active.reached(slice.epochs)) active.paused = true;
    active.trouble = run.trouble;
    active.waiting = slice.waiting;
    this.#updates.add(slice.epochs.length > 0 ? { ...slice, mistakes: run.mistakes } : slice);
    return slice.waiting;
  }
}
