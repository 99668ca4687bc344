import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';

/** Above this probability the network is said to read a digit; below, to guess at it. */
const sureAbove = 0.5;

/** One bar per class: how likely the network finds it, as `role=meter` from 0 to 100. */
export class PredictionBars extends Panel {
  static override properties: PropertyDeclarations = {
    probabilities: { attribute: false },
    classes: { attribute: false },
    untrained: { attribute: false },
  };

  /** In the order of the classes, summing to 1; null when there is nothing to read. */
  declare probabilities: readonly number[] | null;
  declare classes: readonly string[];
  /** The weights that answered had not made a step. */
  declare untrained: boolean;

  static override styles = [
    base,
    css`
      .verdict {
        min-height: calc(1em * var(--line));
        font-size: var(--text-l);
        font-weight: 600;
        margin-bottom: var(--space-2);
      }
      .bars {
        display: grid;
        grid-template-columns: auto 1fr 8.5ch;
        column-gap: var(--space-3);
        align-items: center;
      }
      .name {
        min-width: 1.25ch;
        font-size: var(--text-l);
        line-height: var(--space-6);
        color: var(--ink-soft);
        text-align: center;
      }
      .meter {
        height: var(--space-3);
        border-radius: 2px;
        background: var(--raised);
        box-shadow: inset 0 0 0 1px var(--hairline);
        overflow: hidden;
      }
      .fill {
        height: 100%;
        background: var(--accent);
        transform: scaleX(0);
        transform-origin: left;
        transition: transform var(--motion) ease-out;
      }
      .share {
        text-align: right;
        color: var(--ink-soft);
      }
      .best {
        color: var(--ink);
        font-weight: 700;
      }
    `,
  ];

  constructor() {
    super();
    this.probabilities = null;
    this.classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    this.untrained = false;
  }

  /** Null also when the network answers with what are no numbers. */
  #shares(): readonly number[] | null {
    const shares = this.probabilities;
    return shares?.every((share) => Number.isFinite(share)) === true ? shares : null;
  }

  #best(): number {
    const shares = this.#shares() ?? [];
    return shares.reduce((best, share, index) => (share > (shares[best] ?? 0) ? index : best), 0);
  }

  #verdict(): string {
    const words = this.messages.bars;
    const shares = this.#shares();
    if (shares === null) return this.probabilities === null ? words.nothing : words.broken;
    if (this.untrained) return words.untrained;
    const best = this.#best();
    const name = this.classes[best] ?? '';
    return (shares[best] ?? 0) > sureAbove ? words.sure(name) : words.unsure(name);
  }

  override render() {
    const best = this.#shares() === null || this.untrained ? -1 : this.#best();
    return html`
      <p class="verdict">${this.#verdict()}</p>
      <div class="bars" role="group" aria-label=${this.messages.bars.group}>
        ${this.classes.map((name, index) => this.#row(name, index, index === best))}
      </div>
    `;
  }

  #row(name: string, index: number, best: boolean) {
    const share = this.#shares()?.[index] ?? null;
    const mark = best ? 'best' : '';
    return html`
      <span class="name ${mark}" aria-hidden="true">${name}</span>
      <div
        class="meter"
        role="meter"
        aria-label=${name}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${((share ?? 0) * 100).toFixed(2)}
        aria-valuetext=${share === null ? nothing : this.format.percent(share)}
      >
        <div class="fill"></div>
      </div>
      <span class="share ${mark}" aria-hidden="true">${this.format.percent(share)}</span>
    `;
  }

  override updated(): void {
    const shares = this.#shares();
    this.renderRoot.querySelectorAll<HTMLElement>('.fill').forEach((fill, index) => {
      fill.style.setProperty('transform', `scaleX(${shares?.[index] ?? 0})`);
    });
  }
}

define('prediction-bars', PredictionBars);

declare global {
  interface HTMLElementTagNameMap {
    'prediction-bars': PredictionBars;
  }
}
