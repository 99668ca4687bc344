// What scripts/bench calls within the page: contestants, each in a worker, the trainer's answers, and the
// loss curve's drawing.
import { createTrainer, defaultSettings } from '../../../web/src/client';
import { redraws } from './redraws.mjs';

/** Trains the contestant `name`, once for each of `options`, in turns; see `serve`. */
function contest(name, options, plan) {
  return new Promise((resolve, reject) => {
    const url = new URL(`./${name}.mjs`, location.href);
    const worker = new Worker(url, { type: 'module', name: String(options[0].threads) });
    worker.onerror = (event) => reject(new Error(event.message || `${url} does not start`));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage({ options, plan });
  });
}

/** Milliseconds from asking the page's trainer to its answer, `count` times, one after the other. */
async function predictions(count, strokes) {
  const trainer = createTrainer({ engineUrl: '/site/engine/', dataUrl: '/site/mnist/' });
  await trainer.start(defaultSettings(navigator.hardwareConcurrency), () => undefined);
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const begin = performance.now();
    await trainer.predict(strokes, { centre: true });
    times.push(performance.now() - begin);
  }
  trainer.dispose();
  return times;
}

window.bench = { contest, predictions, redraws };
