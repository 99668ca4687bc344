import type { TrainerUpdate } from '../shared/protocol';

/** What changes on its own; the rest of an update is asked for when it is sent. */
export type Snapshot = Omit<TrainerUpdate, keyof Records>;

/** What an update tells once. */
export type Records = Pick<
  TrainerUpdate,
  'steps' | 'epochs' | 'fingerprints' | 'mistakes' | 'learningRateChanges'
>;

const noRecords = (): Records => ({
  steps: [],
  epochs: [],
  fingerprints: [],
  mistakes: null,
  learningRateChanges: null,
});

const frameMilliseconds = 16;

/**
 * Gathers what happens into one message a frame. None is sent before the last one was taken, so that
 * a busy page is not flooded: its next update then tells all.
 */
export class Updates {
  readonly #send: (update: TrainerUpdate) => Promise<void> | void;
  readonly #snapshot: () => Snapshot;
  #records = noRecords();
  #wanted = false;
  #busy = false;

  constructor(send: (update: TrainerUpdate) => Promise<void> | void, snapshot: () => Snapshot) {
    this.#send = send;
    this.#snapshot = snapshot;
  }

  /** Of what is told as a whole, the newest counts. */
  add({ steps, epochs, fingerprints, mistakes, learningRateChanges }: Partial<Records>): void {
    if (steps) this.#records.steps.push(...steps);
    if (epochs) this.#records.epochs.push(...epochs);
    if (fingerprints) this.#records.fingerprints.push(...fingerprints);
    if (mistakes) this.#records.mistakes = mistakes;
    if (learningRateChanges) this.#records.learningRateChanges = learningRateChanges;
    this.changed();
  }

  /** Drops the records that were not sent: their run is over. */
  clear(): void {
    this.#records = noRecords();
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
      const update = { ...this.#snapshot(), ...this.#records };
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
