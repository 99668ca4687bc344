import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Stroke, StrokePoint } from '../../shared/protocol';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';
import { DrawingHistory, emptyDrawing, sameDrawing, type Drawing } from './drawing-history';
import { inkAll, inkSegment } from './ink';

/** The events behind one `pointermove`; browsers without coalescing give none: then it is itself. */
function samples(event: PointerEvent): PointerEvent[] {
  const coalesced =
    typeof event.getCoalescedEvents === 'function' ? event.getCoalescedEvents() : [];
  return coalesced.length > 0 ? coalesced : [event];
}

/** Ctrl+Z, and Command+Z where that is the custom. */
function meansUndo(event: KeyboardEvent): boolean {
  return (
    event.key.toLowerCase() === 'z' &&
    (event.ctrlKey || event.metaKey) &&
    !event.shiftKey &&
    !event.altKey
  );
}

/**
 * A square to draw on with mouse, pen or finger, on black or over an image. Strokes leave as points;
 * the pixels shown are never read back. One finger draws and two scroll or zoom, which drops the
 * stroke under way. *Undo*, and Ctrl+Z while the pad has the focus, take back strokes, clearing and
 * what was put onto the pad by its properties.
 *
 * Event: `drawing-change` with `{ strokes, underlay }`, on every movement of the pen and when
 * something is taken back or cleared. By then the pad's properties hold the same.
 */
export class SketchPad extends Panel {
  static override properties: PropertyDeclarations = {
    strokes: { attribute: false },
    underlay: { attribute: false },
    example: { attribute: false },
    undoable: { state: true },
  };

  declare strokes: Stroke[];
  /** A square image to draw over, row by row, 0 black to 255 white; null for none. */
  declare underlay: Uint8Array | null;
  /** The strokes are a sample that the user's first stroke replaces. */
  declare example: boolean;
  declare private undoable: boolean;

  readonly #history = new DrawingHistory();
  /** What the pad itself has put into its properties, rather than whoever uses it. */
  #own: Drawing = emptyDrawing();
  #pointer: number | null = null;
  #stroke: Stroke = [];
  #box: DOMRect | null = null;
  #pen: CanvasRenderingContext2D | null = null;
  #pixels = 0;
  #resizing: ResizeObserver | null = null;

  static override styles = [
    base,
    buttons,
    css`
      .pad {
        width: 280px;
        max-width: 100%;
      }
      .paper {
        aspect-ratio: 1;
        background: var(--pad-paper);
        border-radius: var(--radius);
        overflow: hidden;
        box-shadow: 0 0 0 1px var(--edge);
      }
      .paper:focus-within {
        box-shadow: 0 0 0 1px var(--ink-soft);
      }
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        outline: none;
        cursor: crosshair;
        touch-action: pinch-zoom;
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
      }
      .below {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-top: var(--space-2);
      }
      .below p {
        flex: 1;
        font-size: var(--text-s);
        line-height: calc(var(--control-height) / 2);
        color: var(--ink-soft);
      }
    `,
  ];

  constructor() {
    super();
    this.strokes = [];
    this.underlay = null;
    this.example = false;
    this.undoable = false;
  }

  override render() {
    const words = this.messages.pad;
    const empty = this.strokes.length === 0 && this.underlay === null;
    return html`
      <div class="pad" @keydown=${this.#pressed}>
        <div class="paper">
          <canvas
            role="img"
            aria-label=${words.canvas}
            tabindex="-1"
            @pointerdown=${this.#down}
            @pointermove=${this.#move}
            @pointerup=${this.#up}
            @pointercancel=${this.#cancel}
          ></canvas>
        </div>
        <div class="below">
          <p>${this.#hint()}</p>
          <button
            type="button"
            title=${words.undoHint}
            aria-disabled=${this.undoable ? nothing : 'true'}
            @click=${this.#undo}
          >
            ${words.undo}
          </button>
          <button type="button" aria-disabled=${empty ? 'true' : nothing} @click=${this.#clear}>
            ${words.clear}
          </button>
        </div>
      </div>
    `;
  }

