import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { TrainedNetwork } from '../../shared/protocol';
import { define } from '../define';
import { PatientPanel } from '../patient-panel';
import { base, buttons } from '../style';

/**
 * Offers to load a trained network, says how big it is, and once loaded which it is.
 *
 * Event: `trained-load`.
 */
export class TrainedNetworkPanel extends PatientPanel {
  static override properties: PropertyDeclarations = {
    bytes: { attribute: false },
    loading: { attribute: false },
    network: { attribute: false },
    unable: { attribute: false },
  };

  /** Size of the file. */
  declare bytes: number;
  declare loading: boolean;
  /** The one in use; null while it is another. */
  declare network: TrainedNetwork | null;
  /** Nothing can be loaded at present. */
  declare unable: boolean;

  static override styles = [
    base,
    buttons,
    css`
      p {
        max-width: 60ch;
      }
      .note {
        margin-top: var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .loaded {
        margin-top: var(--space-2);
      }
      dl {
        margin-top: var(--space-1);
        font-size: var(--text-s);
      }
      dt {
        color: var(--ink-soft);
      }
      code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    this.bytes = 0;
    this.loading = false;
    this.network = null;
    this.unable = false;
  }

  override render() {
    const words = this.messages.trained;
    const able = !this.loading && !this.unable;
    return html`
      <button
        type="button"
        aria-disabled=${able ? nothing : 'true'}
        @click=${() => {
          if (able) this.emit('trained-load');
        }}
      >
        ${words.load}
      </button>
      <p class="note">
        ${this.loading ? words.loading : words.note(this.format.kilobytes(this.bytes))}
      </p>
      <div aria-live="polite">${this.network === null ? nothing : this.#loaded(this.network)}</div>
    `;
  }

  #loaded({ accuracy, images, fingerprint }: TrainedNetwork) {
    const words = this.messages.trained;
    return html`
      <p class="loaded">
        ${
          accuracy === null
            ? words.loadedOnly
            : words.loaded(this.format.percent(accuracy), this.format.whole(images))
        }
      </p>
      <dl title=${words.fingerprintHelp}>
        <dt>${words.fingerprint}</dt>
        <dd><code>${fingerprint}</code></dd>
      </dl>
    `;
  }
}

define('trained-network', TrainedNetworkPanel);

declare global {
  interface HTMLElementTagNameMap {
    'trained-network': TrainedNetworkPanel;
  }
}
