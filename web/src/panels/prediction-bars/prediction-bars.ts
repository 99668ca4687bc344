import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';
import { takeFrame } from '../turns';
import { BarsPainter, easeOut, themeOf } from './bars-painter';
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
  /** As the bars are at the moment. */
  #lengths: readonly number[] = [];
  /** What stands at their ends. */
  #texts: readonly string[] = [];
  #best = -1;
  /** Null until the picture has a size. */
  #painter: BarsPainter | null = null;
  #growing = 0;
  #sight: AbortController | null = null;

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
        position: relative;
        display: grid;
        grid-template-columns: fit-content(40%) minmax(0, 1fr);
        column-gap: var(--space-3);
        font-variant-numeric: tabular-nums;
      }
      /* Bars and shares are a picture: as elements, an answer would have twenty of them styled, laid out and
         painted anew, many times a second, on a processor that learns meanwhile. */
      canvas {
        position: absolute;
        inset: 0;
        grid-column: 2;
        width: 100%;
        height: 100%;
        pointer-events: none;
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
      /* Laid out by itself, when it becomes the best and when it is that no more; as wide in bold as not, or
         the picture beside it would be another one. */
      .digits .name > span {
        display: block;
        contain: layout size;
        width: 0.8em;
        height: 22px;
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

  override render() {
    const verdict = this.#verdict();
    const best = 'best' in verdict ? verdict.best : -1;
    // Where the network answers with what are no numbers, there are none.
    const shares = verdict.kind === 'broken' ? null : this.probabilities;
    this.#best = best;
    this.#texts = this.names.map((_, index) => this.format.percent(shares?.[index] ?? null));
    const digits = this.names.every((name) => name.length === 1);
    const fits = digits && (verdict.kind === 'sure' || verdict.kind === 'unsure');
    return html`
      <p class=${fits ? 'verdict digit' : 'verdict'}>${this.#said(verdict)}</p>
      <div
        class=${digits ? 'bars digits' : 'bars words'}
        role="group"
        aria-label=${this.messages.bars.group}
      >
        <canvas aria-hidden="true"></canvas>
        ${this.names.map((name, index) => this.#row(name, index, shares?.[index] ?? null))}
      </div>
    `;
  }

  #row(name: string, index: number, share: number | null) {
    return html`
      <span class="name" aria-hidden="true"
        ><span class=${index === this.#best ? 'best' : ''}>${name}</span></span
      >
      <div
        class="meter"
        role="meter"
        aria-label=${name}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${((share ?? 0) * 100).toFixed(2)}
        aria-valuetext=${share === null ? nothing : this.#texts[index]}
      ></div>
    `;
  }

  protected override firstUpdated(): void {
    this.#watch();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight?.abort();
    this.#sight = null;
    cancelAnimationFrame(this.#growing);
  }

  /** The picture follows its box and the page's theme. */
  #watch(): void {
    const canvas = this.#canvas();
    if (canvas === null || this.#sight !== null) return;
    this.#sight = new AbortController();
    const { signal } = this.#sight;
    const resizing = new ResizeObserver(() => this.#fit());
    resizing.observe(canvas);
    signal.addEventListener('abort', () => resizing.disconnect());
    for (const feature of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(feature).addEventListener('change', () => this.#fit(), { signal });
    }
  }

  #fit(): void {
    const canvas = this.#canvas();
    const context = canvas?.getContext('2d');
    if (!canvas || !context || canvas.clientWidth === 0) return;
    const ratio = devicePixelRatio;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    this.#painter = new BarsPainter(context, ratio, themeOf(canvas), this.format.percent(1));
    this.#paint();
  }

  #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }

  override updated(changed: PropertyValues): void {
    const shares = this.#verdict().kind === 'broken' ? null : this.probabilities;
    takeFrame();
    const lengths = this.names.map((_, index) => shares?.[index] ?? 0);
    const now = performance.now();
    // Answers that follow each other are motion enough.
    const alive = now - this.#answered < aliveMilliseconds;
    if (changed.has('probabilities')) this.#answered = now;
    if (changed.has('messages')) this.#fit();
    cancelAnimationFrame(this.#growing);
    if (alive || this.#lengths.length !== lengths.length) this.#show(lengths);
    else this.#grow(lengths, now);
  }

  #show(lengths: readonly number[]): void {
    this.#lengths = lengths;
    this.#paint();
  }

  /** Each bar to its new length, in the page's time for motions, which may be none. */
  #grow(to: readonly number[], begin: number): void {
    const motion = Number.parseFloat(getComputedStyle(this).getPropertyValue('--motion')) || 0;
    const from = this.#lengths;
    const frame = () => {
      const time = motion > 0 ? (performance.now() - begin) / motion : 1;
      const part = easeOut(time);
      this.#show(to.map((length, index) => length * part + (from[index] ?? 0) * (1 - part)));
      if (time < 1) this.#growing = requestAnimationFrame(frame);
    };
    frame();
  }

  #paint(): void {
    const bars = this.#lengths.map((length, index) => ({
      length,
      text: this.#texts[index] ?? '',
      best: index === this.#best,
    }));
    this.#painter?.paint(bars);
  }
}

define('prediction-bars', PredictionBars);

declare global {
  interface HTMLElementTagNameMap {
    'prediction-bars': PredictionBars;
  }
}
