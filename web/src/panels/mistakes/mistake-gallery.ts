import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { Mistake, Mistakes } from '../../shared/run-reports';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { paintPixels } from '../pixel-image/paint';
import { base, buttons } from '../style';
import './confusion-table';
import { sameParts, towards } from './in-parts';
import { allMistakes, misreadCount, passes, type MistakeFilter } from './mistake-filter';

/** Height and width of the images. */
const imageSize = 28;

/** So many are shown at first, and more of them at each request. */
const firstShown = 12;
const moreShown = 36;
/** So many are made in one turn, since each is an element of many parts. */
const madeAtOnce = 3;

/**
 * The test digits that were misread, each with what it is and what it was read as, and how likely
 * the network found either; beside them a table that chooses which to look at.
 *
 * Event: `mistake-pick` with `{ mistake, image }`, to lay it on the sketchpad.
 */
export class MistakeGallery extends PatientPanel {
  static override properties: PropertyDeclarations = {
    mistakes: { attribute: false },
    images: { attribute: false },
    names: { attribute: false },
    filter: { state: true },
    most: { state: true },
  };

  /** Of the newest evaluation; null before the first. */
  declare mistakes: Mistakes | null;
  /** 28×28 bytes of each image by its index, 0 black to 255 white; those missing stay black. */
  declare images: ReadonlyMap<number, Uint8Array>;
  /** Of the classes. */
  declare names: readonly string[];
  declare private filter: MistakeFilter;
  /** So many are shown at most. */
  declare private most: number;

  /** What is in the document by now of the mistakes that are to be shown. */
  #shown: readonly Mistake[] = [];
  #complete = true;
  /** What each canvas shows already. */
  readonly #painted = new WeakMap<HTMLCanvasElement, Uint8Array | null>();

