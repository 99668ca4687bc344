import { css, html } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base, buttons } from '../style';

/** A file input that looks like the other buttons. Event: `files-picked` with `{ files }`. */
export class FilePicker extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        opacity: 0;
        cursor: pointer;
      }
      .button {
        overflow: hidden;
      }
      .button:focus-within {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      p {
        margin-top: var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    const words = this.messages.files;
    return html`
      <label class="button">
        ${words.pick}
        <input type="file" multiple aria-describedby="hint" @change=${this.#picked} />
      </label>
      <p id="hint">${words.hint}</p>
    `;
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    // The same files can be picked again, once they are mended.
    input.value = '';
    if (files.length > 0) this.emit('files-picked', { files });
  }
}

define('file-picker', FilePicker);

declare global {
  interface HTMLElementTagNameMap {
    'file-picker': FilePicker;
  }
}
