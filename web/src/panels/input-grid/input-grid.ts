import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { define } from '../define';
import { nextCell, type Cell } from '../grid-cells';
import { Panel } from '../panel';
import { paintPixels } from '../pixel-image/paint';
import '../pixel-image/pixel-image';
import { base, buttons } from '../style';
import { byteOf, inkAfter, inkOf, toggled } from './ink-keys';

/** Up to so many cells a side the grid is shown as a whole; above, it scrolls. */
const mostShown = 10;

/**
 * The network's own input as a grid that keys can edit, cell by cell, each announced by its place
 * and ink; a mouse or pen paints, a finger taps. A grid of 28×28 keeps its cells large and scrolls
 * after the cell that has the focus.
 *
 * Events: `pixels-change` with `{ pixels }` after each change, `pixels-test` with `{ pixels }` when
 * they are to be read; `size` × `size` bytes, row by row, 0 black to 255 white.
 */
export class InputGrid extends Panel {
  static override properties: PropertyDeclarations = {
    size: { attribute: false },
    pixels: { attribute: false },
    // Nothing is shown of it but whether it can be taken.
    seen: {
      attribute: false,
      hasChanged: (seen: Uint8Array | null, before?: Uint8Array | null) =>
        seen?.length !== before?.length,
    },
    active: { state: true },
    spoken: { state: true },
  };

  declare size: number;
  /** `size` × `size` bytes; others, and null, are an empty grid. */
  declare pixels: Uint8Array | null;
  /** What the network sees of the drawing, to begin with; null when there is none. */
  declare seen: Uint8Array | null;
  /** The cell that keys edit. */
  declare private active: Cell;
  /** Said aloud: a new label of the focused cell alone would not be. */
  declare private spoken: string;

  /** The byte that a mouse or pen paints while its button is down. */
  #brush: number | null = null;

  static override styles = [
    base,
    buttons,
    css`
      .window {
        width: fit-content;
        max-width: 100%;
        max-height: var(--grid-height, 360px);
        overflow: auto;
        border-radius: var(--radius);
        background: var(--pad-paper);
        box-shadow: 0 0 0 1px var(--edge);
      }
      .sheet {
        --cell: 35px;
        position: relative;
        width: fit-content;
      }
      .sheet.fine {
        --cell: 24px;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        image-rendering: pixelated;
      }
      .row {
        display: flex;
      }
      .cell {
        position: relative;
        flex: none;
        width: var(--cell);
        height: var(--cell);
        border: 0 solid color-mix(in srgb, var(--edge) 45%, transparent);
        border-width: 0 1px 1px 0;
        cursor: crosshair;
        user-select: none;
        -webkit-user-select: none;
      }
      .row:last-child .cell {
        border-bottom-width: 0;
      }
      .cell:last-child {
        border-right-width: 0;
      }
      .cell:focus {
        /* Two rings: one of them stands out from any ink. */
        outline: 2px solid var(--accent);
        outline-offset: -2px;
        box-shadow: inset 0 0 0 4px var(--pad-paper);
      }
      .about {
        display: flex;
        justify-content: space-between;
        gap: var(--space-4);
        max-width: 672px;
        margin-top: var(--space-2);
      }
      .reading {
        min-height: calc(1em * var(--line));
      }
      .keys {
        max-width: 46ch;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
    `,
  ];

  constructor() {
    super();
    this.size = 8;
    this.pixels = null;
    this.seen = null;
    this.active = { row: 0, column: 0 };
    this.spoken = '';
  }

