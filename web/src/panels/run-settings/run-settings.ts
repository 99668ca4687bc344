import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import {
  defaultSettings,
  optimizers,
  ranges,
  type RunSettings,
  type ToggleSetting,
} from '../../shared/settings';
import { define } from '../define';
import { Panel } from '../panel';
import { base, fields } from '../style';
import { isNumeric, isToggle, settingNames, withText, type SettingName } from './field-values';

/**
 * The settings of the next run, one native field each. What cannot be used is said under its field
 * and not taken over. While a run is under way, fields that differ from it say so.
 *
 * Event: `settings-change` with `{ settings }`, for every usable change.
 */
export class RunSettingsPanel extends Panel {
  static override properties: PropertyDeclarations = {
    settings: { attribute: false },
    running: { attribute: false },
    maxThreads: { attribute: false },
    threadsReason: { attribute: false },
    wrong: { state: true },
  };

  declare settings: RunSettings;
  /** The settings of the run under way; null when there is none. */
  declare running: RunSettings | null;
  /** The most threads that the engine can use; 0 while it is not known. */
  declare maxThreads: number;
  /** Why threads cannot be used; empty when they can. */
  declare threadsReason: string;
  /** Fields whose text cannot be used. */
  declare private wrong: ReadonlySet<SettingName>;

  /** What stands in the field being typed into: '1e-3' is not to become '0.001' under the pen. */
  #draft: { name: SettingName; text: string } | null = null;
  #taken: RunSettings | null = null;

  static override styles = [
    base,
    fields,
    css`
      .field {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 100px;
        column-gap: var(--space-3);
        align-items: center;
        padding: var(--space-2) 0;
        border-top: 1px solid var(--hairline);
      }
      .field:first-child {
        border-top: 0;
        padding-top: 0;
      }
      .name {
        display: grid;
        line-height: 18px;
      }
      .name code {
        font-size: var(--text-s);
        line-height: 14px;
        color: var(--ink-soft);
      }
      .help,
      .wrong,
      .later {
        grid-column: 1 / -1;
        margin-top: var(--space-1);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .wrong {
        color: var(--trouble);
      }
      .later {
        color: var(--accent);
      }
      input[type='checkbox'] {
        justify-self: end;
      }
      @media (max-width: 420px) {
        .field {
          grid-template-columns: minmax(0, 1fr) 112px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.settings = defaultSettings(1);
    this.running = null;
    this.maxThreads = 0;
    this.threadsReason = '';
    this.wrong = new Set();
  }

  /** Some field holds what cannot be used. */
  get hasWrong(): boolean {
    return this.wrong.size > 0;
  }

  /** Puts the focus on the first field that cannot be used. */
  showWrong(): void {
    const name = settingNames.find((candidate) => this.wrong.has(candidate));
    if (name !== undefined) this.renderRoot.querySelector<HTMLElement>(`#${name}`)?.focus();
  }

  /** Settings that come from outside put every field right. */
  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('settings') || this.settings === this.#taken) return;
    this.#draft = null;
    if (this.wrong.size > 0) this.wrong = new Set();
  }

  override render() {
    return html`${settingNames.map((name) => this.#field(name))}`;
  }

  #field(name: SettingName) {
    const words = this.messages.settings;
    const text = words.fields[name];
    const later = this.running !== null && this.running[name] !== this.settings[name];
    return html`
      <div class="field">
        <div class="name">
          <label for=${name}>${text.label}</label>
          <code>${text.torch}</code>
        </div>
        ${this.#input(name)}
        <p class="help" id="${name}-help">${this.#help(name)}</p>
        ${
          this.wrong.has(name)
            ? html`<p class="wrong" id="${name}-wrong" role="alert">${this.#wrongText(name)}</p>`
            : nothing
        }
        ${later ? html`<p class="later">${words.nextRun}</p>` : nothing}
      </div>
    `;
  }

  #help(name: SettingName): string {
    const words = this.messages.settings;
    const help = words.fields[name].help;
    if (name === 'learningRate') return `${help} ${words.usual[this.settings.optimizer]}`;
    if (name === 'threads' && this.threadsReason !== '') return words.oneThread(this.threadsReason);
    return help;
  }

  #wrongText(name: SettingName): string {
    const words = this.messages.settings;
    if (!isNumeric(name)) return words.wrongSeed;
    const range = ranges[name];
    return range.integer ? words.wrongWhole(range) : words.wrongNumber(range);
  }

  #described(name: SettingName): string {
    return this.wrong.has(name) ? `${name}-help ${name}-wrong` : `${name}-help`;
  }

  #input(name: SettingName) {
    if (isToggle(name)) {
      return html`<input
        id=${name}
        type="checkbox"
        aria-describedby="${name}-help"
        .checked=${this.settings[name]}
        @change=${(event: Event) => this.#toggled(name, event)}
      />`;
    }
    if (name === 'optimizer') {
      return html`<select
        id="optimizer"
        aria-describedby="optimizer-help"
        @change=${(event: Event) => this.#typed(name, event)}
      >
        ${optimizers.map(
          (optimizer) =>
            html`<option value=${optimizer} .selected=${optimizer === this.settings.optimizer}>
              ${this.messages.settings.optimizers[optimizer]}
            </option>`,
        )}
      </select>`;
    }
    const numeric = isNumeric(name);
    const range = numeric ? ranges[name] : null;
    return html`<input
      id=${name}
      type=${numeric ? 'number' : 'text'}
      inputmode=${range === null || range.integer ? 'numeric' : 'decimal'}
      min=${range?.min ?? nothing}
      max=${this.#most(name) ?? nothing}
      step=${range === null ? nothing : range.integer ? '1' : 'any'}
      autocomplete="off"
      aria-invalid=${this.wrong.has(name) ? 'true' : nothing}
      aria-describedby=${this.#described(name)}
      .value=${this.#draft?.name === name ? this.#draft.text : String(this.settings[name])}
      @input=${(event: Event) => this.#typed(name, event)}
      @change=${(event: Event) => this.#left(name, event)}
    />`;
  }

  #most(name: SettingName): number | undefined {
    if (!isNumeric(name)) return undefined;
    const { max } = ranges[name];
    return name === 'threads' && this.maxThreads > 0 ? Math.min(max, this.maxThreads) : max;
  }

  /** Takes over what can be used at once; what cannot is complained about when the field is left. */
  #typed(name: Exclude<SettingName, ToggleSetting>, event: Event): void {
    const text = (event.target as HTMLInputElement).value;
    this.#draft = { name, text };
    const settings = withText(this.settings, name, text);
    if (settings === null) return;
    this.#mark(name, false);
    this.#take(settings);
  }

  #left(name: Exclude<SettingName, ToggleSetting>, event: Event): void {
    const field = event.target as HTMLInputElement;
    const settings = withText(this.settings, name, field.value);
    this.#mark(name, settings === null);
    if (settings === null) return;
    // What was typed may be another way to write the same number.
    this.#draft = null;
    field.value = String(settings[name]);
    this.requestUpdate();
  }

  #toggled(name: ToggleSetting, event: Event): void {
    this.#take({ ...this.settings, [name]: (event.target as HTMLInputElement).checked });
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
