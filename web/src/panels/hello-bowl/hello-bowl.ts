import { css, html, nothing, svg, type PropertyDeclarations } from 'lit';
import type { HelloSettings, HelloWorld } from '../../shared/protocol';
import { define } from '../define';
import { Panel } from '../panel';
import { parseNumber, parseSeed } from '../run-settings/field-values';
import { base, fields } from '../style';
import { bowlOf, type Bowl } from './bowl';

/** The picture's own units; it is scaled to its place. Labels stand beside it and keep their size. */
const width = 480;
const height = 260;
const rim = 8;

/**
 * `Linear(1, 1)` going down its bowl: loss over slope, each step a dot, one of them in words.
 *
 * Event: `hello-change` with `{ settings }`, when seed or learning rate were changed.
 */
export class HelloBowl extends Panel {
  static override properties: PropertyDeclarations = {
    settings: { attribute: false },
    result: { attribute: false },
    shown: { state: true },
    wrongSeed: { state: true },
    wrongRate: { state: true },
  };

  declare settings: HelloSettings;
  declare result: HelloWorld | null;
  /** The step in words. */
  declare private shown: number;
  declare private wrongSeed: boolean;
  declare private wrongRate: boolean;

  static override styles = [
    base,
    fields,
    css`
      :host {
        min-height: 480px;
      }
      .intro {
        max-width: 70ch;
        margin-bottom: var(--space-4);
      }
      .parts {
        display: grid;
        grid-template-columns: minmax(200px, 264px) minmax(0, 600px) minmax(120px, 180px);
        gap: var(--space-6) var(--space-8);
        align-items: start;
      }
      .field {
        display: grid;
        grid-template-columns: 1fr 96px;
        column-gap: var(--space-3);
        align-items: center;
        padding-bottom: var(--space-4);
      }
      .help,
      .wrong {
        grid-column: 1 / -1;
        margin-top: var(--space-1);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .wrong {
        color: var(--trouble);
      }
      svg {
        display: block;
        width: 100%;
        height: auto;
        margin: var(--space-1) 0;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .axis {
        stroke: var(--hairline);
      }
      .bowl {
        fill: none;
        stroke: var(--edge);
        stroke-width: 1.5;
      }
      .way {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1;
        stroke-dasharray: 2 3;
      }
      .dot {
        fill: var(--accent);
      }
      .dot.shown {
        fill: var(--paper);
        stroke: var(--accent);
        stroke-width: 2.5;
      }
      .words {
        min-height: calc(2em * var(--line));
        margin-top: var(--space-2);
      }
      input[type='range'] {
        width: 100%;
        margin: var(--space-2) 0 0;
        accent-color: var(--accent);
      }
      table {
        width: 100%;
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
        padding: 1px 0;
        border-top: 1px solid var(--hairline);
        font-weight: 400;
        text-align: right;
      }
      th {
        color: var(--ink-soft);
        text-align: left;
      }
      @media (max-width: 900px) {
        .parts {
          grid-template-columns: minmax(0, 480px);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.settings = { seed: '0', learningRate: 0.1, steps: 10 };
    this.result = null;
    this.shown = 0;
    this.wrongSeed = false;
    this.wrongRate = false;
  }

  override render() {
    const words = this.messages.hello;
    return html`
      <p class="intro">${words.intro}</p>
      <div class="parts">
        ${this.#fields()} ${this.result === null ? nothing : this.#picture(this.result)}
        ${this.result === null ? nothing : this.#table(this.result)}
      </div>
    `;
  }

  #fields() {
    const words = this.messages.hello;
    const wrong = (id: string, shown: boolean, text: string) =>
      shown ? html`<p class="wrong" id=${id} role="alert">${text}</p>` : nothing;
    return html`
      <div>
        <div class="field">
          <label for="seed">${words.seed}</label>
          <input
            id="seed"
            type="text"
            inputmode="numeric"
            autocomplete="off"
            aria-describedby="seed-help seed-wrong"
            aria-invalid=${this.wrongSeed ? 'true' : nothing}
            .value=${this.settings.seed}
            @change=${this.#seedChanged}
          />
          <p class="help" id="seed-help">${words.seedHelp}</p>
          ${wrong('seed-wrong', this.wrongSeed, words.wrongSeed)}
        </div>
        <div class="field">
          <label for="rate">${words.learningRate}</label>
          <input
            id="rate"
            type="number"
            step="any"
            min="0"
            autocomplete="off"
            aria-describedby="rate-help rate-wrong"
            aria-invalid=${this.wrongRate ? 'true' : nothing}
            .value=${String(this.settings.learningRate)}
            @change=${this.#rateChanged}
          />
          <p class="help" id="rate-help">${words.learningRateHelp}</p>
          ${wrong('rate-wrong', this.wrongRate, words.wrongRate)}
        </div>
        ${
          this.result === null
            ? nothing
            : html`<p class="soft">${words.input(this.format.four(this.result.x))}</p>`
        }
      </div>
    `;
  }

  #seedChanged(event: Event): void {
    const seed = parseSeed((event.target as HTMLInputElement).value);
    this.wrongSeed = seed === null;
    if (seed !== null) this.#change({ ...this.settings, seed });
  }

  #rateChanged(event: Event): void {
    const learningRate = parseNumber('learningRate', (event.target as HTMLInputElement).value);
    this.wrongRate = learningRate === null;
    if (learningRate !== null) this.#change({ ...this.settings, learningRate });
  }

  #change(settings: HelloSettings): void {
    this.settings = settings;
    this.emit('hello-change', { settings });
  }

  #picture(result: HelloWorld) {
    const words = this.messages.hello;
    const bowl = bowlOf(result);
    const last = bowl.points.length - 1;
    const shown = Math.min(this.shown, last);
    return html`
      <div>
        ${this.#bowl(bowl, shown)}
        <input
          type="range"
          min="0"
          max=${last}
          aria-label=${words.shown}
          aria-valuetext=${words.stepText(this.format.whole(shown))}
          .value=${String(shown)}
          @input=${(event: Event) => {
            this.shown = Number((event.target as HTMLInputElement).value);
          }}
        />
        <p class="words">
          ${words.stepText(this.format.whole(shown))}: ${this.#inWords(result, shown)}
        </p>
      </div>
    `;
  }

  #inWords(result: HelloWorld, step: number): string {
    const words = this.messages.hello;
    const slope = this.format.four(result.weights[step] ?? 0);
    const bias = this.format.four(result.biases[step] ?? 0);
    const loss = result.losses[step];
    if (loss === undefined) return words.after(slope, bias);
    return words.before(slope, bias, this.format.four(loss));
  }

  #bowl(bowl: Bowl, shown: number) {
    const words = this.messages.hello;
    const [from, to] = bowl.slopes;
    const bottom = height - rim;
    const x = (slope: number) => rim + ((slope - from) / (to - from)) * (width - 2 * rim);
    const y = (loss: number) => bottom - (loss / bowl.highest) * (bottom - rim);
    const line = (points: [number, number][]) =>
      points.map(([slope, loss]) => `${x(slope).toFixed(1)},${y(loss).toFixed(1)}`).join(' ');
    const drawn = bowl.points.filter(([slope, loss]) => Number.isFinite(slope + loss));
    const dot = ([slope, loss]: [number, number], index: number) => svg`<circle
      class=${index === shown ? 'dot shown' : 'dot'}
      cx=${x(slope).toFixed(1)} cy=${y(loss).toFixed(1)} r=${index === shown ? 6 : 3.5}></circle>`;
    const shownPoint = drawn[shown];
    return html`
      <p class="ends"><span>${words.loss} ${this.format.loss(bowl.highest)}</span></p>
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${words.bowl}>
        <line class="axis" x1="0" y1=${bottom} x2=${width} y2=${bottom}></line>
        <polyline class="bowl" points=${line(bowl.curve)}></polyline>
        <polyline class="way" points=${line(drawn)}></polyline>
        ${drawn.map(dot)} ${shownPoint === undefined ? nothing : dot(shownPoint, shown)}
      </svg>
      <p class="ends">
        <span>${this.format.loss(from)}</span>
        <span>${words.slope}</span>
        <span>${this.format.loss(to)}</span>
      </p>
    `;
  }

  #table(result: HelloWorld) {
    const words = this.messages.hello;
    return html`
      <table>
        <caption>
          ${words.table}
        </caption>
        <tbody>
          ${result.losses.map(
            (loss, index) =>
              html`<tr>
                <th scope="row">${words.stepText(this.format.whole(index))}</th>
                <td>${this.format.four(loss)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `;
  }
}

define('hello-bowl', HelloBowl);

declare global {
  interface HTMLElementTagNameMap {
    'hello-bowl': HelloBowl;
  }
}
