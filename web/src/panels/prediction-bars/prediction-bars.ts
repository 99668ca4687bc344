import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';
import { verdictOf, type Verdict } from './verdict';

/** Answers closer than this follow a pen, or a run. */
const aliveMilliseconds = 1000;

/**
 * One bar per class: how likely the network finds it, as `role=meter` from 0 to 100. They may change
 * with every frame: nothing here speaks up by itself.
 */
export class PredictionBars extends Panel {
  static override properties: PropertyDeclarations = {
    probabilities: { attribute: false },
    names: { attribute: false },
    untrained: { attribute: false },
  };

  /** In the order of the classes, summing to 1; null when there is nothing to read. */
  declare probabilities: readonly number[] | null;
  /** Of the classes. */
  declare names: readonly string[];
  /** The weights that answered had not made a step. */
  declare untrained: boolean;

  /** When the newest answer came. */
  #answered = -Infinity;

  static override styles = [
    base,
    css`
      .verdict {
        min-height: calc(1em * var(--line));
        margin-bottom: var(--space-2);
        font-size: var(--text-l);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      /* A digit's name fits: nothing around is laid out again for another one. */
      .verdict.digit {
        contain: layout size;
      }
      .bars {
        display: grid;
        grid-template-columns: fit-content(40%) minmax(0, 1fr) 8.5ch;
        column-gap: var(--space-3);
        align-items: center;
      }
      .name {
        font-size: var(--text-l);
        line-height: 22px;
        color: var(--ink-soft);
        text-align: center;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .words .name {
        font-size: var(--text-m);
        text-align: left;
      }
      /* An answer changes bars, shares and who is best: of all that only the words of shares and names are
         laid out again, which are not the grid's own items for that. Bars are painted anew, without boxes,
         clips or transforms of their own: each would be one more piece to put the picture together from. */
      .meter {
        height: var(--space-3);
        border-radius: 2px;
        background: linear-gradient(var(--accent), var(--accent)) 0 0 / 0% 100% no-repeat
          var(--raised);
        box-shadow: inset 0 0 0 1px var(--hairline);
        transition: background-size var(--motion) ease-out;
      }
      /* Answers that follow each other are motion enough. */
      :host([alive]) .meter {
        transition: none;
      }
      .share {
        line-height: 22px;
        text-align: right;
        color: var(--ink-soft);
      }
      .share > span,
      .digits .name > span {
        display: block;
        contain: layout size;
        height: 22px;
      }
      .digits .name > span {
        width: 1.25ch;
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
    this.names = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    this.untrained = false;
  }

  #verdict(): Verdict {
    return verdictOf(this.probabilities, this.untrained);
  }

  #said(verdict: Verdict): string {
    const words = this.messages.bars;
    switch (verdict.kind) {
      case 'sure':
      case 'unsure':
        return words[verdict.kind](this.names[verdict.best] ?? '');
      case 'untrained':
        return words.untrained;
      case 'nothing':
        return words.nothing;
      case 'broken':
        return words.broken;
    }
  }

  /** Null where the network answers with what are no numbers, too. */
  #shares(): readonly number[] | null {
    return this.#verdict().kind === 'broken' ? null : this.probabilities;
  }

  override render() {
    const verdict = this.#verdict();
    const best = 'best' in verdict ? verdict.best : -1;
    const shares = this.#shares();
    const digits = this.names.every((name) => name.length === 1);
    const fits = digits && (verdict.kind === 'sure' || verdict.kind === 'unsure');
    return html`
      <p class=${fits ? 'verdict digit' : 'verdict'}>${this.#said(verdict)}</p>
      <div
        class=${digits ? 'bars digits' : 'bars words'}
        role="group"
        aria-label=${this.messages.bars.group}
      >
        ${this.names.map((name, index) => this.#row(name, shares?.[index] ?? null, index === best))}
      </div>
    `;
  }

  #row(name: string, share: number | null, best: boolean) {
    const mark = best ? 'best' : '';
    return html`
      <span class="name" aria-hidden="true"><span class=${mark}>${name}</span></span>
      <div
        class="meter"
        role="meter"
        aria-label=${name}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${((share ?? 0) * 100).toFixed(2)}
        aria-valuetext=${share === null ? nothing : this.format.percent(share)}
      ></div>
      <span class="share" aria-hidden="true"
        ><span class=${mark}>${this.format.percent(share)}</span></span
      >
    `;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('probabilities')) {
      const now = performance.now();
      this.toggleAttribute('alive', now - this.#answered < aliveMilliseconds);
      this.#answered = now;
    }
    const shares = this.#shares();
    this.renderRoot.querySelectorAll<HTMLElement>('.meter').forEach((meter, index) => {
      meter.style.setProperty('background-size', `${(shares?.[index] ?? 0) * 100}% 100%`);
    });
  }
}

define('prediction-bars', PredictionBars);

declare global {
  interface HTMLElementTagNameMap {
    'prediction-bars': PredictionBars;
  }
}
