import { html, svg, type TemplateResult } from 'lit';
import { evaluationAt, type RunRecord } from '../../shared/runs';
import type { Format } from '../format';
import type { PanelMessages } from '../messages';
import { swatch } from '../run-swatch';
import { runName } from '../run-words';
import type { RunLines } from './run-lines';

export interface LegendRow {
  run: RunRecord;
  lines: RunLines;
}

/** How each quantity is drawn, beside its name. */
const keys = {
  raw: svg`<line x1="0" y1="6" x2="16" y2="6" stroke-width="1" opacity="0.6"></line>`,
  smooth: svg`<line x1="0" y1="6" x2="16" y2="6" stroke-width="2.5"></line>`,
  diamond: svg`<path d="M8 1 13 6 8 11 3 6Z" fill="none" stroke-width="1.5"></path>`,
  circle: svg`<circle cx="8" cy="6" r="4" fill="none" stroke-width="1.5"></circle>`,
};

function key(name: keyof typeof keys) {
  return html`<svg class="key" width="16" height="12" viewBox="0 0 16 12" aria-hidden="true">
    ${keys[name]}
  </svg>`;
}

/**
 * Which line is which run, and their numbers: those of `step`, or the newest where none is pointed at.
 * Its rows keep their height and its columns their width while the numbers run.
 */
export function legend(
  rows: readonly LegendRow[],
  step: number | null,
  messages: PanelMessages,
  format: Format,
): TemplateResult {
  const words = messages.curve;
  return html`
    <table class="legend">
      <caption class="unseen">
        ${words.legend}
      </caption>
      <thead>
        <tr>
          <th scope="col">${step === null ? words.newest : words.atStep(format.whole(step))}</th>
          <th scope="col">${key('raw')}${words.loss}</th>
          <th scope="col" class="wide" title=${words.smoothing}>${key('smooth')}${words.smooth}</th>
          <th scope="col" class="wide">${key('diamond')}${words.validationLoss}</th>
          <th scope="col">${key('circle')}${words.accuracy}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ run, lines }) => row(run, lines, step, messages, format))}
      </tbody>
    </table>
  `;
}

function row(
  run: RunRecord,
  lines: RunLines,
  pointed: number | null,
  messages: PanelMessages,
  format: Format,
): TemplateResult {
  const step = pointed ?? run.losses.length;
  const measured = evaluationAt(run, step);
  // What was measured before the step that is pointed at stands back.
  const earlier = pointed !== null && measured?.step !== pointed ? 'soft' : '';
  const number = (value: number) => (Number.isNaN(value) ? '–' : format.four(value));
  return html`
    <tr>
      <th scope="row">${swatch(run.line)}${runName(run, messages)}</th>
      <td>${number(run.losses.at(step - 1))}</td>
      <td class="wide">${number(lines.smoothedAt(step))}</td>
      <td class="wide ${earlier}">${measured === null ? '–' : format.four(measured.loss)}</td>
      <td class=${earlier}>${format.percent(measured?.accuracy ?? null)}</td>
    </tr>
  `;
}
