import { html, nothing, unsafeCSS, type PropertyDeclarations, type PropertyValues } from 'lit';
import { live } from 'lit/directives/live.js';
import plotStyle from 'uplot/dist/uPlot.min.css?inline';
import { evaluationAt, type RunRecord } from '../../shared/runs';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { backToFront } from '../run-styles';
import { lineColors } from '../run-swatch';
import { runName } from '../run-words';
import { base, buttons, fields } from '../style';
import { legend } from './curve-legend';
import { CurvePlot } from './curve-plot';
import { curveStyle } from './curve-style';
import { colorProbes, probeColors, themeOf } from './curve-theme';
import { listenForGestures } from './gestures';
import { cursorAfter, zoomAfter } from './keys';
import type { Extent } from './pyramid';
import { ratesChange } from './rate-strip';
import { Redraw } from './redraw';
import { RunLines } from './run-lines';
import { runTable } from './run-table';
import { lossRange, scaleNames, type ScaleName } from './scale';
import { showing, wholeView, within, zoomed, type View } from './view';

/** What the user looks at; `view` is null while that is everything. */
export interface CurveView {
  view: View | null;
  scale: ScaleName;
}

/**
 * Runs over their steps: training loss raw and smoothed, loss and accuracy on unseen images, learning
 * rates. Draws those of `runs` that have a line. The records grow in place; a new array asks for a
 * drawing. Tells of zoom and scale by `view-change`, with a `CurveView`.
 */
export class LossCurve extends PatientPanel {
  static override properties: PropertyDeclarations = {
    runs: { attribute: false },
    scale: { attribute: false },
    view: { state: true },
    cursor: { state: true },
    ratesWanted: { state: true },
    tableOpen: { state: true },
  };

  declare runs: readonly RunRecord[];
  declare scale: ScaleName;
  declare private view: View | null;
  /** The step pointed at; null while nothing is. */
  declare private cursor: number | null;
  /** What the user said of the learning rates' strip; null: it is there when they change. */
  declare private ratesWanted: boolean | null;
  declare private tableOpen: boolean;

  /** What is done here is shown at once. */
  protected override readonly canWait = ['runs'];

  readonly #lines = new WeakMap<RunRecord, RunLines>();
  #plot: CurvePlot | null = null;
  #resizing: ResizeObserver | null = null;
  #dark: MediaQueryList | null = null;
  #gestures = new AbortController();
  readonly #redraw = new Redraw(this, () => this.draw());

  static override styles = [
    base,
    buttons,
    fields,
    unsafeCSS(plotStyle),
    lineColors,
    probeColors,
    curveStyle,
  ];

  constructor() {
    super();
    this.runs = [];
    this.scale = 'linear';
    this.view = null;
    this.cursor = null;
    this.ratesWanted = null;
    this.tableOpen = false;
  }

