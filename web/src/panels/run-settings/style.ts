import { css } from 'lit';

/** A field to a row: its name and PyTorch's, the field, and beneath both what it does. */
export const settingsStyle = css`
  :host {
    --control-height: 28px;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 96px;
    align-content: start;
    column-gap: var(--space-3);
    align-items: center;
    padding: 6px 0;
    border-top: 1px solid var(--hairline);
  }
  .field.wide {
    grid-template-columns: minmax(0, 1fr) 160px;
  }
  .field.broad {
    max-width: 420px;
    padding-top: 0;
    border-top: 0;
  }
  .broad .name {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    margin-bottom: var(--space-1);
  }
  .broad .name,
  .broad select {
    grid-column: 1 / -1;
  }
  .name {
    display: grid;
    line-height: 16px;
  }
  .when,
  .later {
    display: flex;
    flex-wrap: wrap;
    gap: 0 6px;
    font-size: var(--text-s);
    line-height: 14px;
    color: var(--ink-soft);
  }
  .when code {
    font-size: inherit;
  }
  .later {
    color: var(--accent);
  }
  .note,
  .wrong {
    grid-column: 1 / -1;
    margin-top: 2px;
    font-size: var(--text-s);
    line-height: 16px;
  }
  .note {
    color: var(--ink-soft);
  }
  .wrong {
    color: var(--trouble);
  }
  input[type='checkbox'] {
    justify-self: end;
    margin: 4px 0;
  }
  .recipes {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin: var(--space-1) 0;
  }
  .recipes button {
    padding: 0 var(--space-2);
    font-size: var(--text-s);
  }
  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
    column-gap: var(--space-8);
  }
  fieldset + fieldset {
    margin-top: var(--space-1);
  }
  legend {
    padding: var(--space-2) 0 var(--space-1);
    font-size: var(--text-s);
    color: var(--ink-soft);
  }
`;
