import { expect, test } from './lab/lab.ts';

test('hello world goes down its bowl', async ({ lab }) => {
  await lab.page.getByRole('link', { name: 'Hello world' }).click();
  const table = lab.page.getByRole('table', { name: 'Loss before each step' });
  await expect(table.getByRole('row')).toHaveCount(10);
  const losses = () =>
    table
      .getByRole('cell')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent.replace(/,/g, ''))));
  const first = await losses();
  for (const [index, loss] of first.entries()) {
    expect(loss).toBeLessThanOrEqual(first[index - 1] ?? Infinity);
  }

  const bowl = lab.page.getByRole('img', { name: 'Loss bowl' });
  await expect(bowl).toBeVisible();
  // Before each step and after the last; the one in words is drawn twice.
  await expect(bowl.locator('circle')).toHaveCount(12);

  await lab.set('Hello seed', '3');
  await expect.poll(losses).not.toEqual(first);

  await lab.set('Hello learning rate', '5');
  await expect.poll(async () => (await losses()).at(-1)).toBeGreaterThan((await losses())[0] ?? 0);
});

test('the steps can be read one by one, by keys too', async ({ lab }) => {
  await lab.page.getByText('Hello world: one neuron').click();
  const slider = lab.page.getByRole('slider', { name: 'Step shown' });
  await expect(lab.page.getByText(/step 0: Slope/)).toBeVisible();
  await slider.focus();
  await slider.press('ArrowRight');
  await expect(lab.page.getByText(/step 1: Slope/)).toBeVisible();
  await slider.press('End');
  await expect(lab.page.getByText(/step 10: After the last step/)).toBeVisible();
});

test('hello world leaves the run alone', async ({ lab }) => {
  await lab.train();
  await lab.reach(5);
  await lab.page.getByRole('link', { name: 'Hello world' }).click();
  await lab.set('Hello seed', '9');
  await lab.finished();
  const disturbed = await lab.fingerprint();
  await lab.train();
  await lab.finished();
  expect(await lab.fingerprint()).toBe(disturbed);
});

test('refuses a seed that is no number', async ({ lab }) => {
  await lab.page.getByRole('link', { name: 'Hello world' }).click();
  await lab.set('Hello seed', 'seven');
  await expect(lab.page.getByText('A whole number of at most 20 digits.')).toBeVisible();
});

test('an address can lead to it', async ({ lab }) => {
  await lab.page.goto('about:blank');
  await lab.page.goto('./#hello');
  await expect(lab.page.getByRole('img', { name: 'Loss bowl' })).toBeVisible();
});