  override render() {
    const words = this.messages.curve;
    const rows = this.#shown.map((run) => ({ run, lines: this.#linesOf(run) }));
    return html`
      <div class="head">
        <div class="legend-box">${legend(rows, this.cursor, this.messages, this.format)}</div>
        ${this.#tools()}
      </div>
      <div class="plot"></div>
      ${this.#slider()}
      <p class="note">${words.smoothing}</p>
      <details @toggle=${this.#toggled}>
        <summary>${words.table}</summary>
        ${
          this.tableOpen
            ? html`<div class="tables" role="region" tabindex="0" aria-label=${words.table}>
                ${rows.map(({ run }) => runTable(run, this.#seen, this.messages, this.format))}
              </div>`
            : nothing
        }
      </details>
      ${colorProbes()}
    `;
  }

  #tools() {
    const words = this.messages.curve;
    return html`
      <div class="tools">
        <label for="scale">${words.scale}</label>
        <select id="scale" @change=${this.#scaled}>
          ${scaleNames.map(
            (name) =>
              html`<option value=${name} .selected=${name === this.scale}>
                ${words.scales[name]}
              </option>`,
          )}
        </select>
        <button
          type="button"
          aria-pressed=${this.#rates ? 'true' : 'false'}
          @click=${() => (this.ratesWanted = !this.#rates)}
        >
          ${words.rate}
        </button>
        <span class="zoom">
          <button type="button" aria-label=${words.zoomOut} @click=${() => this.#zoom(2)}>−</button>
          <button type="button" aria-label=${words.zoomIn} @click=${() => this.#zoom(0.5)}>
            +
          </button>
          <button
            type="button"
            aria-disabled=${this.view === null ? 'true' : 'false'}
            @click=${() => this.#show(null)}
          >
            ${words.whole}
          </button>
        </span>
      </div>
    `;
  }

  /** The cursor for keys and fingers; where it stands is where it points. */
  #slider() {
    const { from, to } = this.#seen;
    const step = Math.min(Math.floor(to), Math.max(Math.ceil(from), this.cursor ?? this.#newest));
    return html`<input
      class="cursor"
      type="range"
      aria-label=${this.messages.curve.cursor}
      aria-valuetext=${this.#reading(step)}
      min=${Math.ceil(from)}
      max=${Math.floor(to)}
      .value=${live(String(step))}
      @input=${(event: Event) => this.#point(Number((event.target as HTMLInputElement).value))}
      @keydown=${this.#pressed}
    />`;
  }

  /** The numbers at `step` as a sentence. */
  #reading(step: number): string {
    const words = this.messages.curve;
    const parts = this.#shown.map((run) => {
      const loss = run.losses.at(step - 1);
      const measured = evaluationAt(run, step);
      return words.readRun(
        runName(run, this.messages),
        Number.isNaN(loss) ? '–' : this.format.four(loss),
        measured?.step === step ? this.format.percent(measured.accuracy) : '',
      );
    });
    return [words.atStep(this.format.whole(step)), ...parts].join('; ');
  }

