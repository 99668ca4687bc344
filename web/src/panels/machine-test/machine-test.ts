import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { MachineReport } from '../../shared/run-reports';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { base, buttons } from '../style';
import { reportText } from './report-text';

/**
 * Asks for a measurement of the machine, shows how far it is, and gives the result as text to copy.
 *
 * Event: `machine-test`.
 */
export class MachineTest extends PatientPanel {
  static override properties: PropertyDeclarations = {
    progress: { attribute: false },
    report: { attribute: false },
    unable: { attribute: false },
    copied: { state: true },
  };

  /** How much of the test under way is done, 0 to 1; null while there is none. */
  declare progress: number | null;
  /** Of the newest test; null before the first. */
  declare report: MachineReport | null;
  /** Nothing can be measured at present. */
  declare unable: boolean;
  /** What became of the newest copying. */
  declare private copied: 'copied' | 'selected' | null;

  static override styles = [
    base,
    buttons,
    css`
      .note {
        max-width: 60ch;
        margin-top: var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
      }
      .track {
        height: 4px;
        max-width: 60ch;
        margin-top: var(--space-3);
        border-radius: 2px;
        background: var(--hairline);
        overflow: hidden;
      }
      .fill {
        height: 100%;
        background: var(--accent);
        transform: scaleX(0);
        transform-origin: left;
        transition: transform var(--motion) linear;
      }
      textarea {
        display: block;
        width: 100%;
        max-width: 60ch;
        margin: var(--space-3) 0 var(--space-2);
        padding: var(--space-2) var(--space-3);
        border: 0;
        border-left: 3px solid var(--accent);
        border-radius: 0;
        background: var(--raised);
        color: var(--ink);
        font: inherit;
        line-height: 22px;
        font-variant-numeric: tabular-nums;
        field-sizing: content;
        resize: none;
      }
    `,
  ];

  constructor() {
    super();
    this.progress = null;
    this.report = null;
    this.unable = false;
    this.copied = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('report')) this.copied = null;
  }

  override render() {
    const words = this.messages.machine;
    const { progress } = this;
    const busy = progress !== null;
    return html`
      <div class="row">
        <button
          type="button"
          aria-disabled=${busy || this.unable ? 'true' : nothing}
          @click=${() => {
            if (!busy && !this.unable) this.emit('machine-test');
          }}
        >
          ${words.test}
        </button>
        ${busy ? html`<span>${words.running(this.format.wholePercent(progress))}</span>` : nothing}
      </div>
      <p class="note">${words.note}</p>
      ${busy ? this.#track(progress) : nothing}
      ${busy || this.report === null ? nothing : this.#result(this.report)}
      <p class="unseen" aria-live="polite">${this.#said()}</p>
    `;
  }

  #track(progress: number) {
    return html`<div
      class="track"
      role="progressbar"
      aria-label=${this.messages.machine.progress}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(progress * 100)}
    >
      <div class="fill"></div>
    </div>`;
  }

  #result(report: MachineReport) {
    const words = this.messages.machine;
    const text = reportText(report, this.messages, this.format);
    return html`
      <textarea
        readonly
        aria-label=${words.result}
        rows=${text.split('\n').length}
        .value=${text}
      ></textarea>
      <div class="row">
        <button type="button" @click=${() => void this.#copy(text)}>${words.copy}</button>
        <span class="soft" aria-hidden="true">${this.#said()}</span>
      </div>
    `;
  }

  #said(): string {
    return this.copied === null ? '' : this.messages.machine[this.copied];
  }

  /** Without a clipboard, as on plain HTTP, or with one that refuses, the text is selected instead. */
  async #copy(text: string): Promise<void> {
    const clipboard = (navigator as Partial<Navigator>).clipboard;
    const written = clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    if ((await written) === true) {
      this.copied = 'copied';
      return;
    }
    const area = this.renderRoot.querySelector('textarea');
    area?.focus();
    area?.select();
    this.copied = 'selected';
  }

  override updated(): void {
    const fill = this.renderRoot.querySelector<HTMLElement>('.fill');
    fill?.style.setProperty('transform', `scaleX(${Math.min(1, this.progress ?? 0)})`);
  }
}

define('machine-test', MachineTest);

declare global {
  interface HTMLElementTagNameMap {
    'machine-test': MachineTest;
  }
}
