import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { LoadingProgress, RunStatus } from '../../shared/protocol';
import { runLife } from '../../shared/run-life';
import type { Evaluation } from '../../shared/runs';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';

/** Images known to be here; null while there are none. */
export interface ImageCounts {
  training: number;
  validation: number;
}

/**
 * Where the run is, in one sentence to be read from afar, and a second one that helps. After a run:
 * what was reached, and what to try next.
 *
 * Events: `more-epochs`, `try-drawing`.
 */
export class RunHeadline extends Panel {
  static override properties: PropertyDeclarations = {
    status: { attribute: false },
    records: { attribute: false },
    loading: { attribute: false },
    images: { attribute: false },
    expectedBytes: { attribute: false },
    batchSize: { attribute: false },
    shuffle: { attribute: false },
    unable: { attribute: false },
    trained: { attribute: false },
  };

  /** Null until the network is there. */
  declare status: RunStatus | null;
  /** This run's evaluations. */
  declare records: readonly Evaluation[];
  declare loading: LoadingProgress | null;
  declare images: ImageCounts | null;
  /** About how much the first training will fetch. */
  declare expectedBytes: number;
  declare batchSize: number;
  declare shuffle: boolean;
  /** Nothing can be run at all. */
  declare unable: boolean;
  /** The network came trained; no run has begun with it. */
  declare trained: boolean;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        container-type: inline-size;
      }
      .sentences {
        /* Room for one line and two: what stands below does not move. */
        min-height: calc(var(--text-xl) * 1.3 + var(--space-1) + var(--text-m) * var(--line) * 2);
      }
      @container (max-width: 619px) {
        .sentences {
          min-height: calc(var(--text-xl) * 2.6 + var(--space-1) + var(--text-m) * var(--line) * 3);
        }
      }
      @container (max-width: 299px) {
        .sentences {
          min-height: calc(var(--text-xl) * 3.9 + var(--space-1) + var(--text-m) * var(--line) * 2);
        }
      }
      .first {
        max-width: 48ch;
        font-size: var(--text-xl);
        font-weight: 600;
        line-height: 1.3;
        text-wrap: balance;
      }
      .second {
        max-width: 70ch;
        margin-top: var(--space-1);
        color: var(--ink-soft);
      }
    `,
  ];

  constructor() {
    super();
    this.status = null;
    this.records = [];
    this.loading = null;
    this.images = null;
    this.expectedBytes = 0;
    this.batchSize = 0;
    this.shuffle = false;
    this.unable = false;
    this.trained = false;
  }

  override render() {
    const [first, second] = this.#sentences();
    return html`
      <div class="sentences">
        <p class="first">${first}</p>
        <p class="second">${second}</p>
      </div>
    `;
  }

  #sentences(): [string, unknown] {
    const words = this.messages.headline;
    const status = this.status;
    if (this.unable) return [words.unable, nothing];
    if (status === null) return [words.starting, nothing];
    const step = this.format.whole(status.step);
    const total = this.format.whole(status.totalSteps);
    switch (status.state) {
      case 'arrived':
        return this.trained
          ? [words.arrivedTrained, words.arrivedTrainedNote]
          : [words.arrived, this.#arrived()];
      case 'loading':
        return [words.loading, this.#bytes()];
      case 'running':
        return status.evaluating
          ? [words.evaluating, words.runningNote(this.format.whole(this.batchSize))]
          : [words.running, words.runningNote(this.format.whole(this.batchSize))];
      case 'paused':
        return [words.paused(step, total), words.pausedNote];
      case 'finished':
        return [this.#finished(), this.#next(status)];
      case 'diverged':
        return [words.diverged, words.divergedNote];
    }
  }

  #arrived(): string {
    const words = this.messages.headline;
    if (this.loading !== null && this.loading.expected > 0) {
      const { received, expected } = this.loading;
      return words.arrivedBytes(this.format.megabytes(received), this.format.megabytes(expected));
    }
    if (this.images === null) return words.arrivedData(this.format.megabytes(this.expectedBytes));
    return words.arrivedReady(
      this.format.whole(this.images.training),
      this.format.whole(this.images.validation),
    );
  }

  #bytes(): string {
    const words = this.messages.headline;
    const progress = this.loading ?? { received: 0, expected: 0 };
    const received = this.format.megabytes(progress.received);
    const expected = this.format.megabytes(progress.expected);
    const bytes =
      progress.expected === 0
        ? words.loadingUnknown(received)
        : words.loadingBytes(received, expected);
    return `${bytes} ${this.shuffle ? words.loadingShuffled : words.loadingBatch}`;
  }

  #finished(): string {
    const words = this.messages.headline;
    const last = this.records.at(-1);
    if (last === undefined || last.epoch === 0) return words.finishedUnmeasured;
    const seconds = this.records.reduce(
      (sum, record) => (record.epoch > 0 ? sum + (record.seconds ?? 0) : sum),
      0,
    );
    const images = this.images === null ? '10,000' : this.format.whole(this.images.validation);
    return words.finished(
      this.format.percent(last.accuracy),
      images,
      this.format.duration(seconds),
    );
  }

  #next({ state, repeatable }: RunStatus) {
    const words = this.messages.headline;
    const link = (text: string, event: string) =>
      html`<button type="button" class="link" @click=${() => this.emit(event)}>${text}</button>`;
    return html`${words.tryNext}
    ${
      runLife.moreEpochs[state] === 'absent'
        ? nothing
        : html`${link(words.tryMore, 'more-epochs')}<span aria-hidden="true"> · </span>`
    }${link(words.tryDrawing, 'try-drawing')}
    ${repeatable ? nothing : html`<br />${words.notRepeatable}`}`;
  }
}

define('run-headline', RunHeadline);

declare global {
  interface HTMLElementTagNameMap {
    'run-headline': RunHeadline;
  }
}
