import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Fingerprint } from '../../shared/protocol';
import type { Evaluation } from '../../shared/runs';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { base } from '../style';

/** Rows that have their place; more of them are scrolled. */
const mostPlaces = 12;

/** Of so many pixels' distance from its end nobody takes note: less than half a row. */
const nearEnd = 12;

/**
 * What each test on unseen images gave, newest last; the same numbers as the curve's circles. Below it
 * the fingerprints that were taken in between. The rows to come have their place from the start, so that
 * nothing below moves when an epoch ends.
 */
export class EpochTable extends PatientPanel {
  static override properties: PropertyDeclarations = {
    records: { attribute: false },
    fingerprints: { attribute: false },
    epochs: { attribute: false },
  };

  declare records: readonly Evaluation[];
  declare fingerprints: readonly Fingerprint[];
  /** Of the whole run: with the test before it, one record more than these. */
  declare epochs: number;

  protected override readonly waitsOutOfSight = true;
  /** The newest row is in sight, unless somebody has scrolled away from it. */
  #atEnd = true;

  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      .rows {
        max-height: 420px;
        overflow-y: auto;
      }
      table {
        width: 100%;
        table-layout: fixed;
        border-spacing: 0;
      }
      .between {
        margin-top: var(--space-3);
      }
      caption {
        padding-bottom: var(--space-1);
        color: var(--ink-soft);
        font-size: var(--text-s);
        text-align: left;
      }
      th,
      td {
        padding: var(--space-1) var(--space-2) var(--space-1) 0;
        border-top: 1px solid var(--hairline);
        font-weight: 400;
        text-align: right;
        white-space: nowrap;
      }
      /* A row with letters of another font is as high as one without. */
      code {
        line-height: 1;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--paper);
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      tr > :first-child {
        width: 5em;
        text-align: left;
      }
      tr > :nth-child(2) {
        width: 6em;
      }
      tr > :nth-child(3),
      tr > :nth-child(4) {
        width: 5em;
      }
      tr > :last-child {
        padding-right: 0;
        padding-left: var(--space-4);
        overflow: hidden;
        text-align: left;
        text-overflow: ellipsis;
      }
      .between td {
        width: auto;
      }
      @container (max-width: 420px) {
        tr > :nth-child(4) {
          display: none;
        }
        tr > :nth-child(3) {
          width: 3.5em;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.records = [];
    this.fingerprints = [];
    this.epochs = 0;
  }

  override render() {
    if (this.records.length === 0) return nothing;
    const words = this.messages.epochs;
    const scrolls = this.records.length > mostPlaces;
    return html`
      <div
        class="rows"
        role=${scrolls ? 'region' : nothing}
        tabindex=${scrolls ? '0' : nothing}
        aria-label=${scrolls ? words.caption : nothing}
        @scroll=${this.#scrolled}
      >
        <table>
          <caption>
            ${words.caption}
          </caption>
          <thead>
            <tr>
              <th scope="col">${words.epoch}</th>
              <th scope="col">${words.accuracy}</th>
              <th scope="col">${words.loss}</th>
              <th scope="col">${words.time}</th>
              <th scope="col" title=${words.fingerprintHelp}>${words.fingerprint}</th>
            </tr>
          </thead>
          <tbody>
            ${this.records.map((record) =>
              guard([record, this.messages], () => this.#row(record)),
            )}${this.#places()}
          </tbody>
        </table>
      </div>
      ${this.#onTheWay()}
    `;
  }

  protected override updated(): void {
    // Another run begins with few rows, whatever the one before was left at.
    if (this.records.length <= mostPlaces) this.#atEnd = true;
    const rows = this.renderRoot.querySelector('.rows');
    if (rows !== null && this.#atEnd) rows.scrollTop = rows.scrollHeight;
  }

  #scrolled(event: Event): void {
    const { scrollTop, clientHeight, scrollHeight } = event.target as HTMLElement;
    this.#atEnd = scrollTop + clientHeight > scrollHeight - nearEnd;
  }

  /** Of the rows to come. */
  #places() {
    const places = Math.min(this.epochs + 1, mostPlaces) - this.records.length;
    return Array.from(
      { length: Math.max(0, places) },
      () =>
        html`<tr class="place" aria-hidden="true">
          <td colspan="5">&nbsp;</td>
        </tr>`,
    );
  }

  #onTheWay() {
    const words = this.messages.epochs;
    const between = this.fingerprints.filter(
      (fingerprint) => !this.records.some((record) => record.step === fingerprint.step),
    );
    if (between.length === 0) return nothing;
    return html`
      <table class="between">
        <caption title=${words.fingerprintHelp}>
          ${words.between}
        </caption>
        <tbody>
          ${between.map(
            ({ step, sha256 }) => html`
              <tr>
                <th scope="row">${words.step(this.format.whole(step))}</th>
                <td title=${sha256}><code>${sha256}</code></td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  #row(record: Evaluation) {
    const first = record.epoch === 0;
    return html`
      <tr>
        <th scope="row">
          ${first ? this.messages.epochs.before : this.format.whole(record.epoch)}
        </th>
        <td>${this.format.percent(record.accuracy)}</td>
        <td>${this.format.loss(record.loss)}</td>
        <td>${first || record.seconds === null ? '–' : this.format.duration(record.seconds)}</td>
        <td title=${record.fingerprint ?? nothing}><code>${record.fingerprint}</code></td>
      </tr>
    `;
  }
}

define('epoch-table', EpochTable);

declare global {
  interface HTMLElementTagNameMap {
    'epoch-table': EpochTable;
  }
}
