import type { CurveView, ExportFormat } from '../panels';
import { formatOf } from '../panels/format';
import type { PanelMessages } from '../panels/messages';
import { runName } from '../panels/run-words';
import { allFingerprints, learningRateOf, learningRates, type RunRecord } from '../shared/runs';
import { runOptions } from '../shared/run-options';
import { runsAsSvg } from './run-svg';
import type { TextFile } from './save-file';

/** The runs that are shown, as a file; the picture has the curve's view and scale. */
export function exportRuns(
  runs: readonly RunRecord[],
  format: ExportFormat,
  view: CurveView,
  messages: PanelMessages,
): TextFile {
  const shown = runs.filter(({ line }) => line !== null);
  switch (format) {
    case 'csv':
      return { name: 'gradlet-runs.csv', type: 'text/csv', text: runsAsCsv(shown, messages) };
    case 'json':
      return {
        name: 'gradlet-runs.json',
        type: 'application/json',
        text: runsAsJson(shown, messages),
      };
    case 'svg':
      return {
        name: 'gradlet-runs.svg',
        type: 'image/svg+xml',
        text: runsAsSvg(shown, view, messages, formatOf(messages.locale)),
      };
  }
}

const columns = [
  ...['run', 'epoch', 'step', 'loss', 'val_loss', 'val_accuracy', 'learning_rate'],
] as const;

/**
 * One line for each step of each run, with what was measured after it; step 0 is before the first. What
 * is not known, or is no finite number, is left empty. As RFC 4180 has it.
 */
export function runsAsCsv(runs: readonly RunRecord[], messages: PanelMessages): string {
  const lines: string[] = [columns.join(',')];
  for (const run of runs) {
    const name = quoted(runName(run, messages));
    const rates = learningRates(run);
    const measured = new Map(run.evaluations.map((evaluation) => [evaluation.step, evaluation]));
    for (let step = 0; step <= run.losses.length; step += 1) {
      const evaluation = measured.get(step);
      if (step === 0 && evaluation === undefined) continue;
      const epoch = run.stepsPerEpoch > 0 ? Math.ceil(step / run.stepsPerEpoch) : null;
      const rate = step === 0 ? null : learningRateOf(rates, step);
      const loss = run.losses.at(step - 1);
      const numbers = [epoch, step, loss, evaluation?.loss, evaluation?.accuracy, rate];
      lines.push([name, ...numbers.map(decimal)].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

function decimal(value: number | null | undefined): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The runs under the names that the command line's `--json` uses; `torch` is the version of a run made by
 * PyTorch, `began` a time as ISO 8601 has it. A loss that is no finite number is null.
 */
export function runsAsJson(runs: readonly RunRecord[], messages: PanelMessages): string {
  const written = runs.map((run) => ({
    name: runName(run, messages),
    torch: run.reference?.torch ?? null,
    began: run.label.began === null ? null : new Date(run.label.began).toISOString(),
    state: run.state,
    options: runOptions(run.settings),
    engine: run.engine,
    data: run.data,
    steps: Array.from(run.losses.toArray(), (loss, index) => ({ step: index + 1, loss })),
    epochs: run.evaluations.map(({ epoch, accuracy, loss, seconds }) => ({
      epoch,
      val_accuracy: accuracy,
      val_loss: loss,
      seconds,
    })),
    fingerprints: allFingerprints(run),
    learning_rate_changes: run.learningRateChanges.map(({ step, learningRate }) => ({
      step,
      lr: learningRate,
    })),
  }));
  return `${JSON.stringify({ runs: written }, null, 1)}\n`;
}
