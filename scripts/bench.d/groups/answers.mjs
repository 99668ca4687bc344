// What somebody waits for in the page: a prediction, the first step, the download.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inPage, withChromium } from '../chromium.mjs';
import { percentile, spread } from '../measure.mjs';
import { places } from '../places.mjs';
import { startUp } from '../start_up.mjs';

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
    fromLoad: await repeatedly(plans.loads, /* settled= */ false),
    fromTrain: await repeatedly(plans.loads, /* settled= */ true),
  };
  results.download = downloadSizes();
}

/** Milliseconds to the first step, each time in a browser without anything cached. */
async function repeatedly(count, settled) {
  const loads = [];
  for (let i = 0; i < count; i += 1) {
    loads.push(
      await withChromium({ isolated: true }, (browser, url) => startUp(browser, url, settled)),
    );
  }
  return Object.fromEntries(
    ['ready', 'pressed', 'firstStep', 'waited'].map((name) => [
      name,
      spread(loads.map((load) => load[name])),
    ]),
  );
}

/** Bytes of the page without MNIST, gzipped as a server would. */
function downloadSizes() {
  const size = (file) => gzipSync(readFileSync(join(places.site, file)), { level: 9 }).length;
  const files = readdirSync(places.site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(places.site.length + 1))
    .filter((file) => /\.(html|js|css|svg)$/.test(file));
  const page = files.reduce((sum, file) => sum + size(file), 0);
  const engine = (name) => size(`engine/${name}.mjs`) + size(`engine/${name}.wasm`);
  return {
    page,
    oneThread: page + engine('gradlet-simd'),
    threads: page + engine('gradlet-threads'),
  };
}
