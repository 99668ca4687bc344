import { html, type TemplateResult } from 'lit';
import { learningRateOf, learningRates, type RunRecord } from '../../shared/runs';
import type { Format } from '../format';
import type { PanelMessages } from '../messages';
import { runName } from '../run-words';
import { linearTicks } from './scale';
import type { View } from './view';

/** About so many steps of a run are told, besides those at which it was measured. */
const sampledSteps = 20;

/** The steps of a run that stand in its table: round ones, the first and the last, and the measured. */
export function tableSteps(run: RunRecord, { from, to }: View): number[] {
  const last = Math.min(Math.floor(to), run.losses.length);
  const measured = run.evaluations.map(({ step }) => step);
  const round = linearTicks(from, to, sampledSteps).filter(Number.isInteger);
  const steps = new Set([...round, ...measured, Math.max(1, Math.ceil(from)), last]);
  const told = [...steps].filter((step) => {
    const known = measured.includes(step) || (step >= 1 && step <= last);
    return known && step >= from && step <= to;
  });
  return told.sort((a, b) => a - b);
}

/** One run's numbers as a table: what the curve shows, for whoever does not see it. */
export function runTable(
  run: RunRecord,
  view: View,
  messages: PanelMessages,
  format: Format,
): TemplateResult {
  const words = messages.curve;
  const rates = learningRates(run);
  const rows = tableSteps(run, view).map((step) => {
    const measured = run.evaluations.find((evaluation) => evaluation.step === step);
    return html`
      <tr>
        <th scope="row">${format.whole(step)}</th>
        <td>${step === 0 ? '–' : format.four(run.losses.at(step - 1))}</td>
        <td>${measured === undefined ? '–' : format.four(measured.loss)}</td>
        <td>${measured === undefined ? '–' : format.percent(measured.accuracy)}</td>
        <td>${step === 0 ? '–' : format.plain(learningRateOf(rates, step))}</td>
      </tr>
    `;
  });
  return html`
    <table class="data">
      <caption>
        ${runName(run, messages)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.step}</th>
          <th scope="col">${words.loss}</th>
          <th scope="col">${words.validationLoss}</th>
          <th scope="col">${words.accuracy}</th>
          <th scope="col">${words.rate}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  `;
}
