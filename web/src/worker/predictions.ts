import { GradletError } from '../engine/errors';
import type { DrawingOptions, Prediction, Stroke } from '../shared/protocol';
import type { ActiveRun } from './active-run';
import { flatten } from './strokes';

/** Height and width of MNIST's images. */
const drawingSize = 28;

/** Reads a drawing. Throws for an underlay of another size. */
export function predictDrawing(
  active: ActiveRun,
  strokes: readonly Stroke[],
  { centre, underlay }: DrawingOptions,
): Prediction {
  const { engine, session } = active;
  const { points, lengths } = flatten(strokes);
  const image = engine.rasterize(points, lengths, centre && !underlay);
  if (underlay) {
    refuseSize('underlay', underlay, drawingSize);
    underlay.forEach((pixel, i) => (image[i] = Math.max(pixel, image[i] ?? 0)));
  }
  return answer(active, image, engine.resizeImage(image, session.inputSize()));
}

/** Reads the network's own input. Throws for one of another size. */
export function predictInput(active: ActiveRun, pixels: Uint8Array): Prediction {
  const inputSize = active.session.inputSize();
  refuseSize('input', pixels, inputSize);
  const image = new Uint8Array(drawingSize * drawingSize);
  for (let i = 0; i < image.length; i += 1) {
    const row = Math.floor((Math.floor(i / drawingSize) * inputSize) / drawingSize);
    const column = Math.floor(((i % drawingSize) * inputSize) / drawingSize);
    image[i] = pixels[row * inputSize + column] ?? 0;
  }
  return answer(active, image, pixels);
}

function answer({ session }: ActiveRun, image: Uint8Array, input: Uint8Array): Prediction {
  const probabilities = Array.from(session.predict(input));
  const inputSize = session.inputSize();
  return { probabilities, image, input, inputSize, step: session.step() };
}

function refuseSize(name: string, pixels: Uint8Array, size: number): void {
  if (pixels.length === size * size) return;
  throw new GradletError(
    `[predict] ${name}: expected ${size}×${size} bytes, found ${pixels.length}`,
  );
}
