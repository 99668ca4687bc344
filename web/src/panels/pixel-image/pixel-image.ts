import { css, html, type PropertyDeclarations, type PropertyValues } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';
import { paintPixels } from './paint';

/** A small grey image, enlarged with crisp pixels to a whole number of the page's. */
export class PixelImage extends Panel {
  static override properties: PropertyDeclarations = {
    pixels: { attribute: false },
    size: { attribute: false },
  };

  /** `size` × `size` bytes, row by row, 0 black to 255 white; null shows black. */
  declare pixels: Uint8Array | null;
  declare size: number;

  static override styles = [
    base,
    css`
      canvas {
        display: block;
        width: 112px;
        height: 112px;
        background: var(--pad-paper);
        image-rendering: pixelated;
      }
      p {
        margin-top: var(--space-1);
        font-size: var(--text-s);
        color: var(--ink-soft);
        text-align: center;
      }
    `,
  ];

  constructor() {
    super();
    this.pixels = null;
    this.size = 28;
  }

  override render() {
    const size = this.format.whole(this.size);
    const words = this.messages.sight;
    return html`
      <canvas
        role="img"
        aria-label=${words.image(size)}
        width=${this.size}
        height=${this.size}
      ></canvas>
      <p aria-hidden="true">${words.size(size)}</p>
    `;
  }

  /** Other pixels, many times a second, change nothing else. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    const pixelsAlone = this.hasUpdated && changed.size === 1 && changed.has('pixels');
    if (pixelsAlone) this.#paint();
    return !pixelsAlone;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('pixels') || changed.has('size')) this.#paint();
  }

  #paint(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas) paintPixels(canvas, this.pixels);
  }
}

define('pixel-image', PixelImage);

declare global {
  interface HTMLElementTagNameMap {
    'pixel-image': PixelImage;
  }
}
