import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';

/** Trouble in words: what happened and why, what was kept, what to do; and a button that does it. */
export interface Trouble {
  what: string;
  /** The reason found, in the words of whatever found it. */
  why: string;
  kept: string;
  todo: string;
  action?: string;
}

/**
 * Shows a `trouble` next to where it happened and says it aloud (`role=alert`).
 *
 * Event: `trouble-action`, from the button.
 */
export class TroubleNote extends Panel {
  static override properties: PropertyDeclarations = { trouble: { attribute: false } };

  declare trouble: Trouble | null;

  static override styles = [
    base,
    buttons,
    css`
      .note {
        max-width: 70ch;
        padding: var(--space-2) var(--space-3);
        border-left: 3px solid var(--trouble);
        background: var(--trouble-soft);
        overflow-wrap: anywhere;
      }
      .what {
        color: var(--trouble);
        font-weight: 600;
      }
      button {
        height: auto;
        min-height: var(--control-height);
        margin-top: var(--space-2);
        padding: var(--space-1) var(--space-3);
        background: var(--paper);
      }
      p + p {
        margin-top: var(--space-1);
      }
    `,
  ];

  constructor() {
    super();
    this.trouble = null;
  }

  protected override willUpdate(): void {
    // Nothing to show takes no room; the region stays, or it would not be heard when it fills.
    this.toggleAttribute('empty', this.trouble === null);
  }

  #action({ action }: Trouble) {
    if (action === undefined) return nothing;
    return html`<button type="button" @click=${() => this.emit('trouble-action')}>
      ${action}
    </button>`;
  }

  override render() {
    const trouble = this.trouble;
    const line = (text: string, style: string) =>
      text === '' ? nothing : html`<p class=${style}>${text}</p>`;
    return html`<div role="alert">
      ${
        trouble === null
          ? nothing
          : html`<div class="note">
              ${line(trouble.what, 'what')} ${line(trouble.why, 'why')}
              ${line(trouble.kept, 'kept')} ${line(trouble.todo, 'todo')} ${this.#action(trouble)}
            </div>`
      }
    </div>`;
  }
}

define('trouble-note', TroubleNote);

declare global {
  interface HTMLElementTagNameMap {
    'trouble-note': TroubleNote;
  }
}
