// What somebody waits for in the page: a prediction, the first step, the download.
import { inPage } from '../chromium.mjs';
import { downloadSize } from '../download.mjs';
import { percentile, spread } from '../measure.mjs';
import { startUps } from '../start_up.mjs';

export const title = 'answers';

/** A seven of two strokes, 60 points: as many as a hand draws in a second. */
const drawing = [line([0.27, 0.24], [0.71, 0.22], 25), line([0.71, 0.22], [0.48, 0.8], 35)];

function line([x, y], [toX, toY], points) {
  return Array.from({ length: points }, (_, i) => {
    const share = i / (points - 1);
    return { x: x + share * (toX - x), y: y + share * (toY - y), pressure: 0.5 };
  });
}

export async function run({ plans, results }) {
  // The first ones run in V8's baseline compiler.
  const warmUp = 100;
  const times = await inPage(
    { isolated: true },
    'predictions',
    warmUp + plans.predictions,
    drawing,
  );
  const counted = times.slice(warmUp);
  results.prediction = {
    ...spread(counted),
    percentile95: percentile(counted, 0.95),
    count: counted.length,
  };
  results.startUp = {
    fromLoad: await startUps(plans.loads, /* settled= */ false),
    fromTrain: await startUps(plans.loads, /* settled= */ true),
  };
  results.download = {
    oneThread: await downloadSize({ isolated: false }),
    threads: await downloadSize({ isolated: true }),
  };
}
