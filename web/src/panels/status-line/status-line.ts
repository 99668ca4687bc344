import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { RunStatus } from '../../shared/protocol';
import type { Evaluation } from '../../shared/runs';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';

/**
 * The run in one line that reads like a sentence (`role=status`). It changes many times a second
 * and is therefore silent; what is worth hearing, each epoch's result and each change of state, is
 * said once by a polite region beside it.
 */
export class StatusLine extends Panel {
  static override properties: PropertyDeclarations = {
    status: { attribute: false },
    latest: { attribute: false },
  };

  declare status: RunStatus | null;
  /** The newest evaluation of this run. */
  declare latest: Evaluation | null;

  #said = '';
  #spoken: { state: string; epoch: number } = { state: 'arrived', epoch: 0 };

  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      [role='status'] {
        display: flex;
        flex-wrap: wrap;
        align-content: flex-start;
        column-gap: var(--space-2);
        /* Room for a run of a thousand epochs: what stands below does not move. */
        min-height: calc(1em * var(--line));
        color: var(--ink-soft);
      }
      @container (max-width: 899px) {
        [role='status'] {
          min-height: calc(2em * var(--line));
        }
      }
      @container (max-width: 479px) {
        [role='status'] {
          min-height: calc(4em * var(--line));
        }
      }
      /* Numbers alone stay within that room: nothing around is laid out again for them. */
      .numbers {
        contain: layout size;
      }
      .part {
        white-space: nowrap;
      }
      .part.long {
        white-space: normal;
      }
      .part:not(:last-child)::after {
        content: '·';
        margin-left: var(--space-2);
      }
      .number {
        display: inline-block;
        text-align: right;
        color: var(--ink);
      }
      /* Numbers keep their width while they run. */
      .w1 {
        min-width: 1ch;
      }
      .w2 {
        min-width: 2ch;
      }
      .w3 {
        min-width: 3ch;
      }
      .w4 {
        min-width: 4ch;
      }
      .w5 {
        min-width: 5ch;
      }
      .w6 {
        min-width: 6ch;
      }
      .w7 {
        min-width: 7ch;
      }
    `,
  ];

  constructor() {
    super();
    this.status = null;
    this.latest = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('status') || changed.has('latest')) this.#said = this.#announce() || this.#said;
  }

  /** What should be spoken now; empty when nothing new has happened. */
  #announce(): string {
    const { status, latest } = this;
    if (status === null) return '';
    const words = this.messages.status;
    const parts: string[] = [];
    const epoch = latest?.epoch ?? 0;
    if (latest !== null && epoch > this.#spoken.epoch) {
      parts.push(
        words.saidEpoch(
          this.format.whole(epoch),
          this.format.percent(latest.accuracy),
          this.format.loss(latest.loss),
        ),
      );
    }
    if (status.state !== this.#spoken.state) parts.push(this.#saidState(status));
    this.#spoken = { state: status.state, epoch };
    return parts.join(' ');
  }

  #saidState(status: RunStatus): string {
    const words = this.messages.status;
    switch (status.state) {
      case 'arrived':
        return words.saidReset;
      case 'loading':
        return words.saidLoading;
      case 'running':
        return words.saidRunning;
      case 'paused':
        return words.saidPaused(
          this.format.whole(status.step),
          this.format.whole(status.totalSteps),
        );
      case 'finished':
        return words.saidFinished;
      case 'diverged':
        return words.saidDiverged;
    }
  }

  #part(text: string[], width: number, style = 'part') {
    const [before, number, after] = text;
    const wide = /\d/.test(number ?? '') ? `number w${Math.min(7, Math.max(1, width))}` : 'number';
    return html`<span class=${style}>${before}<span class=${wide}>${number}</span>${after}</span>`;
  }

  override render() {
    const status = this.status;
    const words = this.messages.status;
    const parts = [];
    if (status !== null) {
      const epochs = this.format.whole(status.epochs);
      const total = this.format.whole(status.totalSteps);
      parts.push(
        this.#part(words.epoch(this.format.whole(status.epoch), epochs), epochs.length),
        this.#part(words.step(this.format.whole(status.step), total), total.length),
        this.#part(words.loss(this.format.loss(status.loss)), 4),
        this.#part(words.accuracy(this.format.percent(status.accuracy)), 7),
      );
      if (status.state === 'running') {
        parts.push(this.#part(words.speed(this.format.speed(status.imagesPerSecond)), 6));
        const left = status.secondsLeft;
        parts.push(this.#part(words.left(left === null ? '–' : this.format.remaining(left)), 4));
      }
      if (!status.repeatable) {
        const rate = this.format.plain(status.learningRate);
        parts.push(this.#part(words.byHand(rate), 1, 'part long'));
      }
    }
    const fits = status?.state === 'running' && status.repeatable;
    return html`
      <div role="status" aria-live="off" class=${fits ? 'numbers' : nothing}>${parts}</div>
      <div class="unseen" aria-live="polite">${this.#said}</div>
    `;
  }
}

define('status-line', StatusLine);

declare global {
  interface HTMLElementTagNameMap {
    'status-line': StatusLine;
  }
}
