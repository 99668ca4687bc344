import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { RunRecord } from '../../shared/runs';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { runName } from '../run-words';
import { base } from '../style';
import { obstacles, pairs, partsAfter, type PrintedPair } from './compare';

/** So many more are set beside the reference at a time: each is an element of many parts. */
const filledAtOnce = 12;

/**
 * The losses that the tutorial prints beside those of a run, step by step, with the digits that match
 * marked. The records may grow in place: `version` is that of `run`.
 */
export class PrintedLosses extends PatientPanel {
  static override properties: PropertyDeclarations = {
    reference: { attribute: false },
    run: { attribute: false },
    version: { attribute: false },
  };

  /** The tutorial's run in PyTorch. */
  declare reference: RunRecord | null;
  declare run: RunRecord | null;
  declare version: number;

  #pairs: PrintedPair[] = [];
  /** What these were made of. */
  #made = '';
  /** The run that they show, how many steps of it, and whether it has made more. */
  #filled = { run: '', steps: 0, more: false };

  protected override readonly waitsOutOfSight = true;

  static override styles = [
    base,
    css`
      p {
        max-width: 70ch;
        margin-bottom: var(--space-2);
      }
      .count {
        min-height: calc(1em * var(--line));
        font-weight: 600;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(124px, 1fr));
        gap: 0 var(--space-4);
        margin: 0;
        padding: 0;
        overflow: auto;
        list-style: none;
        font-variant-numeric: tabular-nums;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: 3ch 4ch 1ch 4ch;
        column-gap: var(--space-2);
        align-items: center;
        height: 24px;
        border-bottom: 1px solid var(--hairline);
        text-align: right;
        white-space: nowrap;
      }
      .note {
        min-height: calc(1em * var(--line));
        margin-top: var(--space-2);
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .step {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .sign {
        text-align: center;
      }
      .matching {
        text-decoration: underline;
        text-decoration-color: var(--accent);
        text-decoration-thickness: 2px;
        text-underline-offset: 3px;
      }
      .different .sign {
        font-weight: 700;
      }
      @media (max-width: 639px) {
        ol {
          max-height: 288px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.reference = null;
    this.run = null;
    this.version = 0;
  }

  protected override willUpdate(): void {
    const { reference } = this;
    if (reference === null) return;
    const run = this.#compared(reference);
    const { length, generation } = run?.losses ?? { length: 0, generation: 0 };
    // Later epochs have nothing to do with it.
    const steps = this.#fill(
      [run?.id, generation].join(' '),
      Math.min(length, reference.losses.length),
    );
    const made = [reference.id, run?.id, generation, steps, run && partsAfter(run)].join(' ');
    if (made === this.#made) return;
    this.#made = made;
    this.#pairs = pairs(reference, run, steps);
  }

  /** How many steps to show now of those that `run` has made. */
  #fill(run: string, made: number): number {
    const before = this.#filled.run === run ? this.#filled.steps : 0;
    const steps = Math.min(made, before + filledAtOnce);
    this.#filled = { run, steps, more: steps < made };
    return steps;
  }

  protected override updated(): void {
    if (this.#filled.more) this.requestUpdate();
  }

  #compared(reference: RunRecord): RunRecord | null {
    return this.run !== null && this.#reasons(this.run, reference).length === 0 ? this.run : null;
  }

  /** In what `run` differs, in words; none if it can be compared. */
  #reasons(run: RunRecord, reference: RunRecord): string[] {
    const { settings, data } = obstacles(run, reference);
    const words = settings.map((name) =>
      name === 'limit'
        ? this.messages.runs.limit(this.format.whole(run.settings.limit))
        : this.messages.settings.fields[name].label,
    );
    return data ? [...words, this.messages.printed.data] : words;
  }

  override render() {
    const { reference } = this;
    if (reference === null) return nothing;
    const words = this.messages.printed;
    return html`
      <p>${words.intro(runName(reference, this.messages))}</p>
      <p class="count">${this.#count(reference)}</p>
      <ol role="list" tabindex="0" aria-label=${words.list}>
        ${guard([this.#pairs, this.messages], () => this.#pairs.map((pair) => this.#pair(pair)))}
      </ol>
      <p class="note">${this.#notes(reference)}</p>
    `;
  }

  #count(reference: RunRecord): string {
    const { run } = this;
    const words = this.messages.printed;
    if (run === null || run.losses.length === 0) return words.begin;
    const reasons = this.#reasons(run, reference);
    if (reasons.length > 0) return words.nothing(runName(run, this.messages), reasons.join(', '));
    const made = this.#pairs.filter(({ own }) => own !== null).length;
    const equal = this.format.whole(this.#pairs.filter((pair) => pair.equal).length);
    const total = this.format.whole(this.#pairs.length);
    return made === this.#pairs.length
      ? words.equal(equal, total)
      : words.soFar(equal, this.format.whole(made), total);
  }

  #notes(reference: RunRecord): string {
    const run = this.#compared(reference);
    if (run === null) return '';
    const words = this.messages.printed;
    const start = ({ evaluations }: RunRecord) =>
      evaluations.find(({ step }) => step === 0)?.fingerprint ?? null;
    const notes: string[] = [];
    if (start(run) !== null && start(run) === start(reference)) notes.push(words.sameStart);
    const parting = partsAfter(run);
    if (parting < this.#pairs.length) notes.push(words.changedRate(this.format.whole(parting)));
    return notes.join(' ');
  }

  #pair({ step, reference, own, equal, matching }: PrintedPair) {
    const words = this.messages.printed;
    const named = this.format.whole(step);
    const said =
      own === null ? words.readWaiting(named, reference) : words.read(named, reference, own, equal);
    return html`
      <li class=${own !== null && !equal ? 'different' : ''}>
        <span class="unseen">${said}</span>
        <span class="step" aria-hidden="true">${named}</span>
        <span aria-hidden="true">${reference}</span>
        <span class="sign" aria-hidden="true">${own === null ? '' : equal ? '=' : '≠'}</span>
        <span class="own" aria-hidden="true"
          ><span class="matching">${own?.slice(0, matching)}</span>${own?.slice(matching)}</span
        >
      </li>
    `;
  }
}

define('printed-losses', PrintedLosses);

declare global {
  interface HTMLElementTagNameMap {
    'printed-losses': PrintedLosses;
  }
}
