import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { EngineInfo, EnginePreference, Speed } from '../../shared/protocol';
import {
  choices,
  defaultSettings,
  type RunSettings,
  type ToggleSetting,
  tunedSettings,
} from '../../shared/settings';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { base, buttons, fields } from '../style';
import {
  engineChoices,
  isChoice,
  isNumeric,
  isToggle,
  type Limits,
  rangeOf,
  refused,
  runFields,
  settingNames,
  speeds,
  type SettingName,
  type TextField,
  waits,
  withText,
} from './field-values';
import { settingsStyle } from './style';

/**
 * The settings of the next run, one native field each. What cannot be used is said under its field
 * and not taken over. While a run is under way, fields whose change waits for the next one say so.
 *
 * Events: `settings-change` with `{ settings }`, for every usable change, and `settings-commit` once
 * it is complete, as when a field is left; `speed-change` with `{ speed }`; `engine-change` with
 * `{ choice }`.
 */
export class RunSettingsPanel extends PatientPanel {
  static override properties: PropertyDeclarations = {
    settings: { attribute: false },
    running: { attribute: false },
    atOnce: { attribute: false },
    speed: { attribute: false },
    engine: { attribute: false },
    engineChoice: { attribute: false },
    largestBatch: { attribute: false },
    seconds: { attribute: false },
    wrong: { state: true },
  };

  declare settings: RunSettings;
  /** The settings of the run under way, as they stand now; null when there is none. */
  declare running: RunSettings | null;
  /** The settings whose change reaches the run under way. */
  declare atOnce: readonly SettingName[];
  declare speed: Speed;
  /** The engine in use; null while there is none. */
  declare engine: EngineInfo | null;
  declare engineChoice: EnginePreference;
  /** The most images of a batch that fit into memory with the preset chosen; null if unknown. */
  declare largestBatch: number | null;
  /** How long a run with these settings will take on this machine; null if unknown. */
  declare seconds: number | null;
  /** Fields whose text cannot be used. */
  declare private wrong: ReadonlySet<SettingName>;

  /** What stands in fields being typed into: '1e-3' is not to become '0.001' under the pen. */
  readonly #drafts = new Map<SettingName, string>();
  #taken: RunSettings | null = null;

  static override styles = [base, buttons, fields, settingsStyle];

  constructor() {
    super();
    this.settings = defaultSettings(1);
    this.running = null;
    this.atOnce = ['epochs', 'threads', 'learningRate'];
    this.speed = 'full';
    this.engine = null;
    this.engineChoice = 'automatic';
    this.largestBatch = null;
    this.seconds = null;
    this.wrong = new Set();
  }

  /** Some field holds what cannot be used. */
  get hasWrong(): boolean {
    return this.#wrongNames().length > 0;
  }

  /** Puts the focus on the first field that cannot be used. */
  showWrong(): void {
    const [name] = this.#wrongNames();
    if (name !== undefined) this.renderRoot.querySelector<HTMLElement>(`#${name}`)?.focus();
  }

  #wrongNames(): SettingName[] {
    const beyond = refused(this.settings, this.#limits());
    return settingNames.filter((name) => this.wrong.has(name) || beyond.includes(name));
  }