  protected override readonly waitsOutOfSight = true;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        container-type: inline-size;
      }
      .bench {
        display: grid;
        gap: var(--space-6) var(--space-8);
        margin-top: var(--space-4);
      }
      .axes,
      .hint {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .axes {
        max-width: 440px;
        margin-top: var(--space-2);
      }
      .shown {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 var(--space-3);
        min-height: calc(1em * var(--line));
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, 120px);
        gap: var(--space-2);
        margin: var(--space-3) -4px 0;
        list-style: none;
      }
      button.item {
        display: block;
        width: 120px;
        height: auto;
        padding: 4px;
        border: 0;
        font-size: var(--text-s);
        font-weight: 400;
        line-height: 18px;
      }
      canvas {
        display: block;
        width: 112px;
        height: 112px;
        margin-bottom: var(--space-1);
        background: var(--pad-paper);
        image-rendering: pixelated;
      }
      .line {
        display: flex;
        justify-content: space-between;
        height: 18px;
        /* Other numbers in it move nothing around it. */
        contain: layout size;
      }
      .line.is {
        color: var(--ink-soft);
      }
      .more {
        margin-top: var(--space-4);
      }
      @container (min-width: 760px) {
        .bench {
          grid-template-columns: minmax(0, 440px) minmax(0, 1fr);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.mistakes = null;
    this.images = new Map();
    this.names = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    this.filter = allMistakes;
    this.most = firstShown;
  }

  protected override willUpdate(): void {
    const target = this.#found().slice(0, this.most);
    // Around them is enough to make at first.
    const most = this.renderRoot.querySelector('ul') === null ? 0 : madeAtOnce;
    this.#shown = towards(this.#shown, target, most);
    this.#complete = sameParts(this.#shown, target);
  }

  #found(): readonly Mistake[] {
    return (this.mistakes?.shown ?? []).filter((mistake) => passes(this.filter, mistake));
  }

  override render() {
    const words = this.messages.mistakes;
    const mistakes = this.mistakes;
    if (mistakes === null) return html`<p class="soft">${words.none}</p>`;
    const { format } = this;
    const images = format.whole(mistakes.images);
    const step = format.whole(mistakes.step);
    if (mistakes.total === 0) return html`<p>${words.allRight(images, step)}</p>`;
    const found = this.#found().length;
    const partly = mistakes.shown.length < mistakes.total;
    return html`
      <p>
        ${words.total(format.whole(mistakes.total), images, step)}
        ${partly ? words.kept(format.whole(mistakes.shown.length)) : nothing}
      </p>
      <div class="bench">
        <div>${this.#table(mistakes)}</div>
        <div>
          ${this.#heading(mistakes, found)}
          <ul aria-label=${words.gallery}>
            ${this.#shown.map((mistake) => this.#item(mistake))}
          </ul>
          ${this.#rest(found - this.most)}
        </div>
      </div>
    `;
  }

  #name(index: number): string {
    return this.names[index] ?? this.format.whole(index);
  }

  #table({ confusion }: Mistakes) {
    return html`
      <confusion-table
        .messages=${this.messages}
        .confusion=${confusion}
        .names=${this.names}
        .filter=${this.filter}
        @filter-change=${this.#filtered}
      ></confusion-table>
      <p class="axes">${this.messages.mistakes.axes}</p>
    `;
  }

  #heading(mistakes: Mistakes, found: number) {
    const words = this.messages.mistakes;
    const { label, read } = this.filter;
    if (label === null && read === null) return html`<p class="hint">${words.hint}</p>`;
    const text = words.filtered(
      label === null ? null : this.#name(label),
      read === null ? null : this.#name(read),
      this.format.whole(found),
      this.format.whole(misreadCount(mistakes.confusion, this.filter)),
    );
    return html`<p class="shown" aria-live="polite">
      ${text}
      <button type="button" class="link" @click=${this.#showAll}>${words.everything}</button>
    </p>`;
  }

  #item(mistake: Mistake) {
    const words = this.messages.mistakes;
    const share = (name: number) => this.format.percent(mistake.probabilities[name] ?? null);
    return html`<li>
      <button
        type="button"
        class="item"
        title=${words.pick}
        data-index=${mistake.index}
        @click=${() => this.#pick(mistake)}
      >
        <canvas aria-hidden="true" width=${imageSize} height=${imageSize}></canvas>
        <span class="line is">
          <span>${words.is(this.#name(mistake.label))}</span> <span>${share(mistake.label)}</span>
        </span>
        <span class="line">
          <span>${words.readAs(this.#name(mistake.read))}</span> <span>${share(mistake.read)}</span>
        </span>
      </button>
    </li>`;
  }

  #rest(hidden: number) {
    if (hidden <= 0) return nothing;
    const count = Math.min(hidden, moreShown);
    return html`<button type="button" class="more" @click=${() => this.#reveal(count)}>
      ${this.messages.mistakes.more(this.format.whole(count))}
    </button>`;
  }

  override updated(): void {
    if (!this.#complete) this.requestUpdate();
    this.renderRoot.querySelectorAll('canvas').forEach((canvas) => {
      const index = Number(canvas.parentElement?.dataset.index);
      const image = this.images.get(index) ?? null;
      if ((this.#painted.get(canvas) ?? null) === image) return;
      paintPixels(canvas, image);
      this.#painted.set(canvas, image);
    });
  }

  #filtered(event: CustomEvent<{ filter: MistakeFilter }>): void {
    this.#show(event.detail.filter);
  }

  #show(filter: MistakeFilter): void {
    this.filter = filter;
    this.most = firstShown;
  }

  /** The buttons for more and for all go away under the focus, which then goes to the images. */
  #reveal(count: number): void {
    const first = this.most;
    this.most += count;
    void this.#focusItem(first);
  }

  #showAll(): void {
    this.#show(allMistakes);
    void this.#focusItem(0);
  }

  async #focusItem(place: number): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('.item')[place]?.focus();
  }

  #pick(mistake: Mistake): void {
    const image = this.images.get(mistake.index);
    if (image !== undefined) this.emit('mistake-pick', { mistake, image });
  }
}

define('mistake-gallery', MistakeGallery);

declare global {
  interface HTMLElementTagNameMap {
    'mistake-gallery': MistakeGallery;
  }
}
