/** Ctrl-C, or a polite request to end: noticed once; the second one ends the process at once. */
export class Interrupt {
  #code = 0;

  constructor() {
    for (const [signal, number] of [
      ['SIGINT', 2],
      ['SIGTERM', 15],
    ] as const) {
      process.on(signal, () => {
        if (this.#code !== 0) process.exit(this.#code);
        this.#code = 128 + number;
      });
    }
  }

  /** The exit code that says so; 0 while nobody has asked. */
  get code(): number {
    return this.#code;
  }
}
