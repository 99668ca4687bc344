import { css, html, type PropertyDeclarations } from 'lit';
import { define } from '../define';
import { nextCell, type Cell } from '../grid-cells';
import { PatientPanel } from '../patient-panel';
import { base } from '../style';
import { sameParts, towards } from './in-parts';
import { allMistakes, mostMisread, sameFilter, type MistakeFilter } from './mistake-filter';

/** So many rows are made in one turn, since each has many parts. */
const madeAtOnce = 2;

/**
 * How often each class was taken for each other, as a table to choose from: a number is one pair, a
 * row's head all that are one class, a column's head all that were read as one. Arrow keys move,
 * Enter and space choose; choosing the same again chooses all.
 *
 * Event: `filter-change` with `{ filter }`.
 */
export class ConfusionTable extends PatientPanel {
  static override properties: PropertyDeclarations = {
    confusion: { attribute: false },
    names: { attribute: false },
    filter: { attribute: false },
    active: { state: true },
  };

  /** How many images of class `label` were read as `read`: `confusion[label][read]`. */
  declare confusion: readonly number[][];
  /** Of the classes. */
  declare names: readonly string[];
  declare filter: MistakeFilter;
  /** The one cell that Tab leads to; row and column 0 are the heads. */
  declare private active: Cell;

  /** What is in the document by now of the rows of `confusion`. */
  #rows: readonly (readonly number[])[] = [];

  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      .window {
        overflow-x: auto;
        /* Room for the outline of cells at the edge. */
        padding: 3px;
        margin: -3px;
      }
      table {
        width: 100%;
        min-width: 286px;
        max-width: 440px;
        /* All columns alike: their width asks for no number in them. */
        table-layout: fixed;
        border-collapse: collapse;
      }
      caption {
        padding-bottom: var(--space-1);
        font-size: var(--text-s);
        color: var(--ink-soft);
        text-align: left;
      }
      th,
      td {
        height: 28px;
        padding: 0;
        border: 1px solid var(--hairline);
        font-size: var(--text-s);
        font-weight: 400;
        text-align: center;
        cursor: pointer;
      }
      /* Another number in it moves nothing around it. */
      td span {
        display: block;
        contain: layout size;
        height: 26px;
        line-height: 26px;
      }
      thead th,
      tbody th {
        border-color: transparent;
        color: var(--ink-soft);
      }
      thead th {
        border-bottom-color: var(--hairline);
      }
      tbody th {
        border-right-color: var(--hairline);
      }
      th:hover,
      td.taken:hover {
        background: var(--raised);
      }
      td.taken {
        background: color-mix(in srgb, var(--accent) calc(var(--share) * 40%), transparent);
      }
      td.right,
      td.never {
        color: var(--ink-soft);
        cursor: default;
      }
      td.right {
        background: var(--raised);
      }
      [aria-selected='true'] {
        box-shadow: inset 0 0 0 1.5px var(--accent);
        color: var(--ink);
        font-weight: 700;
      }
      :focus-visible {
        position: relative;
        outline-offset: 0;
      }
      @container (max-width: 380px) {
        td.right span {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.confusion = [];
    this.names = [];
    this.filter = allMistakes;
    this.active = { row: 0, column: 0 };
  }

  /** It comes together with images, and is longer than they are. */
  protected override readonly waitsOutOfSight = true;
  protected override readonly waitsAtFirst = true;

  protected override willUpdate(): void {
    // The heads come first.
    this.#rows = towards(this.#rows, this.confusion, this.hasUpdated ? madeAtOnce : 0);
  }

  override render() {
    const words = this.messages.mistakes;
    const heads = this.names.map((name, read) =>
      this.#head({ row: 0, column: read + 1 }, 'columnheader', name, words.read(name)),
    );
    return html`
      <div class="window">
        <table role="grid" @keydown=${this.#pressed} @focusin=${this.#focused}>
          <caption>
            ${words.table}
          </caption>
          <thead>
            <tr>
              ${this.#head({ row: 0, column: 0 }, 'columnheader', words.all, words.allLabel)}${heads}
            </tr>
          </thead>
          <tbody>
            ${this.#rows.map((images, label) => this.#row(images, label))}
          </tbody>
        </table>
      </div>
    `;
  }

  #row(images: readonly number[], label: number) {
    const row = label + 1;
    const name = this.names[label] ?? '';
    return html`
      <tr>
        ${this.#head({ row, column: 0 }, 'rowheader', name, this.messages.mistakes.label(name))}
        ${images.map((count, read) => this.#count(count, label, read))}
      </tr>
    `;
  }

