import { css, html, unsafeCSS, type PropertyDeclarations, type PropertyValues } from 'lit';
import plotStyle from 'uplot/dist/uPlot.min.css?inline';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';
import { CurvePlot, type CurvePoints, type CurveTheme } from './curve-plot';

const noPoints: CurvePoints = { steps: [0], losses: [null], accuracies: [null] };

/**
 * Training loss over the steps, and validation accuracy where it was measured, on an axis of its
 * own. A new object in `points` asks for a drawing; its arrays may be the ones shown already.
 */
export class LossCurve extends Panel {
  static override properties: PropertyDeclarations = {
    points: { attribute: false },
    totalSteps: { attribute: false },
    pointed: { state: true },
  };

  declare points: CurvePoints;
  /** Where the axis of steps ends. */
  declare totalSteps: number;
  declare private pointed: number | null;

  #plot: CurvePlot | null = null;
  #resizing: ResizeObserver | null = null;
  #dark: MediaQueryList | null = null;

  static override styles = [
    base,
    unsafeCSS(plotStyle),
    css`
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-6);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .key {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
      }
      .key::before {
        content: '';
        width: var(--space-6);
        border-top: 2px solid var(--accent);
      }
      .key.accuracy::before {
        border-top: 1px dashed var(--ink-soft);
      }
      .read {
        margin-left: auto;
      }
      .plot {
        position: relative;
        height: var(--curve-height, 320px);
        margin-top: var(--space-2);
        overflow: hidden;
      }
      .u-cursor-x {
        border-color: var(--edge);
      }
      .probe.accent {
        color: var(--accent);
      }
      .probe.ink {
        color: var(--ink);
      }
      .probe.soft {
        color: var(--ink-soft);
      }
      .probe.hairline {
        color: var(--hairline);
      }
      .probe.paper {
        color: var(--paper);
      }
      .probe {
        font-size: var(--text-s);
      }
    `,
  ];

  constructor() {
    super();
    this.points = noPoints;
    this.totalSteps = 0;
    this.pointed = null;
  }

  override render() {
    const words = this.messages.curve;
    return html`
      <div class="legend">
        <span class="key loss">${words.loss}</span>
        <span class="key accuracy">${words.accuracy}</span>
        <span class="read">${this.#reading()}</span>
      </div>
      <div class="plot"></div>
      ${['accent', 'ink', 'soft', 'hairline', 'paper'].map(
        (name) => html`<span class="probe ${name}" hidden></span>`,
      )}
    `;
  }

  #reading(): string {
    const words = this.messages.curve;
    const step = this.pointed;
    const loss = step === null ? null : (this.points.losses[step] ?? null);
    const accuracy = step === null ? null : (this.points.accuracies[step] ?? null);
    if (step === null || (loss === null && accuracy === null)) return words.hint;
    if (loss === null) return words.readStart(this.format.percent(accuracy));
    const named = this.format.whole(step);
    return accuracy === null
      ? words.read(named, this.format.four(loss))
      : words.readAccuracy(named, this.format.four(loss), this.format.percent(accuracy));
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
    this.#plot?.destroy();
    this.#plot = null;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('points') || changed.has('totalSteps')) this.#draw();
    if (changed.has('messages')) this.#label();
  }

  #mount(): void {
    const element = this.renderRoot.querySelector<HTMLElement>('.plot');
    if (element === null || this.#resizing !== null) return;
    this.#dark = matchMedia('(prefers-color-scheme: dark)');
    this.#dark.addEventListener('change', this.#retheme);
    this.#resizing = new ResizeObserver(() => this.#fit(element));
    this.#resizing.observe(element);
  }

  /** The plot is made as soon as there is room for it, and follows its box from then on. */
  #fit(element: HTMLElement): void {
    const { clientWidth: width, clientHeight: height } = element;
    if (width === 0 || height === 0) return;
    if (this.#plot !== null) {
      this.#plot.resize(width, height);
      return;
    }
    this.#plot = new CurvePlot(element, width, height, {
      theme: this.#theme(),
      whole: (value) => this.format.whole(value),
      share: (share) => this.format.wholePercent(share),
      accuracy: (share) => this.format.percent(share),
      guessing: `${this.messages.curve.guessing}: ${this.format.loss(Math.log(10))}`,
      onPoint: (step) => {
        this.pointed = step;
      },
    });
    this.#label();
    this.#draw();
  }

  #draw(): void {
    this.#plot?.update(this.points, this.totalSteps);
  }

  #label(): void {
    const canvas = this.#plot?.canvas;
    canvas?.setAttribute('role', 'img');
    canvas?.setAttribute('aria-label', this.messages.curve.title);
  }

  readonly #retheme = (): void => this.#plot?.retheme(this.#theme());

  #theme(): CurveTheme {
    const probe = (name: string) => {
      const element = this.renderRoot.querySelector(`.probe.${name}`);
      return element === null ? null : getComputedStyle(element);
    };
    const color = (name: string) => probe(name)?.color ?? 'gray';
    const fontSize = Number.parseFloat(probe('ink')?.fontSize ?? '12');
    return {
      accent: color('accent'),
      ink: color('ink'),
      soft: color('soft'),
      hairline: color('hairline'),
      paper: color('paper'),
      fontSize,
      font: `${fontSize}px ${probe('ink')?.fontFamily ?? 'sans-serif'}`,
    };
  }
}

define('loss-curve', LossCurve);

declare global {
  interface HTMLElementTagNameMap {
    'loss-curve': LossCurve;
  }
}
