import type { EpochRecord, RunStatus, StepRecord, TrainerUpdate } from '../shared/protocol';

/** What changes on its own; the rest of an update is asked for when it is sent. */
export type Snapshot = Pick<TrainerUpdate, 'run' | 'loading' | 'trouble'> & { status: RunStatus };

const frameMilliseconds = 16;

/**
 * Gathers what happens into one message a frame. None is sent before the last one was taken, so that
 * a busy page is not flooded: its next update then tells all.
 */
export class Updates {
  readonly #send: (update: TrainerUpdate) => Promise<void> | void;
  readonly #snapshot: () => Snapshot;
  #steps: StepRecord[] = [];
  #epochs: EpochRecord[] = [];
  #wanted = false;
  #busy = false;

  constructor(send: (update: TrainerUpdate) => Promise<void> | void, snapshot: () => Snapshot) {
    this.#send = send;
    this.#snapshot = snapshot;
  }

  add(steps: readonly StepRecord[], epochs: readonly EpochRecord[]): void {
    this.#steps.push(...steps);
    this.#epochs.push(...epochs);
    this.changed();
  }

  /** Drops the records that were not sent: their run is over. */
  clear(): void {
    this.#steps = [];
    this.#epochs = [];
  }

  /** Something of the snapshot has changed. */
  changed(): void {
    this.#wanted = true;
    if (!this.#busy) void this.#deliver();
  }

  async #deliver(): Promise<void> {
    this.#busy = true;
    while (this.#wanted) {
      // Wait first, so that what happens in the same moment travels together.
      await new Promise((resolve) => setTimeout(resolve, frameMilliseconds));
      this.#wanted = false;
      const update = { ...this.#snapshot(), steps: this.#steps, epochs: this.#epochs };
      this.clear();
      try {
        await this.#send(update);
      } catch {
        // A listener that throws is the page's own trouble.
      }
    }
    this.#busy = false;
  }
}