  #hint(): string {
    const words = this.messages.pad;
    if (this.example) return words.example;
    return this.underlay === null ? words.hint : words.overImage;
  }

  /** What is put onto the pad from outside can be taken back; an example is nobody's work. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('strokes') && !changed.has('underlay')) return;
    const { strokes, underlay } = this;
    if (sameDrawing({ strokes, underlay }, this.#own)) return;
    if (this.hasUpdated && !this.example) this.#history.note(this.#own);
    this.undoable = !this.#history.empty;
    this.#pointer = null;
    this.#own = this.example ? emptyDrawing() : { strokes: [...strokes], underlay };
  }

  protected override firstUpdated(): void {
    this.#observe();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing?.disconnect();
    this.#resizing = null;
    this.#pointer = null;
  }

  override updated(changed: PropertyValues<this>): void {
    // While a stroke grows it is on the canvas already.
    const drawn = changed.has('strokes') || changed.has('underlay');
    if (drawn && this.#pointer === null) this.#redraw();
  }

  #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }

  #observe(): void {
    const canvas = this.#canvas();
    if (canvas === null || this.#resizing !== null) return;
    this.#resizing = new ResizeObserver(() => {
      const pixels = Math.round(canvas.clientWidth * devicePixelRatio);
      if (pixels === 0 || pixels === this.#pixels) return;
      this.#pixels = pixels;
      canvas.width = pixels;
      canvas.height = pixels;
      this.#redraw();
    });
    this.#resizing.observe(canvas);
  }

  #takePen(): CanvasRenderingContext2D | null {
    const context = this.#canvas()?.getContext('2d') ?? null;
    if (context !== null) {
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.strokeStyle = getComputedStyle(this).getPropertyValue('--pad-ink').trim() || 'white';
    }
    this.#pen = context;
    return context;
  }

  #redraw(): void {
    const context = this.#takePen();
    if (context !== null && this.#pixels > 0) inkAll(context, this, this.#pixels);
  }

  #down(event: PointerEvent): void {
    if (!event.isPrimary || event.button !== 0 || this.#pointer !== null) return;
    event.preventDefault();
    const canvas = event.currentTarget as HTMLCanvasElement;
    // A pen that ends its stroke outside ends it all the same; the keys go to the pad.
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
    const { underlay } = this;
    const strokes = this.example ? [] : this.strokes;
    this.#history.note({ strokes, underlay });
    this.#pointer = event.pointerId;
    this.#box = canvas.getBoundingClientRect();
    this.#stroke = [];
    const fresh = this.example;
    this.#put({ strokes: [...strokes, this.#stroke], underlay });
    if (fresh) this.#redraw();
    else this.#takePen();
    this.#draw([event]);
  }

  #move(event: PointerEvent): void {
    if (event.pointerId === this.#pointer) this.#draw(samples(event));
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#draw([event]);
    this.#pointer = null;
  }

  /** The browser took the pointer for itself (two fingers scroll): the stroke was not meant. */
  #cancel(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#takeBack();
  }

  #pressed(event: KeyboardEvent): void {
    if (!meansUndo(event)) return;
    event.preventDefault();
    this.#undo();
  }

  #undo(): void {
    if (this.#pointer === null) this.#takeBack();
  }

  #takeBack(): void {
    const before = this.#history.takeBack();
    if (before === null) return;
    this.#put(before);
    this.#tell();
  }

  #clear(): void {
    const { strokes, underlay } = this;
    if (strokes.length === 0 && underlay === null) return;
    this.#pointer = null;
    if (!this.example) this.#history.note({ strokes, underlay });
    this.#put(emptyDrawing());
    this.#tell();
  }

  #put(drawing: Drawing): void {
    this.#own = drawing;
    this.strokes = drawing.strokes;
    this.underlay = drawing.underlay;
    this.example = false;
    this.undoable = !this.#history.empty;
  }

  #tell(): void {
    this.emit('drawing-change', { strokes: this.strokes, underlay: this.underlay });
  }

  #draw(events: PointerEvent[]): void {
    for (const event of events) {
      this.#stroke.push(this.#point(event));
      if (this.#pen) inkSegment(this.#pen, this.#stroke, this.#stroke.length - 1, this.#pixels);
    }
    // A new list tells whoever listens that there is more; the strokes themselves are shared.
    this.#put({ strokes: [...this.strokes], underlay: this.underlay });
    this.#tell();
  }

  #point(event: PointerEvent): StrokePoint {
    const box = this.#box ?? (event.currentTarget as HTMLElement).getBoundingClientRect();
    const within = (value: number) => Math.min(1, Math.max(0, value));
    return {
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
      pressure: event.pointerType === 'pen' ? event.pressure : 0.5,
    };
  }
}

define('sketch-pad', SketchPad);

declare global {
  interface HTMLElementTagNameMap {
    'sketch-pad': SketchPad;
  }
}