  #bytes(): Uint8Array {
    const { pixels, size } = this;
    return pixels?.length === size * size ? pixels : new Uint8Array(size * size);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('size')) return;
    const { row, column } = this.active;
    if (row >= this.size || column >= this.size) this.active = { row: 0, column: 0 };
  }

  override render() {
    const words = this.messages.grid;
    const bytes = this.#bytes();
    const numbers = Array.from({ length: this.size }, (_, index) => index);
    const { row, column } = this.active;
    return html`
      <div class="window">
        <div class="sheet ${this.size > mostShown ? 'fine' : ''}">
          <canvas aria-hidden="true" width=${this.size} height=${this.size}></canvas>
          <div
            role="grid"
            aria-label=${words.grid}
            aria-describedby="keys"
            @keydown=${this.#pressed}
            @focusin=${this.#focused}
            @pointerdown=${this.#brushed}
            @pointerover=${this.#painted}
            @pointerleave=${this.#lifted}
            @click=${this.#clicked}
          >
            ${numbers.map(
              (each) =>
                html`<div class="row" role="row">
                  ${numbers.map((other) => this.#cell({ row: each, column: other }, bytes))}
                </div>`,
            )}
          </div>
        </div>
      </div>
      <div class="about">
        <div>
          <p class="reading" aria-hidden="true">${this.#label(row, column, bytes)}</p>
          <p class="unseen" aria-live="polite">${this.spoken}</p>
          <p class="keys" id="keys">${words.keys}</p>
        </div>
        ${this.#overview(bytes)}
      </div>
      <div class="below">
        <button type="button" @click=${this.#test}>${words.test}</button>
        <button
          type="button"
          title=${words.takeHint}
          aria-disabled=${this.#takable() === null ? 'true' : nothing}
          @click=${this.#take}
        >
          ${words.take}
        </button>
        <button
          type="button"
          aria-disabled=${bytes.some((byte) => byte > 0) ? nothing : 'true'}
          @click=${this.#clear}
        >
          ${words.empty}
        </button>
      </div>
    `;
  }

  /** The whole image, where the grid shows a part of it. */
  #overview(bytes: Uint8Array) {
    if (this.size <= mostShown) return nothing;
    return html`<pixel-image
      .messages=${this.messages}
      .pixels=${bytes}
      .size=${this.size}
    ></pixel-image>`;
  }

  #cell({ row, column }: Cell, bytes: Uint8Array) {
    const active = row === this.active.row && column === this.active.column;
    return html`<div
      class="cell"
      role="gridcell"
      tabindex=${active ? '0' : '-1'}
      data-index=${row * this.size + column}
      aria-label=${this.#label(row, column, bytes)}
    ></div>`;
  }

  #label(row: number, column: number, bytes: Uint8Array): string {
    const ink = this.format.whole(inkOf(bytes[row * this.size + column] ?? 0));
    const { format } = this;
    return this.messages.grid.cell(format.whole(row + 1), format.whole(column + 1), ink);
  }

  override updated(changed: PropertyValues): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas && (changed.has('pixels') || changed.has('size'))) {
      paintPixels(canvas, this.#bytes());
    }
  }

  /** Place of a cell in the bytes; null for what is none. */
  #indexOf(target: EventTarget | null): number | null {
    const index = (target as HTMLElement).dataset.index;
    return index === undefined ? null : Number(index);
  }

  #focused(event: FocusEvent): void {
    const index = this.#indexOf(event.target);
    if (index === null) return;
    this.active = { row: Math.floor(index / this.size), column: index % this.size };
    this.spoken = '';
  }

  #pressed(event: KeyboardEvent): void {
    const index = this.#indexOf(event.target);
    if (index === null || event.altKey || event.metaKey) return;
    const cell = nextCell(this.active, event, this.size, this.size);
    if (cell !== null) {
      event.preventDefault();
      const next = cell.row * this.size + cell.column;
      this.renderRoot.querySelector<HTMLElement>(`[data-index='${next}']`)?.focus();
      return;
    }
    const ink = event.ctrlKey ? null : inkAfter(inkOf(this.#bytes()[index] ?? 0), event.key);
    if (ink === null) return;
    event.preventDefault();
    this.#set(index, byteOf(ink));
    this.spoken = this.messages.grid.ink(this.format.whole(ink));
  }

  #flipped(index: number): number {
    return byteOf(toggled(inkOf(this.#bytes()[index] ?? 0)));
  }

  /** A finger scrolls, and taps: that is a click. */
  #brushed(event: PointerEvent): void {
    const index = this.#indexOf(event.target);
    const paints = index !== null && event.pointerType !== 'touch' && event.button === 0;
    this.#brush = paints ? this.#flipped(index) : null;
    if (index !== null && this.#brush !== null) this.#set(index, this.#brush);
  }

  #painted(event: PointerEvent): void {
    const index = this.#indexOf(event.target);
    if (index === null || this.#brush === null || (event.buttons & 1) === 0) return;
    this.#set(index, this.#brush);
  }

  #lifted(): void {
    this.#brush = null;
  }

  #clicked(event: MouseEvent): void {
    const index = this.#indexOf(event.target);
    const painted = this.#brush !== null;
    this.#brush = null;
    if (index !== null && !painted) this.#set(index, this.#flipped(index));
  }

  #set(index: number, byte: number): void {
    const bytes = this.#bytes();
    if (bytes[index] === byte) return;
    const pixels = bytes.slice();
    pixels[index] = byte;
    this.#change(pixels);
  }

  #change(pixels: Uint8Array): void {
    this.pixels = pixels;
    this.emit('pixels-change', { pixels });
  }

  #takable(): Uint8Array | null {
    return this.seen?.length === this.size * this.size ? this.seen : null;
  }

  #take(): void {
    const seen = this.#takable();
    if (seen !== null) this.#change(seen.slice());
  }

  #clear(): void {
    if (this.#bytes().some((byte) => byte > 0)) this.#change(new Uint8Array(this.size * this.size));
  }

  #test(): void {
    this.emit('pixels-test', { pixels: this.#bytes() });
  }
}

define('input-grid', InputGrid);

declare global {
  interface HTMLElementTagNameMap {
    'input-grid': InputGrid;
  }
}
