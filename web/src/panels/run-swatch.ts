import { html, unsafeCSS } from 'lit';
import { lineStyle, lineStyles } from './run-styles';

/** Colours of the lines, for elements of the class that is the colour's name. */
export const lineColors = unsafeCSS(
  lineStyles.map(({ name }) => `.${name} { color: var(--${name}); }`).join('\n'),
);

/** A short piece of a run's line; nothing of it for a run that is hidden. */
export function swatch(line: number | null) {
  const style = lineStyle(line ?? 0);
  return html`<svg
    class="swatch ${style.name}"
    width="28"
    height="12"
    viewBox="0 0 28 12"
    aria-hidden="true"
  >
    <line
      x1="0"
      y1="6"
      x2="28"
      y2="6"
      stroke=${line === null ? 'none' : 'currentColor'}
      stroke-width="2"
      stroke-dasharray=${style.dash.length === 0 ? 'none' : style.dash.join(' ')}
    ></line>
  </svg>`;
}
