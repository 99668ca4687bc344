import {
  html,
  LitElement,
  noChange,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CurveView, RunSettingsPanel } from '../panels';
import { define } from '../panels/define';
import { formatOf } from '../panels/format';
import { base } from '../panels/style';
import { setBusy, takeFrame } from '../panels/turns';
import type { Trainer } from '../shared/protocol';
import { LabModel } from './lab-model';
import { labStyle } from './lab-style';
import { english, type LabMessages } from './messages';
import type { Bench, Fold } from './regions/bench';
import { learnRegion } from './regions/learn-region';
import { helloRegion, mistakesRegion, printedRegion } from './regions/more-regions';
import { readRegion } from './regions/read-region';
import { settingsRegion } from './regions/settings-region';
import { exportRuns } from './run-export';
import { saveFile } from './save-file';
import { isBeginning } from './shown-status';
import { inTurn } from './turn-taking';

/** Below this the bench folds into one column; the same width as in lab-style.ts. */
const foldedBelow = '(max-width: 1023px)';

const regions = { settings: settingsRegion, learn: learnRegion, read: readRegion } as const;
type RegionName = keyof typeof regions;

/** Reading order is the order of the document: folded, the sketchpad comes first. */
const benchOrder: readonly RegionName[] = ['settings', 'learn', 'read'];
const foldedOrder: readonly RegionName[] = ['read', 'learn', 'settings'];

/** The lab: lays the panels out and joins them to a trainer. Give it `connect` before it connects. */
export class GradletLab extends LitElement {
  static override properties: PropertyDeclarations = {
    messages: { attribute: false },
    folded: { state: true },
    unfolded: { state: true },
  };

  declare messages: LabMessages;
  declare private folded: boolean;
  declare private unfolded: ReadonlySet<Fold>;

  /** Makes the trainer; `onFailure` is called if it ends by itself. */
  connect: ((onFailure: (error: Error) => void) => Trainer) | null;
  /** Folder of the four MNIST files. */
  dataUrl: string;
  /** The trained network that comes with the page. */
  trainedUrl: string;

  #model: LabModel | null = null;
  #fold: MediaQueryList | null = null;
  #view: CurveView = { view: null, scale: 'linear' };
  /** More than what is read has changed since the page was drawn. */
  #changed = true;

  static override styles = [base, labStyle];

  constructor() {
    super();
    this.messages = english;
    this.folded = false;
    this.unfolded = new Set();
    this.connect = null;
    this.dataUrl = 'mnist/';
    this.trainedUrl = 'trained/tutorial-tuned.safetensors';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#fold = matchMedia(foldedBelow);
    this.#fold.addEventListener('change', this.#refold);
    this.#refold();
    if (this.#model !== null || this.connect === null) return;
    this.#model = new LabModel({
      connect: this.connect,
      messages: this.messages,
      dataUrl: this.dataUrl,
      trainedUrl: this.trainedUrl,
      processors: navigator.hardwareConcurrency,
      onChange: () => {
        this.#changed = true;
        this.requestUpdate();
      },
      onRead: () => this.requestUpdate(),
      inTurn: (change) =>
        inTurn(
          () => {
            change();
            return this.updateComplete;
          },
          {
            drawing: () => this.#model?.reading.underPen ?? false,
            waiting: () => isBeginning(this.#model?.status),
          },
        ),
    });
    this.#model.start();
    if (location.hash === '#hello') this.#unfold(this.#model, 'hello', true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#fold?.removeEventListener('change', this.#refold);
    setBusy(this, false);
  }

