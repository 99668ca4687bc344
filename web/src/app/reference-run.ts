import { appendEvaluations, appendSteps, newRun, type RunRecord } from '../shared/runs';
import { defaultSettings } from '../shared/settings';
import tutorial from './pytorch-tutorial.json';

const trainingImages = 60_000;
const validationImages = 10_000;

/** The tutorial's run as real PyTorch made it: its first epoch at seed 0. Hidden, like every new run. */
export function referenceRun(): RunRecord {
  const { torch, seed, losses, before, after, initial_sha256: fingerprint } = tutorial;
  const run = newRun({
    id: 'pytorch',
    label: { number: 0, began: null },
    settings: { ...defaultSettings(1), seed },
    data: { source: 'server', trainingImages, validationImages },
    reference: { torch },
  });
  const steps = losses.length;
  appendSteps(
    run,
    losses.map((loss, index) => ({ step: index + 1, loss })),
  );
  const measured = (epoch: number, score: typeof before, sha256: string | null) => ({
    epoch,
    step: epoch * steps,
    accuracy: score.val_accuracy,
    loss: score.val_loss,
    seconds: null,
    fingerprint: sha256,
  });
  appendEvaluations(run, [measured(0, before, fingerprint), measured(1, after, null)]);
  return Object.assign(run, { state: 'finished', stepsPerEpoch: steps, totalSteps: steps });
}
