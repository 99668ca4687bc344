import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import '../pixel-image/pixel-image';
import { base, fields } from '../style';

/** Height and width of a drawing as an image. */
const drawingSize = 28;

/**
 * What the network sees: the drawing as an image of 28×28, and what the network makes of it, its
 * own input, where that is another size. Whether drawings are centred first can be chosen.
 *
 * Event: `centre-change` with `{ centre }`.
 */
export class NetworkSight extends PatientPanel {
  static override properties: PropertyDeclarations = {
    image: { attribute: false },
    input: { attribute: false },
    inputSize: { attribute: false },
    centre: { attribute: false },
    centrable: { attribute: false },
  };

  /** 28×28 bytes, row by row, 0 black to 255 white; null shows black. */
  declare image: Uint8Array | null;
  /** `inputSize` × `inputSize` bytes. */
  declare input: Uint8Array | null;
  declare inputSize: number;
  /** Drawings are scaled and moved as MNIST's digits were. */
  declare centre: boolean;
  /** What is shown is a drawing; a test digit or a grid is read as it is. */
  declare centrable: boolean;

  static override styles = [
    base,
    fields,
    css`
      .images {
        display: flex;
        gap: var(--space-4);
      }
      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        column-gap: var(--space-2);
        align-items: center;
        max-width: 44ch;
        margin-top: var(--space-1);
      }
      input[type='checkbox'] {
        margin: 2px 0;
      }
      .choice p {
        grid-column: 1 / -1;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
    `,
  ];

  constructor() {
    super();
    this.image = null;
    this.input = null;
    this.inputSize = 8;
    this.centre = true;
    this.centrable = true;
  }

  override render() {
    const words = this.messages.sight;
    return html`
      <div class="images">
        <pixel-image
          .messages=${this.messages}
          .pixels=${this.image}
          .size=${drawingSize}
        ></pixel-image>
        ${
          this.inputSize === drawingSize
            ? nothing
            : html`<pixel-image
                .messages=${this.messages}
                .pixels=${this.input}
                .size=${this.inputSize}
              ></pixel-image>`
        }
      </div>
      <div class="choice">
        <input
          id="centre"
          type="checkbox"
          aria-describedby="centre-help"
          .checked=${this.centre}
          @change=${this.#changed}
        />
        <label for="centre">${words.centre}</label>
        <p id="centre-help">${this.centrable ? words.centreHelp : words.centreUnused}</p>
      </div>
    `;
  }

  #changed(event: Event): void {
    this.centre = (event.target as HTMLInputElement).checked;
    this.emit('centre-change', { centre: this.centre });
  }
}

define('network-sight', NetworkSight);

declare global {
  interface HTMLElementTagNameMap {
    'network-sight': NetworkSight;
  }
}
