import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { define } from '../define';
import { Panel } from '../panel';
import { base } from '../style';

/**
 * Takes files that are dropped anywhere on its content and shows, while they hover, that it will.
 * Event: `files-picked` with `{ files }`.
 */
export class DropZone extends Panel {
  static override properties: PropertyDeclarations = { hovering: { state: true } };

  declare private hovering: boolean;

  /** Elements entered and not left: the drag leaves with the last of them. */
  #depth = 0;

  static override styles = [
    base,
    css`
      :host {
        position: relative;
      }
      .hint {
        position: fixed;
        inset: var(--space-4);
        z-index: 1;
        display: grid;
        place-items: center;
        border: 2px dashed var(--accent);
        border-radius: var(--radius);
        background: var(--paper);
        opacity: 0.92;
        font-size: var(--text-xl);
        pointer-events: none;
      }
    `,
  ];

  constructor() {
    super();
    this.hovering = false;
    this.addEventListener('dragenter', (event) => this.#enter(event));
    this.addEventListener('dragover', (event) => this.#over(event));
    this.addEventListener('dragleave', () => this.#leave());
    this.addEventListener('drop', (event) => this.#drop(event));
  }

  override render() {
    const hint = html`<div class="hint">${this.messages.files.drop}</div>`;
    return html`<slot></slot>${this.hovering ? hint : nothing}`;
  }

  #carriesFiles(event: DragEvent): boolean {
    return event.dataTransfer?.types.includes('Files') ?? false;
  }

  #enter(event: DragEvent): void {
    if (!this.#carriesFiles(event)) return;
    event.preventDefault();
    this.#depth++;
    this.hovering = true;
  }

  #over(event: DragEvent): void {
    if (this.#carriesFiles(event)) event.preventDefault();
  }

  #leave(): void {
    this.#depth = Math.max(0, this.#depth - 1);
    if (this.#depth === 0) this.hovering = false;
  }

  #drop(event: DragEvent): void {
    this.#depth = 0;
    this.hovering = false;
    if (!this.#carriesFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) this.emit('files-picked', { files });
  }
}

define('drop-zone', DropZone);

declare global {
  interface HTMLElementTagNameMap {
    'drop-zone': DropZone;
  }
}