  #head(cell: Cell, role: 'columnheader' | 'rowheader', text: string, label: string) {
    return html`<th
      scope=${role === 'rowheader' ? 'row' : 'col'}
      role=${role}
      tabindex=${this.#tab(cell)}
      data-row=${cell.row}
      data-column=${cell.column}
      aria-label=${label}
      aria-selected=${this.#chosen(cell)}
      @click=${() => this.#choose(cell)}
    >
      ${text}
    </th>`;
  }

  #count(images: number, label: number, read: number) {
    const words = this.messages.mistakes;
    const cell = { row: label + 1, column: read + 1 };
    const count = this.format.whole(images);
    const name = this.names[label] ?? '';
    const right = label === read;
    return html`<td
      class=${right ? 'right' : images > 0 ? 'taken' : 'never'}
      role="gridcell"
      tabindex=${this.#tab(cell)}
      data-row=${cell.row}
      data-column=${cell.column}
      aria-label=${right ? words.right(name, count) : words.taken(name, this.names[read] ?? '', count)}
      aria-selected=${this.#chosen(cell)}
      @click=${() => this.#choose(cell)}
    >
      <span>${right || images > 0 ? count : ''}</span>
    </td>`;
  }

  #tab({ row, column }: Cell): '0' | '-1' {
    return row === this.active.row && column === this.active.column ? '0' : '-1';
  }

  #filterOf({ row, column }: Cell): MistakeFilter {
    return { label: row === 0 ? null : row - 1, read: column === 0 ? null : column - 1 };
  }

  #chosen(cell: Cell): 'true' | 'false' {
    return sameFilter(this.filter, this.#filterOf(cell)) ? 'true' : 'false';
  }

  #choose(cell: Cell): void {
    const { label, read } = this.#filterOf(cell);
    const pair = label !== null && read !== null;
    if (pair && (label === read || (this.confusion[label]?.[read] ?? 0) === 0)) return;
    this.filter = sameFilter(this.filter, { label, read }) ? allMistakes : { label, read };
    this.emit('filter-change', { filter: this.filter });
  }

  #focused(event: FocusEvent): void {
    const { row, column } = (event.target as HTMLElement).dataset;
    this.active = { row: Number(row), column: Number(column) };
  }

  #pressed(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const classes = this.names.length;
    const cell = nextCell(this.active, event, classes + 1, classes + 1);
    if (cell !== null) {
      const place = `[data-row='${cell.row}'][data-column='${cell.column}']`;
      this.renderRoot.querySelector<HTMLElement>(place)?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#choose(this.active);
    } else {
      return;
    }
    event.preventDefault();
  }

  override updated(): void {
    if (!sameParts(this.#rows, this.confusion)) this.requestUpdate();
    const most = mostMisread(this.#rows);
    this.renderRoot.querySelectorAll<HTMLElement>('td.taken').forEach((cell) => {
      const { label, read } = this.#filterOf({
        row: Number(cell.dataset.row),
        column: Number(cell.dataset.column),
      });
      const images = this.#rows[label ?? 0]?.[read ?? 0] ?? 0;
      cell.style.setProperty('--share', (images / Math.max(1, most)).toFixed(3));
    });
  }
}

define('confusion-table', ConfusionTable);

declare global {
  interface HTMLElementTagNameMap {
    'confusion-table': ConfusionTable;
  }
}
