import { css, html } from 'lit';
import { lineStyles } from '../run-styles';
import type { CurveTheme } from './curve-painter';

const probes = [
  ...['ink', 'soft', 'hairline', 'paper'].map((name) => `${name}-color`),
  ...lineStyles.map(({ name }) => name),
];

export const probeColors = css`
  .ink-color {
    color: var(--ink);
    font-size: var(--text-s);
  }
  .soft-color {
    color: var(--ink-soft);
  }
  .hairline-color {
    color: var(--hairline);
  }
  .paper-color {
    color: var(--paper);
  }
`;

/** Elements that nobody sees: their colours are those of the page, also where a theme chooses them. */
export function colorProbes() {
  return probes.map((name) => html`<span class="${name} color" hidden></span>`);
}

/** The colours as the style sheets resolve them at this moment. */
export function themeOf(root: ParentNode): CurveTheme {
  const style = (name: string): CSSStyleDeclaration | null => {
    const element = root.querySelector(`.${name}.color`);
    return element && getComputedStyle(element);
  };
  const color = (name: string) => style(name)?.color ?? 'gray';
  return {
    ink: color('ink-color'),
    soft: color('soft-color'),
    hairline: color('hairline-color'),
    paper: color('paper-color'),
    lines: lineStyles.map(({ name }) => color(name)),
    family: style('ink-color')?.fontFamily ?? 'sans-serif',
    fontSize: Number.parseFloat(style('ink-color')?.fontSize ?? '12'),
  };
}
