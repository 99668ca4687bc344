/**
 * Does one task at a time. Of all that is asked for while a task is under way, only the newest is
 * done, once that task has ended: nothing queues up behind a slow answer.
 */
export class NewestWins<Input> {
  readonly #task: (input: Input) => Promise<void>;
  #busy = false;
  #next: { input: Input } | null = null;

  /** @param task must settle its own errors. */
  constructor(task: (input: Input) => Promise<void>) {
    this.#task = task;
  }

  ask(input: Input): void {
    this.#next = { input };
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next !== null) {
        const { input } = this.#next;
        this.#next = null;
        await this.#task(input);
      }
    } finally {
      this.#busy = false;
    }
  }
}