  readonly #refold = (): void => {
    this.folded = this.#fold?.matches ?? false;
  };

  protected override willUpdate(changed: PropertyValues): void {
    this.#changed ||= changed.size > 0;
  }

  protected override updated(): void {
    // With it the panels are shown that nobody is to wait for.
    takeFrame();
    const state = this.#model?.state;
    setBusy(this, state === 'loading' || state === 'running');
  }

  override render() {
    const model = this.#model;
    if (model === null) return nothing;
    const whole = this.#changed;
    this.#changed = false;
    const words = this.messages.lab;
    const bench = this.#bench(model);
    return html`
      <drop-zone
        .messages=${this.messages}
        @files-picked=${(event: CustomEvent<{ files: File[] }>) =>
          void this.#loadFiles(model, event.detail.files)}
      >
        <div class="page">
          <header>
            <h1>${words.name}</h1>
            <p class="soft">${words.tagline}</p>
            <nav aria-label=${words.links}>
              ${this.#link('printed', words.printedLink)}
              ${this.#link('mistakes', words.mistakesLink)}
              <a href="#hello" @click=${(event: Event) => void this.#showHello(event, model)}
                >${words.helloLink}</a
              >
            </nav>
          </header>
          <main>
            <div class="bench">
              ${repeat(
                this.folded ? foldedOrder : benchOrder,
                (name) => name,
                (name) => (whole || name === 'read' ? regions[name](bench) : noChange),
              )}
            </div>
            ${whole ? printedRegion(bench) : noChange} ${whole ? mistakesRegion(bench) : noChange}
            ${whole ? helloRegion(bench) : noChange}
          </main>
          <footer>
            <p>${words.credits}</p>
            <p>${words.privacy}</p>
            <p>${whole ? this.#memory(bench) : noChange}</p>
            <p><a href="same-numbers.html">${words.sameNumbers}</a></p>
          </footer>
        </div>
      </drop-zone>
    `;
  }

  #bench(model: LabModel): Bench {
    return {
      model,
      messages: this.messages,
      format: formatOf(this.messages.locale),
      folded: this.folded,
      unfolded: this.unfolded,
      begin: (run) => this.#begin(run),
      show: (selector) => this.#show(selector),
      unfold: (part, open) => this.#unfold(model, part, open),
      view: (view) => {
        this.#view = view;
      },
      exportRuns: (format) =>
        saveFile(exportRuns(model.shelf.runs, format, this.#view, this.messages)),
    };
  }

  #link(region: 'printed' | 'mistakes', text: string) {
    return html`<a
      href="#${region}"
      @click=${(event: Event) => {
        event.preventDefault();
        this.#show(`#${region}-title`);
      }}
      >${text}</a
    >`;
  }

  #memory({ model, messages, format }: Bench): string {
    const memory = model.status?.memory ?? 0;
    return memory > 0 ? messages.lab.memory(format.megabytes(memory)) : '';
  }

  /** Files can be dropped far from where the trouble with them is shown. */
  async #loadFiles(model: LabModel, files: File[]): Promise<void> {
    await model.stock.load(files);
    await this.updateComplete;
    if (model.link.troubles.has('files')) {
      this.renderRoot.querySelector('.data trouble-note')?.scrollIntoView({ block: 'nearest' });
    }
  }

  #begin(run: () => void): void {
    const panel = this.renderRoot.querySelector<RunSettingsPanel>('run-settings');
    const details = panel?.closest('details');
    if (panel?.hasWrong === true) {
      if (details) details.open = true;
      panel.showWrong();
      return;
    }
    run();
  }

  #show(selector: string): void {
    const element = this.renderRoot.querySelector<HTMLElement>(selector);
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus({ preventScroll: true });
  }

  #unfold(model: LabModel, part: Fold, open: boolean): void {
    if (part === 'hello' && open) model.hello.begin();
    if (open === this.unfolded.has(part)) return;
    const others = [...this.unfolded].filter((other) => other !== part);
    this.unfolded = new Set(open ? [...others, part] : others);
  }

  async #showHello(event: Event, model: LabModel): Promise<void> {
    event.preventDefault();
    this.#unfold(model, 'hello', true);
    await this.updateComplete;
    const details = this.renderRoot.querySelector<HTMLElement>('.hello');
    details?.querySelector('summary')?.focus();
    details?.scrollIntoView({ block: 'start' });
  }
}

define('gradlet-lab', GradletLab);

declare global {
  interface HTMLElementTagNameMap {
    'gradlet-lab': GradletLab;
  }
}
