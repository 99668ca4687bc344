import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { LoadingProgress, RunState } from '../../shared/protocol';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';

/**
 * The run's buttons and its progress. What each does, by the run's state:
 *
 * | state             | first button          | Step                     | Reset        |
 * | ----------------- | --------------------- | ------------------------ | ------------ |
 * | arrived           | Train: new run        | new run, one step, pause | to the start |
 * | loading           | Loading, does nothing | does nothing             | to the start |
 * | running           | Pause                 | pause, then one step     | to the start |
 * | paused            | Resume                | one step                 | to the start |
 * | finished,diverged | Train: new run        | does nothing             | to the start |
 *
 * A button that does nothing keeps the focus: it is marked by `aria-disabled`.
 *
 * Events: `run-train`, `run-pause`, `run-resume`, `run-step`, `run-reset`.
 */
export class RunControls extends Panel {
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    unable: { attribute: false },
    step: { attribute: false },
    totalSteps: { attribute: false },
    loading: { attribute: false },
  };

  declare state: RunState;
  /** Nothing can be run at all. */
  declare unable: boolean;
  declare step: number;
  declare totalSteps: number;
  /** Bytes on their way; shown on the first button's own bar. */
  declare loading: LoadingProgress | null;

  static override styles = [
    base,
    buttons,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .primary {
        width: 168px;
        overflow: hidden;
        font-weight: 600;
      }
      .bytes {
        position: absolute;
        inset: auto 0 0 0;
        height: 4px;
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
        overflow: hidden;
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
          flex: 1;
          height: 40px;
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
    this.loading = null;
  }

  #primary(): { label: string; event: string | null } {
    const words = this.messages.controls;
    switch (this.state) {
      case 'running':
        return { label: words.pause, event: 'run-pause' };
      case 'paused':
        return { label: words.resume, event: 'run-resume' };
      case 'loading':
        return { label: words.loading, event: null };
      case 'arrived':
      case 'finished':
      case 'diverged':
        return { label: words.train, event: 'run-train' };
    }
  }

  #canStep(): boolean {
    return this.state === 'arrived' || this.state === 'running' || this.state === 'paused';
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
    const primary = this.#primary();
    const bytes = this.loading === null ? nothing : html`<span class="bytes"></span>`;
    const step = this.format.whole(this.step);
    const total = this.format.whole(this.totalSteps);
    return html`
      <div class="row" role="group" aria-label=${words.group}>
        ${this.#button(primary.label, primary.event, 'primary', '', bytes)}
        ${this.#button(words.step, this.#canStep() ? 'run-step' : null, 'other', words.stepHint, nothing)}
        ${this.#button(words.reset, 'run-reset', 'other', words.resetHint, nothing)}
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

  override updated(): void {
    this.#scale('.fill', this.totalSteps > 0 ? this.step / this.totalSteps : 0);
    if (this.loading !== null) {
      const { received, expected } = this.loading;
      this.#scale('.bytes', expected > 0 ? received / expected : 0);
    }
  }

  #scale(selector: string, share: number): void {
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
