import { css } from 'lit';

/** What every panel's shadow root begins with; the measures come from tokens.css. */
export const base = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  table,
  fieldset {
    margin: 0;
    padding: 0;
  }
  fieldset {
    border: 0;
    min-width: 0;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  a {
    color: var(--accent);
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  code {
    font-family: var(--font-code);
    font-size: 0.92em;
  }
  .soft {
    color: var(--ink-soft);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Buttons: the primary one is what makes the network learn. */
export const buttons = css`
  button,
  .button {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    height: var(--control-height);
    padding: 0 var(--space-3);
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: transparent;
    color: var(--ink);
    font: inherit;
    font-weight: 500;
    cursor: pointer;
    user-select: none;
    touch-action: manipulation;
  }
  button:hover,
  .button:hover {
    background: var(--raised);
    border-color: var(--ink-soft);
  }
  button:active,
  .button:active {
    background: var(--hairline);
  }
  button[aria-disabled='true'] {
    color: var(--ink-soft);
    border-color: var(--hairline);
    background: transparent;
    cursor: default;
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  button.primary:hover {
    background: var(--accent-strong);
    border-color: var(--accent-strong);
  }
  button.primary[aria-disabled='true'] {
    background: var(--raised);
    border-color: var(--hairline);
    color: var(--ink-soft);
  }
  button.link {
    display: inline;
    height: auto;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font-weight: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  button.link:hover {
    color: var(--accent-strong);
    text-decoration-thickness: 2px;
  }
`;

/** Native fields, made quiet. */
export const fields = css`
  input[type='text'],
  input[type='number'],
  select {
    width: 100%;
    height: var(--control-height);
    padding: 0 var(--space-2);
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--paper);
    color: var(--ink);
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  select {
    /* What is left for the words differs: WebKit's arrow takes the most. */
    padding: 0 0 0 var(--space-1);
  }
  input[type='text'],
  input[type='number'] {
    text-align: right;
    appearance: textfield;
  }
  input::-webkit-inner-spin-button,
  input::-webkit-outer-spin-button {
    appearance: none;
    margin: 0;
  }
  input:hover,
  select:hover {
    border-color: var(--ink-soft);
  }
  input[aria-invalid='true'] {
    border-color: var(--trouble);
    outline-color: var(--trouble);
  }
  input[type='checkbox'] {
    width: 20px;
    height: 20px;
    margin: 6px 0;
    accent-color: var(--accent);
  }
`;