  #limits(): Limits {
    return {
      ...(this.engine === null ? {} : { threads: this.engine.maxThreads }),
      ...(this.largestBatch === null ? {} : { batchSize: this.largestBatch }),
    };
  }

  /** Settings that come from outside put every field right. */
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('settings') && this.settings !== this.#taken) this.#forgetDrafts();
  }

  #forgetDrafts(): void {
    this.#drafts.clear();
    if (this.wrong.size > 0) this.wrong = new Set();
  }

  override render() {
    const words = this.messages.settings;
    const wrong = this.#wrongNames();
    const field = (name: SettingName) => this.#field(name, wrong.includes(name));
    return html`
      ${field('preset')}
      <div class="recipes">
        <button type="button" @click=${() => this.#use(defaultSettings(1))}>
          ${words.tutorial}
        </button>
        <button type="button" @click=${() => this.#use(tunedSettings(1))}>${words.tuned}</button>
      </div>
      <fieldset>
        <legend>${words.run}</legend>
        ${runFields.map(field)}
      </fieldset>
      <fieldset>
        <legend>${this.#machine()}</legend>
        ${field('threads')}
        ${this.#choice(
          'speed',
          speeds,
          words.speeds,
          words.fields.speed.help,
          this.speed,
          (speed) => {
            this.speed = speed;
            this.emit('speed-change', { speed });
          },
        )}
        ${this.#choice(
          'engine',
          engineChoices,
          words.engines,
          this.#engine(),
          this.engineChoice,
          (choice) => {
            this.engineChoice = choice;
            this.emit('engine-change', { choice });
          },
        )}
      </fieldset>
    `;
  }

  #machine(): string {
    const { machine, machineTakes } = this.messages.settings;
    if (this.seconds === null) return machine;
    return machineTakes(this.format.about(this.seconds));
  }

  #field(name: SettingName, wrong: boolean) {
    const words = this.messages.settings;
    const waiting = waits(name, this.settings, this.running, this.atOnce);
    const { label, torch } = words.fields[name];
    return html`
      <div class="field ${name === 'preset' ? 'broad' : ''}">
        <div class="name">
          <label for=${name}>${label}</label>
          ${
            waiting
              ? html`<p class="later" id="${name}-when">${words.nextRun}</p>`
              : html`<p class="when" id="${name}-when">
                  <code>${torch}</code> ${this.#range(name)}
                </p>`
          }
        </div>
        ${this.#input(name, wrong)}
        ${
          wrong
            ? html`<p class="wrong" id="${name}-note" role="alert">${this.#complaint(name)}</p>`
            : html`<p class="note" id="${name}-note">${this.#note(name)}</p>`
        }
      </div>
    `;
  }

  /** A field that is no setting of the run. */
  #choice<Name extends string>(
    id: 'speed' | 'engine',
    names: readonly Name[],
    labels: Readonly<Record<Name, string>>,
    note: string,
    value: Name,
    take: (name: Name) => void,
  ) {
    return html`
      <div class="field wide">
        <div class="name"><label for=${id}>${this.messages.settings.fields[id].label}</label></div>
        <select
          id=${id}
          aria-describedby="${id}-note"
          @change=${({ target }: Event) =>
            names
              .filter((name) => name === (target as HTMLSelectElement).value)
              .forEach((name) => take(name))}
        >
          ${names.map(
            (name) =>
              html`<option value=${name} .selected=${name === value}>${labels[name]}</option>`,
          )}
        </select>
        <p class="note" id="${id}-note">${note}</p>
      </div>
    `;
  }

  #engine(): string {
    const words = this.messages.settings;
    if (this.engine === null) return words.engineUnknown;
    const { build, maxThreads, threadsReason } = this.engine;
    if (build === 'threads') return words.engineThreads(this.format.whole(maxThreads));
    const why = threadsReason === '' ? '' : words.whyOneThread(threadsReason);
    return `${words.engineSimd} ${why}`.trim();
  }

  #note(name: SettingName): string {
    const words = this.messages.settings;
    if (name === 'preset') return words.networks[this.settings.preset];
    const { help } = words.fields[name];
    return name === 'learningRate' ? `${help} ${words.usual[this.settings.optimizer]}` : help;
  }

  #range(name: SettingName) {
    if (!isNumeric(name)) return nothing;
    const { min, max } = rangeOf(name, this.#limits());
    const write = (value: number) =>
      value > 0 && value < 0.001 ? value.toExponential() : this.format.whole(value);
    return html`<span>${this.messages.settings.range(write(min), write(max))}</span>`;
  }

  #complaint(name: SettingName): string {
    const words = this.messages.settings;
    if (!isNumeric(name)) return words.wrongSeed;
    const largest = this.largestBatch;
    if (name === 'batchSize' && largest !== null && this.#beyond(largest)) {
      return words.wrongBatch(largest);
    }
    const range = rangeOf(name, this.#limits());
    return range.integer ? words.wrongWhole(range) : words.wrongNumber(range);
  }

  /** The batch size that stands in its field would be in order if there were more memory. */
  #beyond(largest: number): boolean {
    const text = this.#drafts.get('batchSize') ?? String(this.settings.batchSize);
    const settings = withText(this.settings, 'batchSize', text);
    return settings !== null && settings.batchSize > largest;
  }

  #input(name: SettingName, wrong: boolean) {
    if (isToggle(name)) {
      return html`<input
        id=${name}
        type="checkbox"
        aria-describedby="${name}-when ${name}-note"
        .checked=${this.settings[name]}
        @change=${(event: Event) => this.#toggled(name, event)}
      />`;
    }
    if (isChoice(name)) {
      const labels: Readonly<Record<string, string>> = this.messages.settings.choices[name];
      return html`<select
        id=${name}
        aria-describedby="${name}-when ${name}-note"
        @change=${(event: Event) => {
          this.#typed(name, event);
          this.emit('settings-commit');
        }}
      >
        ${choices[name].map(
          (choice) =>
            html`<option value=${choice} .selected=${choice === this.settings[name]}>
              ${labels[choice]}
            </option>`,
        )}
      </select>`;
    }
    const range = isNumeric(name) ? rangeOf(name, this.#limits()) : null;
    return html`<input
      id=${name}
      type=${range === null ? 'text' : 'number'}
      inputmode=${range === null || range.integer ? 'numeric' : 'decimal'}
      min=${range?.min ?? nothing}
      max=${range?.max ?? nothing}
      step=${range === null ? nothing : range.integer ? '1' : 'any'}
      autocomplete="off"
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby="${name}-when ${name}-note"
      .value=${this.#drafts.get(name) ?? this.#text(name)}
      @input=${(event: Event) => this.#typed(name, event)}
      @change=${(event: Event) => this.#left(name, event)}
    />`;
  }

  #text(name: TextField): string {
    const most = this.engine?.maxThreads ?? Infinity;
    return String(name === 'threads' ? Math.min(this.settings.threads, most) : this.settings[name]);
  }

  /** Takes over what can be used at once; what cannot is complained about when the field is left. */
  #typed(name: TextField, event: Event): void {
    const text = (event.target as HTMLInputElement).value;
    this.#drafts.set(name, text);
    const settings = withText(this.settings, name, text, this.#limits());
    if (settings === null) return;
    this.#mark(name, false);
    this.#take(settings);
  }

  #left(name: TextField, event: Event): void {
    const field = event.target as HTMLInputElement;
    const settings = withText(this.settings, name, field.value, this.#limits());
    this.#mark(name, settings === null);
    if (settings === null) return;
    // What was typed may be another way to write the same number.
    this.#drafts.delete(name);
    field.value = String(settings[name]);
    this.requestUpdate();
    this.emit('settings-commit');
  }

  #toggled(name: ToggleSetting, event: Event): void {
    this.#take({ ...this.settings, [name]: (event.target as HTMLInputElement).checked });
    this.emit('settings-commit');
  }

  /** A whole recipe in place of what stands in the fields; the machine's part stays. */
  #use(recipe: RunSettings): void {
    this.#forgetDrafts();
    this.#take({ ...recipe, threads: this.settings.threads });
    this.emit('settings-commit');
  }

  #mark(name: SettingName, wrong: boolean): void {
    if (this.wrong.has(name) === wrong) return;
    const marked = new Set(this.wrong);
    if (wrong) marked.add(name);
    else marked.delete(name);
    this.wrong = marked;
  }

  #take(settings: RunSettings): void {
    this.#taken = settings;
    this.settings = settings;
    this.emit('settings-change', { settings });
  }
}

define('run-settings', RunSettingsPanel);

declare global {
  interface HTMLElementTagNameMap {
    'run-settings': RunSettingsPanel;
  }
}
