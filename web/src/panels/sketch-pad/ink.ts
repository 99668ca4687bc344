import type { Stroke } from '../../shared/protocol';
import { paintPixels, sideOf } from '../pixel-image/paint';
import type { Drawing } from './drawing-history';

/** Width of the pen at pressure 0.5, as a share of the pad: about what MNIST's writers used. */
const penWidth = 0.08;

/** The pen’s width at a pressure from 0 to 1, as a share of the pad; as wide as the network sees it. */
function widthAt(pressure: number): number {
  return penWidth * (0.6 + 0.8 * pressure);
}

/** Draws the segment that ends at point `index`; a first point is a dot. `size` in pixels. */
export function inkSegment(
  context: CanvasRenderingContext2D,
  stroke: Stroke,
  index: number,
  size: number,
): void {
  const to = stroke[index];
  if (to === undefined) return;
  const from = stroke[index - 1] ?? to;
  context.lineWidth = widthAt((from.pressure + to.pressure) / 2) * size;
  context.beginPath();
  context.moveTo(from.x * size, from.y * size);
  context.lineTo(to.x * size, to.y * size);
  context.stroke();
}

/** The image as a picture that a canvas can draw, one pixel for each byte. */
function picture(pixels: Uint8Array): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sideOf(pixels);
  paintPixels(canvas, pixels);
  return canvas;
}

/** Draws all strokes anew, over the image beneath them, on an empty square of `size` pixels. */
export function inkAll(context: CanvasRenderingContext2D, drawing: Drawing, size: number): void {
  const { strokes, underlay } = drawing;
  context.clearRect(0, 0, size, size);
  if (underlay !== null && sideOf(underlay) > 0) {
    context.imageSmoothingEnabled = false;
    context.drawImage(picture(underlay), 0, 0, size, size);
  }
  for (const stroke of strokes) {
    for (let index = 0; index < stroke.length; index++) inkSegment(context, stroke, index, size);
  }
}
