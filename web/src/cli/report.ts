import type { WriteStream } from 'node:tty';
import type { EpochRecord, Fingerprint, HelloWorld, StepRecord } from '../shared/protocol';

/** Where text goes: a terminal, or what is like one to write to. */
export type Output = Pick<WriteStream, 'write'> & { isTTY?: boolean; columns?: number };

/** What the progress bar shows. */
export interface Progress {
  step: number;
  totalSteps: number;
  epoch: number;
  epochs: number;
  loss: number | null;
  imagesPerSecond: number;
  secondsLeft: number | null;
}

const lossesPerRow = 10;
const barWidth = 24;

/** Prints a run: losses in rows of ten, evaluations, fingerprints; on a terminal a progress bar below. */
export class Report {
  readonly #output: Output;
  readonly #row: string[] = [];
  #rowStep = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  line(text: string): void {
    this.#erase();
    this.#output.write(`${text}\n`);
  }

  /** Two decimals, as the tutorial prints them. */
  steps(records: readonly StepRecord[]): void {
    for (const { step, loss } of records) {
      if (this.#row.length === 0) this.#rowStep = step;
      this.#row.push(loss.toFixed(2));
      if (this.#row.length === lossesPerRow) this.#endRow();
    }
  }

  epoch({ epoch, accuracy, loss, seconds }: EpochRecord): void {
    this.#endRow();
    const right = percent(accuracy);
    this.line(`epoch ${epoch}: ${right} correct, loss ${loss.toFixed(4)}, ${seconds.toFixed(2)} s`);
  }

  fingerprint({ step, sha256 }: Fingerprint): void {
    this.#endRow();
    this.line(`after step ${step}: sha256 ${sha256}`);
  }

  hello({ x, losses }: HelloWorld): void {
    this.line(`hello world, x = ${x.toFixed(4)}: ${losses.map((l) => l.toFixed(4)).join(' ')}`);
  }

  progress(progress: Progress): void {
    if (!this.#output.isTTY) return;
    const { step, totalSteps, epoch, epochs, loss, imagesPerSecond, secondsLeft } = progress;
    const full = totalSteps > 0 ? Math.round((barWidth * step) / totalSteps) : 0;
    const parts = [
      `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} step ${step} of ${totalSteps}`,
      `epoch ${epoch} of ${epochs}`,
    ];
    if (loss !== null) parts.push(`loss ${loss.toFixed(2)}`);
    if (imagesPerSecond > 0) parts.push(`${Math.round(imagesPerSecond)} images/s`);
    if (secondsLeft !== null) parts.push(`${Math.ceil(secondsLeft)} s left`);
    this.#erase();
    // A line that wraps could not be taken back.
    this.#output.write(parts.join(', ').slice(0, (this.#output.columns ?? 80) - 1));
  }

  /** Ends what is open; the last line stays on the terminal. */
  end(): void {
    this.#endRow();
    this.#erase();
  }

  #endRow(): void {
    if (this.#row.length === 0) return;
    const losses = this.#row.splice(0).join(' ');
    this.line(`step ${String(this.#rowStep).padStart(5)}  ${losses}`);
  }

  #erase(): void {
    if (this.#output.isTTY) this.#output.write('\r\x1b[K');
  }
}

/** Two decimals, as the tutorial prints accuracy. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
