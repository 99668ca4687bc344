import type { HelloSettings, HelloWorld } from '../shared/protocol';
import type { Link } from './link';

/** The tutorial's hello world. */
export class Hello {
  settings: HelloSettings = { seed: '0', learningRate: 0.1, steps: 10 };
  result: HelloWorld | null = null;
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Runs it unless it has run. */
  begin(): void {
    if (this.result === null) this.run(this.settings);
  }

  run(settings: HelloSettings): void {
    this.settings = settings;
    void this.#link.command(null, 'hello', async (trainer) => {
      this.result = await trainer.helloWorld(settings);
    });
  }
}
