import { expect, it } from 'vitest';
import { appendEvaluations, appendSteps, newRun } from '../../shared/runs';
import { defaultSettings } from '../../shared/settings';
import { tableSteps } from './run-table';

function run(steps: number, measured: number[]) {
  const record = newRun({
    id: 'a',
    label: { number: 1, began: null },
    settings: defaultSettings(1),
  });
  appendSteps(
    record,
    Array.from({ length: steps }, (_, index) => ({ step: index + 1, loss: 1 })),
  );
  const result = { accuracy: 0.5, loss: 1, seconds: null, fingerprint: null };
  appendEvaluations(
    record,
    measured.map((step, epoch) => ({ epoch, step, ...result })),
  );
  return record;
}

it('tells round steps, the first, the newest and those that were measured', () => {
  const steps = tableSteps(run(118, [0, 118]), { from: 0, to: 118 });
  expect(steps).toEqual([0, 1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 118]);
});

it('tells nothing that has not happened or is not in view', () => {
  expect(tableSteps(run(25, []), { from: 0, to: 118 })).toEqual([1, 10, 20, 25]);
  const part = tableSteps(run(118, [0, 50, 118]), { from: 47.5, to: 52.5 });
  expect(part).toEqual([48, 49, 50, 51, 52]);
  expect(tableSteps(run(0, []), { from: 0, to: 118 })).toEqual([]);
});
