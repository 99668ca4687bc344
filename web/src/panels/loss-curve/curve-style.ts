import { css } from 'lit';

export const curveStyle = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2) var(--space-4);
    align-items: flex-start;
  }
  .legend-box {
    flex: 1 1 430px;
    min-width: 0;
    /* Room for a run beside the reference before there is one. */
    min-height: calc(3 * 24px);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    align-items: center;
    margin-left: auto;
  }
  .zoom {
    display: flex;
    gap: var(--space-2);
  }
  .tools label {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  .tools select {
    width: auto;
    height: 28px;
    font-size: var(--text-s);
  }
  .tools button {
    height: 28px;
    min-width: 28px;
    padding: 0 var(--space-2);
    font-size: var(--text-s);
  }
  .tools button[aria-pressed='true'] {
    border-color: var(--ink);
    background: var(--raised);
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0 var(--space-2);
    height: 24px;
    font-weight: 400;
    text-align: right;
    white-space: nowrap;
  }
  tr > :first-child {
    padding-left: 0;
    text-align: left;
  }
  tr > :last-child {
    padding-right: 0;
  }
  thead th {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  .legend {
    width: 100%;
    max-width: 560px;
    table-layout: fixed;
  }
  .legend tr > :first-child {
    width: 136px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .swatch,
  .key {
    margin-right: var(--space-2);
    vertical-align: middle;
  }
  .key {
    margin-right: var(--space-1);
    stroke: currentColor;
  }
  .plot {
    height: var(--curve-height, 320px);
    margin-top: var(--space-2);
    overflow: hidden;
  }
  .u-over {
    touch-action: pan-y;
    cursor: crosshair;
  }
  .u-cursor-x {
    border-color: var(--edge);
  }
  .u-select {
    background: color-mix(in srgb, var(--ink) 12%, transparent);
  }
  .cursor {
    display: block;
    width: calc(var(--plot-width, calc(100% - 100px)) + 12px);
    height: 24px;
    margin: 0 0 0 calc(var(--plot-left, 48px) - 6px);
    appearance: none;
    background: transparent;
    cursor: pointer;
    touch-action: pan-y;
  }
  .cursor::-webkit-slider-runnable-track {
    height: 1px;
    background: var(--hairline);
  }
  .cursor::-moz-range-track {
    height: 1px;
    background: var(--hairline);
  }
  .cursor::-webkit-slider-thumb {
    width: 12px;
    height: 12px;
    margin-top: -6px;
    appearance: none;
    border: 1px solid var(--edge);
    border-radius: 50%;
    background: var(--paper);
  }
  .cursor::-moz-range-thumb {
    width: 10px;
    height: 10px;
    border: 1px solid var(--edge);
    border-radius: 50%;
    background: var(--paper);
  }
  .note {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  details {
    margin-top: var(--space-1);
  }
  summary {
    padding: var(--space-1) 0;
    color: var(--accent);
    font-weight: 500;
    cursor: pointer;
  }
  .tables {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-4) var(--space-8);
    max-height: 360px;
    overflow: auto;
  }
  .data caption {
    padding: var(--space-1) 0;
    font-weight: 600;
    text-align: left;
  }
  .data tbody tr {
    border-top: 1px solid var(--hairline);
  }
  @media (max-width: 639px) {
    .wide {
      display: none;
    }
    .tools {
      margin-left: 0;
    }
    .data th,
    .data td {
      padding: 0 var(--space-1);
      font-size: var(--text-s);
    }
  }
`;
