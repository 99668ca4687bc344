import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { LoadingProgress, RunState } from '../../shared/protocol';
import { runLife } from '../../shared/run-life';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';

/**
 * The run's buttons and its progress. What each does in which state says the table `runLife`.
 *
 * A button that does nothing keeps the focus: it is marked by `aria-disabled`.
 *
 * Events: `run-train`, `run-pause`, `run-resume`, `run-step`, `run-epoch`, `run-reset`.
 */
export class RunControls extends Panel {
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    unable: { attribute: false },
    step: { attribute: false },
    totalSteps: { attribute: false },
    seconds: { attribute: false },
    loading: { attribute: false },
  };

  declare state: RunState;
  /** Nothing can be run at all. */
  declare unable: boolean;
  declare step: number;
  declare totalSteps: number;
  /** How long a run begun now will take on this machine; null if unknown. */
  declare seconds: number | null;
  /** Bytes on their way; shown on the first button's own bar. */
  declare loading: LoadingProgress | null;

  static override styles = [
    base,
    buttons,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      .primary {
        width: 168px;
        overflow: hidden;
        font-weight: 600;
      }
      .bytes {
        position: absolute;
        inset: auto auto 0 0;
        height: 4px;
        width: 100%;
        background: var(--accent);
        transform: scaleX(0);
        transform-origin: left;
        transition: transform var(--motion) linear;
      }
      .primary:not([aria-disabled]) .bytes {
        background: var(--on-accent);
        opacity: 0.6;
      }
      .track {
        height: 4px;
        margin-top: var(--space-3);
        border-radius: 2px;
        background: var(--hairline);
        contain: strict;
      }
      .fill {
        height: 100%;
        background: var(--accent);
        transform: scaleX(0);
        transform-origin: left;
      }
      @media (max-width: 420px) {
        .primary {
          flex: 1 1 100%;
          height: 40px;
        }
        .other {
          flex: 1 0 auto;
          height: 40px;
        }
        .takes {
          flex: 1 1 100%;
          min-height: calc(1em * var(--line));
        }
      }
    `,
  ];

  constructor() {
    super();
    this.state = 'arrived';
    this.unable = false;
    this.step = 0;
    this.totalSteps = 0;
    this.seconds = null;
    this.loading = null;
  }

  /** Train, Pause and Resume share the first place. */
  #first(): { label: string; event: string | null } {
    const words = this.messages.controls;
    const effect = runLife.first[this.state];
    switch (effect) {
      case 'begin':
        return { label: words.train, event: 'run-train' };
      case 'pause':
        return { label: words.pause, event: 'run-pause' };
      case 'resume':
        return { label: words.resume, event: 'run-resume' };
      case 'nothing':
        return { label: words.loading, event: null };
    }
  }

  #event(control: 'step' | 'oneEpoch' | 'reset', event: string): string | null {
    return runLife[control][this.state] === 'nothing' ? null : event;
  }

  #button(label: string, event: string | null, style: string, hint: string, content: unknown) {
    const able = event !== null && !this.unable;
    return html`<button
      type="button"
      class=${style}
      title=${hint || nothing}
      aria-disabled=${able ? nothing : 'true'}
      @click=${() => {
        if (able) this.emit(event);
      }}
    >
      ${label}${content}
    </button>`;
  }

  override render() {
    const words = this.messages.controls;
    const first = this.#first();
    const bytes = this.loading === null ? nothing : html`<span class="bytes"></span>`;
    const step = this.format.whole(this.step);
    const total = this.format.whole(this.totalSteps);
    return html`
      <div class="row" role="group" aria-label=${words.group}>
        ${this.#button(first.label, first.event, 'primary', '', bytes)}
        ${this.#button(words.step, this.#event('step', 'run-step'), 'other', words.stepHint, nothing)}
        ${this.#button(
          words.oneEpoch,
          this.#event('oneEpoch', 'run-epoch'),
          'other',
          words.oneEpochHint,
          nothing,
        )}
        ${this.#button(
          words.reset,
          this.#event('reset', 'run-reset'),
          'other',
          words.resetHint,
          nothing,
        )}
        ${this.#takes(first.event)}
      </div>
      <div
        class="track"
        role="progressbar"
        aria-label=${words.progress}
        aria-valuemin="0"
        aria-valuemax=${Math.max(1, this.totalSteps)}
        aria-valuenow=${this.step}
        aria-valuetext=${words.progressText(step, total)}
      >
        <div class="fill"></div>
      </div>
    `;
  }

  /** How long it takes is said where a run can be begun; its place stays. */
  #takes(event: string | null) {
    const said = event === 'run-train' && this.seconds !== null;
    return html`<span class="takes soft"
      >${said ? this.messages.controls.takes(this.format.about(this.seconds ?? 0)) : nothing}</span
    >`;
  }

  override updated(): void {
    this.#fill('.fill', this.totalSteps > 0 ? this.step / this.totalSteps : 0);
    if (this.loading !== null) {
      const { received, expected } = this.loading;
      this.#fill('.bytes', expected > 0 ? received / expected : 0);
    }
  }

  #fill(selector: string, share: number): void {
    const bar = this.renderRoot.querySelector<HTMLElement>(selector);
    bar?.style.setProperty('transform', `scaleX(${Math.min(1, share)})`);
  }
}

define('run-controls', RunControls);

declare global {
  interface HTMLElementTagNameMap {
    'run-controls': RunControls;
  }
}
