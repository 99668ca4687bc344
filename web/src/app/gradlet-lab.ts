import { html, LitElement, nothing, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HelloSettings, Stroke, Trainer } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';
import type { RunSettingsPanel } from '../panels';
import { define } from '../panels/define';
import { Format } from '../panels/format';
import { base } from '../panels/style';
import { LabModel, type Place } from './lab-model';
import { labStyle } from './lab-style';
import { english, type LabMessages } from './messages';

/** About what the four gzipped files weigh, said before they are fetched. */
const dataBytes = 11_600_000;

/** Below this the bench folds into one column; the same width as in lab-style.ts. */
const foldedBelow = '(max-width: 1023px)';

type SectionName = 'settings' | 'learn' | 'read';

/** Reading order is the order of the document: folded, the sketchpad comes first. */
const benchOrder: readonly SectionName[] = ['settings', 'learn', 'read'];
const foldedOrder: readonly SectionName[] = ['read', 'learn', 'settings'];

/** The lab: lays the panels out and joins them to a trainer. Give it `connect` before it connects. */
export class GradletLab extends LitElement {
  static override properties: PropertyDeclarations = {
    messages: { attribute: false },
    folded: { state: true },
    helloOpen: { state: true },
  };

  declare messages: LabMessages;
  declare private folded: boolean;
  declare private helloOpen: boolean;

  /** Makes the trainer; `onFailure` is called if it ends by itself. */
  connect: ((onFailure: (error: Error) => void) => Trainer) | null;
  /** Folder of the four MNIST files. */
  dataUrl: string;

  #model: LabModel | null = null;
  #fold: MediaQueryList | null = null;

  static override styles = [base, labStyle];

