import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { allFingerprints, mostShown, trainingSeconds, type RunRecord } from '../../shared/runs';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { lineColors, swatch } from '../run-swatch';
import { differences, runName } from '../run-words';
import { base, buttons, fields } from '../style';

export const exportFormats = ['csv', 'json', 'svg'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How much of a fingerprint tells two runs apart. */
const fingerprintStart = 8;

/**
 * All runs with what they were made with and what came of it. Asks by events: `run-show`
 * `{ id, shown }`, `run-take-over` `{ id }`, `run-remove` `{ id }` (never for the reference nor a run
 * that is under way), `export-runs` `{ format }`. A new array in `runs` says that something is new.
 */
export class RunList extends PatientPanel {
  static override properties: PropertyDeclarations = { runs: { attribute: false } };

  declare runs: readonly RunRecord[];

  /** Where a run was removed: the keyboard goes on from there. */
  #removedAt: number | null = null;

  static override styles = [
    base,
    buttons,
    fields,
    lineColors,
    css`
      ul {
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--space-4);
        padding: var(--space-2) 0;
        border-top: 1px solid var(--hairline);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 28px;
        font-weight: 600;
        cursor: pointer;
      }
      label input {
        flex: none;
      }
      .swatch {
        flex: none;
      }
      .state {
        color: var(--ink-soft);
        font-weight: 400;
      }
      .actions {
        display: flex;
        gap: var(--space-2);
        align-items: center;
      }
      .actions button,
      .exports button {
        height: 28px;
        padding: 0 var(--space-2);
        font-size: var(--text-s);
      }
      .settings {
        grid-column: 1 / -1;
        color: var(--ink-soft);
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        grid-column: 1 / -1;
        gap: 0 var(--space-6);
        font-variant-numeric: tabular-nums;
      }
      dl div {
        display: flex;
        gap: var(--space-2);
      }
      dt {
        color: var(--ink-soft);
      }
      .w6 {
        min-width: 6ch;
      }
      .w8 {
        min-width: 8ch;
      }
      .settings,
      dl,
      .full {
        font-size: var(--text-s);
        line-height: 24px;
      }
      .full {
        color: var(--ink-soft);
      }
      .exports {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        padding-top: var(--space-3);
        border-top: 1px solid var(--hairline);
      }
      @media (max-width: 639px) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
        .actions {
          order: 1;
          margin-top: var(--space-1);
        }
        dl {
          column-gap: var(--space-4);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.runs = [];
  }

  override render() {
    const words = this.messages.runs;
    const shown = this.runs.filter(({ line }) => line !== null).length;
    const full = shown >= mostShown;
    return html`
      <ul role="list" aria-label=${words.list}>
        ${this.runs.map((run, index) => this.#row(run, index, full))}
      </ul>
      ${
        full && shown < this.runs.length
          ? html`<p class="full" id="full">${words.full(this.format.whole(mostShown))}</p>`
          : nothing
      }
      <div class="exports" role="group" aria-label=${words.exports}>
        ${exportFormats.map((format) => this.#export(format, shown === 0))}
      </div>
    `;
  }

  #export(format: ExportFormat, none: boolean) {
    const words = this.messages.runs;
    const names = { csv: words.exportCsv, json: words.exportJson, svg: words.exportSvg };
    return html`<button
      type="button"
      title=${words.exports}
      aria-disabled=${none ? 'true' : 'false'}
      @click=${() => {
        if (!none) this.emit('export-runs', { format });
      }}
    >
      ${names[format]}
    </button>`;
  }

  #row(run: RunRecord, index: number, full: boolean) {
    const words = this.messages.runs;
    const name = runName(run, this.messages);
    const removable =
      run.reference === null && !['loading', 'running', 'paused'].includes(run.state);
    const locked = full && run.line === null;
    return html`
      <li>
        <label>
          <input
            type="checkbox"
            aria-label="${words.show} ${name}"
            aria-describedby=${locked ? 'full' : nothing}
            ?disabled=${locked}
            .checked=${run.line !== null}
            @change=${(event: Event) => this.#shown(run, event)}
          />
          ${swatch(run.line)}
          <span>${name} <span class="state">${this.#state(run)}</span></span>
        </label>
        <div class="actions">
          <button
            type="button"
            aria-label=${words.takeOverOf(name)}
            @click=${() => this.emit('run-take-over', { id: run.id })}
          >
            ${words.takeOver}
          </button>
          ${
            removable
              ? html`<button
                  type="button"
                  aria-label=${words.removeOne(name)}
                  @click=${() => this.#remove(run, index)}
                >
                  ${words.remove}
                </button>`
              : nothing
          }
        </div>
        <p class="settings">${this.#settings(run)}</p>
        ${this.#results(run)}
      </li>
    `;
  }

  #state(run: RunRecord): string {
    const words = this.messages.runs;
    const state = words.states[run.state];
    const made = run.losses.length;
    if (run.reference !== null) return `· ${words.toCompare}`;
    if (run.state === 'finished' || made === 0) return `· ${state}`;
    const total = Math.max(made, run.totalSteps);
    return `· ${state}, ${words.progress(this.format.whole(made), this.format.whole(total))}`;
  }

  #settings(run: RunRecord): string {
    const words = this.messages.runs;
    const parts = differences(run, this.messages, this.format);
    const changed = run.learningRateChanges[0];
    if (parts.length === 0) parts.push(words.tutorial);
    if (changed) parts.push(words.changedRate(this.format.whole(changed.step)));
    return parts.join(' · ');
  }

  #results(run: RunRecord) {
    const words = this.messages.runs;
    const loss = run.losses.at(run.losses.length - 1);
    const accuracy = run.evaluations.at(-1)?.accuracy ?? null;
    const seconds = trainingSeconds(run);
    const fingerprint = allFingerprints(run).at(-1) ?? null;
    const entry = (name: string, value: unknown, width: string) =>
      html`<div>
        <dt>${name}</dt>
        <dd class=${width}>${value}</dd>
      </div>`;
    return html`<dl>
      ${entry(words.loss, Number.isNaN(loss) ? '–' : this.format.four(loss), 'w6')}
      ${entry(words.accuracy, this.format.percent(accuracy), 'w8')}
      ${entry(words.time, seconds === null ? '–' : this.format.duration(seconds), 'w6')}
      ${entry(
        words.fingerprint,
        fingerprint === null
          ? '–'
          : html`<code title=${fingerprint.sha256}
                >${fingerprint.sha256.slice(0, fingerprintStart)}</code
              >
              ${
                fingerprint.step === run.losses.length
                  ? nothing
                  : words.afterStep(this.format.whole(fingerprint.step))
              }`,
        'w8',
      )}
    </dl>`;
  }

  #shown(run: RunRecord, event: Event): void {
    const box = event.target as HTMLInputElement;
    this.emit('run-show', { id: run.id, shown: box.checked });
  }

  #remove(run: RunRecord, index: number): void {
    this.#removedAt = index;
    this.emit('run-remove', { id: run.id });
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('runs') || this.#removedAt === null) return;
    const before = changed.get('runs');
    if (before === undefined || this.runs.length >= before.length) return;
    const boxes = this.renderRoot.querySelectorAll<HTMLInputElement>('label input');
    boxes[Math.min(this.#removedAt, boxes.length - 1)]?.focus();
    this.#removedAt = null;
  }
}

define('run-list', RunList);

declare global {
  interface HTMLElementTagNameMap {
    'run-list': RunList;
  }
}
