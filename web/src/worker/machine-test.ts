import type { Engine, ImageSet } from '../engine/engine';
import { GradletError } from '../engine/errors';
import { engineInfo, type LoadedEngine } from '../engine/load-engine';
import type { MachineReport } from '../shared/run-reports';
import { defaultSettings } from '../shared/settings';
import type { Yield } from './pauses';
import { sliceMilliseconds } from './run-loop';

/** As many as MNIST has to learn from. */
const images = 60_000;
/** The tutorial's network reads them as they are. */
const imageSize = 8;
/** Read at once; 60,000 in one piece would keep others waiting. */
const imagesPerPiece = 5000;

const imagesMagic = 0x803;
const labelsMagic = 0x801;

/** What the browser tells of itself and the machine. */
export type Machine = Pick<MachineReport, 'processors' | 'browser'>;

/**
 * Times one epoch of the tutorial's network: training alone, not what happens between its slices. The
 * images are generated, since the time does not depend on what they show.
 */
export async function testMachine(
  machine: Machine,
  loaded: LoadedEngine,
  threads: number,
  yields: Yield,
  onProgress: (done: number) => void,
): Promise<MachineReport> {
  const { engine, choice } = loaded;
  const settings = { ...defaultSettings(1), threads: Math.min(threads, choice.maxThreads) };
  const session = new engine.Session(settings);
  let set: ImageSet | null = null;
  try {
    set = await generateImages(engine, yields);
    session.setData(set, set);
    let seconds = 0;
    while (!session.finished()) {
      const start = performance.now();
      const steps = session.totalSteps() - session.step();
      const { losses, reason } = session.advance(sliceMilliseconds, steps);
      seconds += (performance.now() - start) / 1000;
      if (reason === 'diverged')
        throw new GradletError('[test] expected a finite loss, found none');
      if (losses.length > 0) onProgress(session.step() / session.totalSteps());
      await yields.now();
    }
    return {
      ...machine,
      epochSeconds: seconds,
      imagesPerSecond: images / seconds,
      images,
      batchSize: settings.batchSize,
      engine: engineInfo(loaded),
      threads: session.threads(),
    };
  } finally {
    set?.delete();
    session.delete();
  }
}

/** Grey noise with labels in turn: two IDX files, made piece by piece. */
async function generateImages(engine: Engine, yields: Yield): Promise<ImageSet> {
  const reader = new engine.ImageSetReader(imageSize, '', '');
  try {
    reader.feedLabels('generated labels', header(labelsMagic, images));
    reader.feedImages('generated images', header(imagesMagic, images, imageSize, imageSize));
    const pixels = new Uint8Array(imagesPerPiece * imageSize * imageSize);
    let state = 1;
    for (let first = 0; first < images; first += imagesPerPiece) {
      const labels = Uint8Array.from({ length: imagesPerPiece }, (_, i) => (first + i) % 10);
      for (let i = 0; i < pixels.length; i += 1) {
        // Numerical Recipes' generator of 32 bits; its upper ones are good enough for noise.
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        pixels[i] = state >>> 24;
      }
      reader.feedLabels('generated labels', labels);
      reader.feedImages('generated images', pixels);
      await yields.now();
    }
    reader.finishLabels();
    reader.finishImages();
    return reader.set();
  } finally {
    reader.delete();
  }
}

/** The head of an IDX file: whole numbers of 32 bits, the highest byte first. */
function header(...numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => {
    view.setUint32(i * 4, number);
  });
  return bytes;
}
