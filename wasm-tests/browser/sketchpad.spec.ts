import { expect, one, test, zero } from './lab/lab.ts';

test('draws digits that the trained network reads', async ({ lab }) => {
  await lab.train();
  await lab.finished();
  await lab.button('Clear').click();
  await expect(lab.page.getByText('Draw a digit to be read.')).toBeVisible();
  await lab.draw(one);
  await expect(lab.page.getByText('Reads it as a 1.')).toBeVisible();
  await lab.button('Clear').click();
  await lab.draw(zero);
  await expect(lab.page.getByText('Reads it as a 0.')).toBeVisible();
  const bars = await lab.bars();
  expect(bars[0]).toBe(Math.max(...bars));
  // Ten numbers with two decimals each: rounding adds up to at most 0.05.
  expect(Math.abs(bars.reduce((sum, bar) => sum + bar, 0) - 100)).toBeLessThanOrEqual(0.051);
});

test('the bars follow the strokes while the network learns', async ({ lab }) => {
  await lab.set('Epochs', '20');
  await lab.train();
  await lab.reach(60);
  await lab.draw(one);
  await expect(lab.page.getByText(/(Reads it as|Perhaps) a 1/)).toBeVisible();
  await lab.button('Clear').click();
  await lab.draw(zero);
  await expect(lab.page.getByText(/(Reads it as|Perhaps) a 0/)).toBeVisible();
  await expect(lab.button('Pause')).toBeVisible();
});

test('the bars follow the network while the drawing stays', async ({ lab }) => {
  await lab.draw(one);
  await expect(lab.page.getByText('Only guessing so far.')).toBeVisible();
  const before = await lab.bars();
  await lab.train();
  await lab.reach(30);
  await expect.poll(() => lab.bars()).not.toEqual(before);
});

test('bars are painted as long as they say, in either theme', async ({ lab }) => {
  await lab.train();
  await lab.finished();
  for (const colorScheme of ['light', 'dark'] as const) {
    await lab.page.emulateMedia({ colorScheme });
    // A bar grows to its length; the theme's colours come with the next frames.
    await expect
      .poll(async () => {
        const said = await lab.bars();
        const painted = await lab.paintedBars();
        return Math.max(...painted.map((bar, row) => Math.abs(bar - (said[row] ?? 0))));
      })
      // Of a bar some 180 pixels long a pixel is half a percent; its corners are round.
      .toBeLessThan(1.5);
  }
});

test('the picture of the bars has one size, whether there is a best one or none', async ({
  lab,
}) => {
  const picture = lab.page.getByRole('group', { name: 'Prediction' }).locator('canvas');
  const width = () => picture.evaluate((canvas) => canvas.getBoundingClientRect().width);
  await lab.train();
  await lab.finished();
  await expect(lab.page.getByText(/(Reads it as|Perhaps) a/)).toBeVisible();
  const read = await width();
  await lab.button('Clear').click();
  await expect(lab.page.getByText('Draw a digit to be read.')).toBeVisible();
  expect(await width()).toBe(read);
});

test('the first stroke replaces the example', async ({ lab }) => {
  await expect(lab.page.getByText('An example.')).toBeVisible();
  await lab.draw(one);
  await expect(lab.page.getByText('An example.')).toBeHidden();
  // Drawn over the example, the bars would tell of both.
  const alone = await lab.bars();
  await lab.button('Clear').click();
  await lab.draw(one);
  await expect.poll(() => lab.bars()).toEqual(alone);
});

test('shows what the network sees', async ({ lab }) => {
  await lab.button('Clear').click();
  await lab.draw(one);
  for (const size of ['28 × 28', '8 × 8']) {
    await expect(
      lab.page.getByRole('img', { name: `The drawing at ${size} pixels` }),
    ).toBeVisible();
  }
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 700 } });

  test('draws, and the page does not scroll', async ({ lab }) => {
    await lab.button('Clear').click();
    await lab.pad.scrollIntoViewIfNeeded();
    const box = await lab.pad.boundingBox();
    if (box === null) throw new Error('the sketchpad has no place on the page');
    const scrolled = await lab.page.evaluate(() => scrollY);
    const session = await lab.page.context().newCDPSession(lab.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [{ x: box.x + box.width / 2, y: box.y + box.height * (0.8 - 0.6 * share) }],
      });
    await touch('touchStart', 0);
    for (let move = 1; move <= 10; move++) await touch('touchMove', move / 10);
    await touch('touchEnd', 1);
    await expect(lab.page.getByText('Only guessing so far.')).toBeVisible();
    expect(await lab.page.evaluate(() => scrollY)).toBe(scrolled);
  });
});

test('a pen that presses draws a broader line', async ({ lab }) => {
  const box = await lab.pad.boundingBox();
  if (box === null) throw new Error('the sketchpad has no place on the page');
  const session = await lab.page.context().newCDPSession(lab.page);
  const strokes: number[] = [];
  await lab.page.exposeFunction('tell', (pressure: number) => strokes.push(pressure));
  await lab.page.locator('sketch-pad').evaluate((pad) => {
    pad.addEventListener('drawing-change', (event) => {
      const { strokes } = (event as CustomEvent<{ strokes: { pressure: number }[][] }>).detail;
      const last = strokes.at(-1)?.at(-1);
      const scope = globalThis as unknown as { tell(pressure: number): void };
      if (last !== undefined) scope.tell(last.pressure);
    });
  });
  const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', y: number, force: number) =>
    session.send('Input.dispatchMouseEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height * y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
      pointerType: 'pen',
      force,
    });
  await pen('mousePressed', 0.3, 0.25);
  await pen('mouseMoved', 0.5, 0.75);
  await pen('mouseReleased', 0.7, 0);
  await expect.poll(() => strokes.length).toBeGreaterThanOrEqual(2);
  expect(strokes).toContain(0.25);
  expect(strokes).toContain(0.75);
});
