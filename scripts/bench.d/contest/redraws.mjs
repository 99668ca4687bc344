// Times the loss curve's drawing of long runs, which are made up.
import '../../../web/src/panels/tokens.css';
import '../../../web/src/panels/loss-curve/loss-curve';
import { appendEvaluations, appendSteps, newRun, showRun } from '../../../web/src/shared/runs';
import { defaultSettings } from '../../../web/src/shared/settings';

const stepsPerEpoch = 118;

/** As wide as on a page of 1440 pixels, as high as it becomes at most. */
const size = { width: '702px', height: '560px' };

/** What looks like noise, the same every time; from 0 to 1. */
function* noise() {
  for (let state = 1; ; state = (Math.imul(state, 1664525) + 1013904223) >>> 0)
    yield state / 2 ** 32;
}

/** A loss that falls, with the noise of batches; a measurement at the end of each epoch. */
function madeUpRun(number, steps, chance) {
  const label = { number, began: null };
  const run = newRun({ id: `run-${number}`, label, settings: defaultSettings(1) });
  const loss = (step) => 0.02 + (2.3 + 0.2 * number) / (1 + step / 100);
  const losses = Array.from({ length: steps }, (_, i) => ({
    step: i + 1,
    loss: loss(i + 1) * (0.5 + chance.next().value),
  }));
  appendSteps(run, losses);
  const epochs = Array.from({ length: Math.floor(steps / stepsPerEpoch) }, (_, i) => ({
    epoch: i + 1,
    step: (i + 1) * stepsPerEpoch,
    loss: loss((i + 1) * stepsPerEpoch),
    accuracy: 1 - 0.4 * loss((i + 1) * stepsPerEpoch),
    seconds: null,
    fingerprint: null,
  }));
  appendEvaluations(run, epochs);
  Object.assign(run, { state: 'running', stepsPerEpoch, totalSteps: 2 * steps });
  return run;
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * Milliseconds of each drawing: of the call, and until its pixels are there.
 *
 * @param {{runs: number, points: number, count: number}} options  runs of so many points each; `count`
 *   drawings after a run has grown, and as many after the view was zoomed, which all lines are new for
 */
export async function redraws({ runs, points, count }) {
  const chance = noise();
  const records = [];
  for (let number = 1; number <= runs; number += 1) {
    const run = madeUpRun(number, points, chance);
    records.push(run);
    showRun(records, run);
  }
  const curve = document.createElement('loss-curve');
  curve.style.setProperty('width', size.width);
  curve.style.setProperty('--curve-height', size.height);
  curve.runs = records;
  document.body.append(curve);
  const part = (selector) => curve.renderRoot.querySelector(selector);
  await curve.updateComplete;
  while (part('canvas') === null) await frame();

  const draw = () => {
    const context = part('canvas').getContext('2d');
    const begin = performance.now();
    curve.draw();
    const call = performance.now() - begin;
    // What was drawn becomes pixels now rather than with the frame.
    context.getImageData(0, 0, 1, 1);
    return { call, pixels: performance.now() - begin };
  };
  /** Each followed by the drawing that the element does by itself. */
  const repeated = async (change) => {
    const times = [];
    for (let i = 0; i < count; i += 1) {
      change(i);
      times.push(draw());
      await frame();
      await frame();
    }
    return times;
  };
  const [learning] = records;
  const grown = await repeated(() => {
    const step = learning.losses.length + 1;
    appendSteps(learning, [{ step, loss: 0.1 * chance.next().value }]);
    curve.runs = [...records];
  });
  const [zoomOut, zoomIn] = curve.renderRoot.querySelectorAll('.zoom button');
  // In to a 32nd and out again.
  const zoomed = await repeated((i) => (i % 10 < 5 ? zoomIn : zoomOut).click());
  return { grown, zoomed };
}
