import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Stroke, StrokePoint } from '../../shared/protocol';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';
import { inkAll, inkSegment } from './ink';

/** The events behind one `pointermove`; browsers without coalescing give none: then it is itself. */
function samples(event: PointerEvent): PointerEvent[] {
  const coalesced =
    typeof event.getCoalescedEvents === 'function' ? event.getCoalescedEvents() : [];
  return coalesced.length > 0 ? coalesced : [event];
}

/**
 * A square to draw on with mouse, pen or finger. Strokes leave as points; the pixels shown are
 * never read back. One finger draws and two scroll or zoom, which drops the stroke under way.
 *
 * Event: `strokes-change` with `{ strokes }`, on every movement of the pen and when cleared.
 */
export class SketchPad extends Panel {
  static override properties: PropertyDeclarations = {
    strokes: { attribute: false },
    example: { attribute: false },
  };

  declare strokes: Stroke[];
  /** The strokes are a sample that the user's first stroke replaces. */
  declare example: boolean;

  #pointer: number | null = null;
  #stroke: Stroke = [];
  #box: DOMRect | null = null;
  #drawn: Stroke[] | null = null;
  #pixels = 0;
  #resizing: ResizeObserver | null = null;

  static override styles = [
    base,
    buttons,
    css`
      .paper {
        width: 280px;
        max-width: 100%;
        aspect-ratio: 1;
        background: var(--pad-paper);
        border-radius: var(--radius);
        overflow: hidden;
        box-shadow: 0 0 0 1px var(--edge);
      }
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        cursor: crosshair;
        touch-action: pinch-zoom;
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
      }
      .below {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: var(--space-3);
        width: 280px;
        max-width: 100%;
        margin-top: var(--space-2);
      }
      .below p {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
    `,
  ];

  constructor() {
    super();
    this.strokes = [];
    this.example = false;
  }

  override render() {
    const words = this.messages.pad;
    return html`
      <div class="paper">
        <canvas
          role="img"
          aria-label=${words.canvas}
          @pointerdown=${this.#down}
          @pointermove=${this.#move}
          @pointerup=${this.#up}
          @pointercancel=${this.#cancel}
        ></canvas>
      </div>
      <div class="below">
        <p>${this.example ? words.example : words.hint}</p>
        <button
          type="button"
          aria-disabled=${this.strokes.length === 0 ? 'true' : nothing}
          @click=${this.#clear}
        >
          ${words.clear}
        </button>
      </div>
    `;
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

  override updated(changed: PropertyValues): void {
    if (changed.has('strokes') && this.strokes !== this.#drawn) this.#redraw();
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

  #pen(): CanvasRenderingContext2D | null {
    const context = this.#canvas()?.getContext('2d') ?? null;
    if (context !== null) {
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.strokeStyle = getComputedStyle(this).getPropertyValue('--pad-ink').trim() || 'white';
    }
    return context;
  }

  #redraw(): void {
    const context = this.#pen();
    if (context !== null && this.#pixels > 0) inkAll(context, this.strokes, this.#pixels);
    this.#drawn = this.strokes;
  }

  #down(event: PointerEvent): void {
    if (!event.isPrimary || event.button !== 0 || this.#pointer !== null) return;
    event.preventDefault();
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#box = canvas.getBoundingClientRect();
    this.#stroke = [];
    this.#replace([...(this.example ? [] : this.strokes), this.#stroke]);
    if (this.example) this.#redraw();
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
    this.#replace(this.strokes.slice(0, -1));
    this.#redraw();
    this.emit('strokes-change', { strokes: this.strokes });
  }

  #clear(): void {
    if (this.strokes.length === 0) return;
    this.#pointer = null;
    this.#replace([]);
    this.#redraw();
    this.emit('strokes-change', { strokes: this.strokes });
  }

  /** Takes strokes that are, or will be, on the canvas already. */
  #replace(strokes: Stroke[]): void {
    this.#drawn = strokes;
    this.strokes = strokes;
  }

  #draw(events: PointerEvent[]): void {
    const context = this.#pen();
    for (const event of events) {
      this.#stroke.push(this.#point(event));
      if (context) inkSegment(context, this.#stroke, this.#stroke.length - 1, this.#pixels);
    }
    // A new list tells whoever listens that there is more; the strokes themselves are shared.
    this.#replace([...this.strokes]);
    this.emit('strokes-change', { strokes: this.strokes });
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
