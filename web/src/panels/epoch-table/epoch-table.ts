import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { EpochRecord } from '../../shared/protocol';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';

/** What each test on unseen images gave, newest last; the same numbers as the curve's circles. */
export class EpochTable extends Panel {
  static override properties: PropertyDeclarations = { records: { attribute: false } };

  declare records: readonly EpochRecord[];

  static override styles = [
    base,
    css`
      table {
        width: 100%;
        table-layout: fixed;
        border-collapse: collapse;
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
      thead th {
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
      @media (max-width: 420px) {
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
  }

  override render() {
    if (this.records.length === 0) return nothing;
    const words = this.messages.epochs;
    return html`
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
          ${this.records.map((record) => this.#row(record))}
        </tbody>
      </table>
    `;
  }

  #row(record: EpochRecord) {
    const first = record.epoch === 0;
    return html`
      <tr>
        <th scope="row">
          ${first ? this.messages.epochs.before : this.format.whole(record.epoch)}
        </th>
        <td>${this.format.percent(record.accuracy)}</td>
        <td>${this.format.loss(record.loss)}</td>
        <td>${first ? '–' : this.format.duration(record.seconds)}</td>
        <td title=${record.fingerprint}><code>${record.fingerprint}</code></td>
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
