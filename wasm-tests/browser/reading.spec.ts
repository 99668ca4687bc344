import { expect, one, seven, test, zero, type Lab } from './lab/lab.ts';

/** The bytes that a picture of the page shows, as grey values. */
async function shownPixels(lab: Lab, name: string): Promise<number[]> {
  return lab.page.getByRole('img', { name }).evaluate((canvas: HTMLCanvasElement) => {
    // On a canvas of its own, or the browser would warn of reading from one that is drawn on.
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const data = copy?.getImageData(0, 0, canvas.width, canvas.height).data;
    return Array.from(data ?? []).filter((_, index) => index % 4 === 0);
  });
}

const sight = 'The drawing at 28 × 28 pixels';

/** Rows of 28×28 pixels that have ink. */
function inkedRows(pixels: number[]): number[] {
  return Array.from({ length: 28 }, (_, row) => row).filter((row) =>
    pixels.slice(28 * row, 28 * row + 28).some((pixel) => pixel > 0),
  );
}

test('a drawing is centred, unless that is switched off', async ({ lab }) => {
  await lab.button('Clear').click();
  await lab.draw([
    [0.1, 0.05],
    [0.1, 0.2],
  ]);
  // A box of 20 pixels in the middle of 28; by its centre of mass it may lie between two rows.
  const inked = async () => inkedRows(await shownPixels(lab, sight));
  await expect.poll(async () => (await inked()).length).toBeGreaterThanOrEqual(20);
  expect((await inked())[0]).toBeGreaterThanOrEqual(3);
  expect((await inked()).at(-1)).toBeLessThanOrEqual(24);
  await lab.field('Centre drawing').uncheck();
  await expect.poll(async () => (await inked()).at(-1)).toBeLessThan(10);
});

test('undo takes back strokes and clearing', async ({ lab }) => {
  await lab.button('Clear').click();
  await lab.draw(one);
  await expect(lab.page.getByText('Only guessing so far.')).toBeVisible();
  const first = await lab.bars();
  await lab.draw(zero);
  await expect.poll(() => lab.bars()).not.toEqual(first);
  await lab.button('Undo').click();
  await expect.poll(() => lab.bars()).toEqual(first);
  await lab.button('Clear').click();
  await expect(lab.page.getByText('Draw a digit to be read.')).toBeVisible();
  await lab.button('Undo').click();
  await expect.poll(() => lab.bars()).toEqual(first);
});

test('the input can be set by keys alone, cell by cell, and read', async ({ lab }) => {
  const { keyboard } = lab.page;
  await lab.page.getByText('Without drawing').click();
  const drawn = await lab.bars();
  const grid = lab.page.getByRole('grid', { name: 'Input of the network' });
  const cell = (row: number, column: number, ink: number) =>
    grid.getByRole('gridcell', {
      name: `row ${row}, column ${column}, ink ${ink} percent`,
      exact: true,
    });
  await cell(1, 1, 0).focus();
  await keyboard.press('ArrowRight');
  await expect(cell(1, 2, 0)).toBeFocused();
  await keyboard.press('7');
  await expect(cell(1, 2, 70)).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('Space');
  await expect(cell(2, 2, 100)).toBeVisible();
  expect(await lab.bars()).toEqual(drawn);
  await lab.button('Test digit').click();
  await expect.poll(() => lab.bars()).not.toEqual(drawn);
  // What the drawing looks like to the network can be taken and is then read as the drawing is.
  await lab.button('Take the drawing').click();
  await expect.poll(() => lab.bars()).toEqual(drawn);
});

test('another preset is there before it has learned', async ({ lab }) => {
  const tutorial = await lab.bars();
  await lab.field('Preset').selectOption('Linear (784→10)');
  await expect.poll(() => lab.bars()).not.toEqual(tutorial);
  await expect(lab.page.getByRole('img', { name: 'The drawing at 8 × 8 pixels' })).toHaveCount(0);
  // Its run may be over before the page has shown it under way.
  await lab.button('Train').click();
  await lab.finished();
  expect(await lab.accuracy()).toBeGreaterThan(80);
});

test('misread digits can be looked at, laid on the sketchpad and changed', async ({ lab }) => {
  await expect(lab.page.getByText('After each test on unseen digits')).toBeVisible();
  await lab.train();
  await lab.finished();
  await expect(lab.page.getByText(/1,\d{3} of 10,000 unseen digits are misread/)).toBeVisible();
  const items = lab.page.getByRole('list', { name: 'Misread digits' }).getByRole('button');
  await expect(items).toHaveCount(12);
  const [, label, , read] = /is (\d)\s+([\d.]+)\s%\s+read as (\d)\s+([\d.]+)/.exec(
    await items.first().innerText(),
  ) ?? [''];
  expect(label).not.toBe(read);
  const readAs = /read as (\d)\s+([\d.]+)/.exec(await items.first().innerText());
  await items.first().click();
  await expect(lab.page.getByText('A test digit. Draw over it to change it.')).toBeVisible();
  // The sketchpad's reading is the test's.
  await expect(lab.meter(Number(readAs?.[1]))).toHaveAttribute(
    'aria-valuenow',
    String(readAs?.[2]),
  );
  const untouched = await lab.bars();
  await lab.draw(seven);
  await expect.poll(() => lab.bars()).not.toEqual(untouched);
});

test('a trained network reads at once, until a run begins', async ({ lab }) => {
  await lab.button('Load a trained network').click();
  await expect(lab.page.getByText(/Loaded: it reads 9[67]\.\d\d.% of 10,000/)).toBeVisible();
  await expect(lab.page.locator('trained-network code')).toHaveText(/^[0-9a-f]{64}$/);
  await expect(lab.page.getByText('Reads it as a 7.')).toBeVisible();
  await lab.button('Clear').click();
  await lab.draw(zero);
  await expect(lab.page.getByText('Reads it as a 0.')).toBeVisible();
  await lab.button('Step').click();
  await lab.reach(1);
  await expect(lab.page.getByText(/Loaded: /)).toBeHidden();
});

test('the machine can be tested, and the result copied', async ({ lab }) => {
  await lab.button('Test this machine').click();
  const result = lab.page.locator('machine-test textarea');
  await expect(result).toHaveValue(/Epoch: [\d.]+.(ms|s) \(60,000 images, batch size 512\)/, {
    timeout: 150_000,
  });
  await expect(result).toHaveValue(/Speed: [\d,]+ images\/s/);
  await expect(result).toHaveValue(/Engine: WebAssembly with SIMD/);
  // From then on the page knows how long a run takes.
  await expect(lab.page.getByText(/^about \d+.s$/)).toBeVisible();
  expect(await lab.step()).toBe(0);
});