  constructor() {
    super();
    this.messages = english;
    this.folded = false;
    this.helloOpen = false;
    this.connect = null;
    this.dataUrl = 'mnist/';
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
      processors: navigator.hardwareConcurrency,
      onChange: () => this.requestUpdate(),
    });
    this.#model.start();
    if (location.hash === '#hello') this.helloOpen = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#fold?.removeEventListener('change', this.#refold);
  }

  readonly #refold = (): void => {
    this.folded = this.#fold?.matches ?? false;
  };

  override render() {
    const model = this.#model;
    if (model === null) return nothing;
    const words = this.messages.lab;
    const sections: Record<SectionName, () => unknown> = {
      settings: () => this.#settings(model),
      learn: () => this.#learn(model),
      read: () => this.#read(model),
    };
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
            <a href="#hello" @click=${this.#showHello}>${words.helloLink}</a>
          </header>
          <main>
            <div class="bench">
              ${repeat(
                this.folded ? foldedOrder : benchOrder,
                (name) => name,
                (name) => sections[name](),
              )}
            </div>
            ${this.#hello(model)}
          </main>
          <footer>
            <p>${words.credits}</p>
            <p>${words.privacy}</p>
            <p>${this.#engine(model)}</p>
          </footer>
        </div>
      </drop-zone>
    `;
  }

  #trouble(model: LabModel, place: Place) {
    return html`<trouble-note .trouble=${model.troubles.get(place) ?? null}></trouble-note>`;
  }

  /** Files can be dropped far from where the trouble with them is shown. */
  async #loadFiles(model: LabModel, files: File[]): Promise<void> {
    await model.loadFiles(files);
    await this.updateComplete;
    if (model.troubles.has('files')) {
      this.renderRoot.querySelector('.data trouble-note')?.scrollIntoView({ block: 'nearest' });
    }
  }

  #settings(model: LabModel) {
    const words = this.messages.lab;
    return html`
      <section class="settings" aria-labelledby="settings-title">
        <h2 id="settings-title">${words.settingsTitle}</h2>
        <details .open=${!this.folded}>
          <summary>${words.settingsSummary}</summary>
          <run-settings
            .messages=${this.messages}
            .settings=${model.settings}
            .running=${model.underWay}
            .maxThreads=${model.engine?.maxThreads ?? 0}
            .threadsReason=${model.engine?.threadsReason ?? ''}
            @settings-change=${(event: CustomEvent<{ settings: RunSettings }>) =>
              model.change(event.detail.settings)}
          ></run-settings>
        </details>
        <div class="group data">
          <h3>${words.dataTitle}</h3>
          <p>${this.#data(model)}</p>
          ${this.#trouble(model, 'files')}
          <file-picker .messages=${this.messages}></file-picker>
        </div>
      </section>
    `;
  }

  #data(model: LabModel): string {
    const words = this.messages.lab;
    if (model.readingFiles) return words.dataReading;
    if (model.images === null) return model.loading ? words.dataArriving : words.dataNone;
    const format = new Format(this.messages.locale);
    const training = format.whole(model.images.training);
    const validation = format.whole(model.images.validation);
    const data = model.fromFiles
      ? words.dataFiles(training, validation)
      : words.dataServer(training, validation);
    return model.imagesWait && model.underWay !== null ? `${data} ${words.dataWaits}` : data;
  }

  #engine(model: LabModel): string {
    const words = this.messages.lab;
    if (model.engine === null) return '';
    const format = new Format(this.messages.locale);
    const engine =
      model.engine.build === 'threads'
        ? words.engineThreads(format.whole(model.engine.maxThreads))
        : words.engineSimd;
    const memory = model.status?.memory ?? 0;
    return memory > 0 ? `${engine} ${words.memory(format.megabytes(memory))}` : engine;
  }

  #learn(model: LabModel) {
    const words = this.messages.lab;
    const status = model.status;
    const unable = model.engine === null && model.troubles.has('start');
    return html`
      <section class="learn" aria-labelledby="learn-title">
        <h2 id="learn-title">${words.learnTitle}</h2>
        <run-headline
          .messages=${this.messages}
          .status=${status}
          .records=${model.records}
          .loading=${model.loading}
          .images=${model.images}
          .expectedBytes=${dataBytes}
          .batchSize=${(model.runSettings ?? model.settings).batchSize}
          .unable=${unable}
          @try-tuned=${() => this.#tryTuned(model)}
          @try-drawing=${() => this.#tryDrawing(model)}
        ></run-headline>
        ${this.#trouble(model, 'start')} ${this.#trouble(model, 'worker')}
        <run-controls
          .messages=${this.messages}
          .state=${status?.state ?? 'arrived'}
          .unable=${unable}
          .step=${status?.step ?? 0}
          .totalSteps=${status?.totalSteps ?? 0}
          .loading=${model.loading}
          @run-train=${() => this.#begin(() => model.train())}
          @run-pause=${() => model.pause()}
          @run-resume=${() => model.resume()}
          @run-step=${() => this.#begin(() => model.step())}
          @run-reset=${() => model.reset()}
        ></run-controls>
        <status-line
          .messages=${this.messages}
          .status=${status}
          .latest=${model.records.at(-1) ?? null}
        ></status-line>
        ${this.#trouble(model, 'run')}
        <loss-curve
          .messages=${this.messages}
          .points=${model.points}
          .totalSteps=${status?.totalSteps ?? 0}
        ></loss-curve>
        <epoch-table .messages=${this.messages} .records=${model.records}></epoch-table>
      </section>
    `;
  }

  /** Runs begin only when every field holds what can be used; else the first bad one is shown. */
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

  #tryTuned(model: LabModel): void {
    model.change({ ...model.settings, epochs: 10, gamma: 0.7 });
    model.train();
  }

  #tryDrawing(model: LabModel): void {
    if (model.example) model.draw([]);
    this.renderRoot.querySelector('sketch-pad')?.scrollIntoView({ block: 'nearest' });
  }

  #read(model: LabModel) {
    const words = this.messages.lab;
    const prediction = model.prediction;
    const size = prediction?.inputSize ?? 8;
    return html`
      <section class="read" aria-labelledby="read-title">
        <h2 id="read-title">${words.readTitle}</h2>
        <sketch-pad
          class="sketch"
          .messages=${this.messages}
          .strokes=${model.strokes}
          .example=${model.example}
          @strokes-change=${(event: CustomEvent<{ strokes: Stroke[] }>) =>
            model.draw(event.detail.strokes)}
        ></sketch-pad>
        <div>
          <h3>${words.sightTitle}</h3>
          <div class="sight">
            <pixel-image
              .messages=${this.messages}
              .pixels=${prediction?.image ?? null}
            ></pixel-image>
            <pixel-image
              .messages=${this.messages}
              .pixels=${prediction?.input ?? null}
              .size=${size}
            ></pixel-image>
          </div>
        </div>
        <prediction-bars
          .messages=${this.messages}
          .probabilities=${prediction?.probabilities ?? null}
          .untrained=${prediction?.step === 0}
        ></prediction-bars>
        ${this.#trouble(model, 'read')}
      </section>
    `;
  }

  #hello(model: LabModel) {
    const words = this.messages.lab;
    return html`
      <details
        class="hello"
        .open=${this.helloOpen}
        @toggle=${(event: Event) => this.#toggledHello(model, event)}
      >
        <summary>${words.helloTitle}</summary>
        ${
          this.helloOpen
            ? html`<hello-bowl
                  .messages=${this.messages}
                  .settings=${model.helloSettings}
                  .result=${model.hello}
                  @hello-change=${(event: CustomEvent<{ settings: HelloSettings }>) =>
                    model.runHello(event.detail.settings)}
                ></hello-bowl>
                ${this.#trouble(model, 'hello')}`
            : nothing
        }
      </details>
    `;
  }

  #toggledHello(model: LabModel, event: Event): void {
    this.helloOpen = (event.target as HTMLDetailsElement).open;
    if (this.helloOpen && model.hello === null) model.runHello(model.helloSettings);
  }

  async #showHello(event: Event): Promise<void> {
    event.preventDefault();
    this.helloOpen = true;
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