  get #shown(): RunRecord[] {
    return this.runs.filter(({ line }) => line !== null);
  }

  get #newest(): number {
    return Math.max(0, ...this.#shown.map(({ losses }) => losses.length));
  }

  get #all(): View {
    return wholeView(
      Math.max(0, ...this.#shown.map((run) => Math.max(run.totalSteps, run.losses.length))),
    );
  }

  get #seen(): View {
    const all = this.#all;
    return (this.view && within(this.view, all)) ?? all;
  }

  get #rates(): boolean {
    return this.ratesWanted ?? ratesChange(this.#shown);
  }

  #linesOf(run: RunRecord): RunLines {
    const known = this.#lines.get(run);
    if (known) return known;
    const lines = new RunLines(run);
    this.#lines.set(run, lines);
    return lines;
  }

  readonly #toggled = (event: Event): void => {
    this.tableOpen = (event.target as HTMLDetailsElement).open;
  };

  readonly #scaled = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.scale = scaleNames.find((name) => name === value) ?? 'linear';
    this.#tell();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const factor = zoomAfter(event);
    const step = cursorAfter(event, this.cursor ?? this.#newest, this.#newest);
    if (event.key === 'Escape') this.#show(null);
    else if (factor !== null) this.#zoom(factor);
    else if (step !== null) {
      this.#point(step);
      if (this.view !== null) this.#show(showing(this.view, step));
    } else return;
    event.preventDefault();
  };

  #point(step: number | null): void {
    this.cursor = step === null ? null : Math.max(0, Math.round(step));
  }

  /** Around the cursor where it is seen, else around the middle. */
  #zoom(factor: number): void {
    const seen = this.#seen;
    const { cursor } = this;
    const inside = cursor !== null && cursor >= seen.from && cursor <= seen.to;
    this.#show(zoomed(seen, inside ? cursor : (seen.from + seen.to) / 2, factor));
  }

  #show(view: View | null): void {
    this.view = view && within(view, this.#all);
    this.#tell();
  }

  #tell(): void {
    const detail: CurveView = { view: this.view, scale: this.scale };
    this.emit('view-change', detail);
  }

  protected override firstUpdated(): void {
    this.#mount();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#mount();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing?.disconnect();
    this.#resizing = null;
    this.#dark?.removeEventListener('change', this.#retheme);
    this.#unplot();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('messages')) this.#replot();
    else if (['scale', 'view', 'ratesWanted'].some((name) => changed.has(name)))
      this.#redraw.soon();
    else if (changed.has('runs')) void this.#redraw.inTurn();
    if (changed.has('cursor')) this.#plot?.point(this.cursor);
  }

  #mount(): void {
    const element = this.#host;
    if (element === null || this.#resizing !== null) return;
    this.#dark = matchMedia('(prefers-color-scheme: dark)');
    this.#dark.addEventListener('change', this.#retheme);
    this.#resizing = new ResizeObserver(() => this.#fit());
    this.#resizing.observe(element);
  }

  get #host(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.plot');
  }

  /** The plot is made as soon as there is room for it, and follows its box from then on. */
  #fit(): void {
    const element = this.#host;
    if (element === null) return;
    const { clientWidth: width, clientHeight: height } = element;
    if (width === 0 || height === 0) return;
    if (this.#plot === null) this.#plot = this.#newPlot(element, width, height);
    else this.#plot.resize(width, height);
    this.draw();
  }

  #newPlot(element: HTMLElement, width: number, height: number): CurvePlot {
    const words = this.messages.curve;
    const plot = new CurvePlot(element, {
      theme: themeOf(this.renderRoot),
      words: {
        whole: (value) => this.format.whole(value),
        plain: (value) => this.format.plain(value),
        share: (share) => this.format.wholePercent(share),
        accuracy: (share) => this.format.percent(share),
        guessing: `${words.guessing}: ${this.format.loss(Math.log(10))}`,
        rate: words.rate,
        rateChanged: words.rateChanged,
      },
      width,
      height,
      onPoint: (step) => this.#point(step),
      onSelect: (view) => this.#show(view),
      onReset: () => this.#show(null),
    });
    plot.canvas.setAttribute('role', 'img');
    plot.canvas.setAttribute('aria-label', words.title);
    this.#gestures = new AbortController();
    const { signal } = this.#gestures;
    const target = {
      seen: () => this.#seen,
      whole: () => this.view === null,
      show: (view: View) => this.#show(view),
      point: (step: number) => this.#point(step),
    };
    listenForGestures(plot.over, target, signal);
    // From the mouse to the keys without a detour.
    const cursor = this.renderRoot.querySelector<HTMLElement>('.cursor');
    plot.over.addEventListener('pointerup', () => cursor?.focus({ preventScroll: true }), {
      signal,
    });
    return plot;
  }

  #replot(): void {
    if (this.#plot === null) return;
    this.#unplot();
    this.#fit();
  }

  #unplot(): void {
    this.#redraw.cancel();
    this.#gestures.abort();
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** Draws at once what is shown now, rather than in the next frame. */
  draw(): void {
    const plot = this.#plot;
    if (plot === null) return;
    const view = this.#seen;
    const shown = backToFront(this.#shown);
    const extent: Extent = { low: Infinity, high: -Infinity };
    for (const run of shown) {
      const { low, high } = this.#linesOf(run).extent(view);
      extent.low = Math.min(extent.low, low);
      extent.high = Math.max(extent.high, high);
    }
    const columns = Math.max(1, Math.round(plot.box.width));
    plot.draw({
      runs: shown.map((run) => ({
        run,
        lines: this.#linesOf(run).lines(view, columns),
        name: runName(run, this.messages),
      })),
      view,
      range: lossRange(extent, this.scale, this.view === null),
      scale: this.scale,
      rates: this.#rates,
    });
    const { left, width } = plot.box;
    this.style.setProperty('--plot-left', `${left}px`);
    this.style.setProperty('--plot-width', `${width}px`);
    plot.point(this.cursor);
  }

  readonly #retheme = (): void => this.#plot?.retheme(themeOf(this.renderRoot));
}

define('loss-curve', LossCurve);

declare global {
  interface HTMLElementTagNameMap {
    'loss-curve': LossCurve;
  }
}
