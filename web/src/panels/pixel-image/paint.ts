/** Height and width of a square image of so many bytes; 0 when it is none. */
export function sideOf(pixels: Uint8Array): number {
  const side = Math.sqrt(pixels.length);
  return Number.isInteger(side) ? side : 0;
}

/**
 * Paints a grey square image, one canvas pixel for each of its bytes, row by row, 0 black to
 * 255 white; an image of another size, and null, leave the canvas empty.
 */
export function paintPixels(canvas: HTMLCanvasElement, pixels: Uint8Array | null): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const size = canvas.width;
  context.clearRect(0, 0, size, size);
  if (pixels?.length !== size * size) return;
  const image = context.createImageData(size, size);
  pixels.forEach((value, index) => {
    image.data.fill(value, 4 * index, 4 * index + 3);
    image.data[4 * index + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
