import { epochSteps, expect, test } from './lab/lab.ts';

test('an untrained network guesses, and says so', async ({ lab }) => {
  // Untrained outputs differ by the random start: far from 100 %, around 10 %.
  for (const bar of await lab.bars()) {
    expect(bar).toBeGreaterThan(2);
    expect(bar).toBeLessThan(30);
  }
  await expect(lab.status).toContainText('Step 0 of 118');
  await expect(lab.curve).toBeVisible();
});

test('trains an epoch to the tutorial’s accuracy', async ({ lab }) => {
  await lab.train();
  await lab.finished();
  // PyTorch reaches 88.40 % at seed 0; float training spreads by tenths of a point.
  expect(await lab.accuracy()).toBeGreaterThanOrEqual(87.7);
  expect(await lab.accuracy()).toBeLessThanOrEqual(89.1);
  await expect(lab.progress).toHaveAttribute('aria-valuenow', String(epochSteps));
  await expect(lab.progress).toHaveAttribute('aria-valuemax', String(epochSteps));
  await expect(lab.status).toContainText('Epoch 1 of 1');
  await expect(lab.status).toContainText(/loss 0\.\d\d/);
  await expect(lab.button('Train')).toBeVisible();

  const rows = lab.page.getByRole('table', { name: 'Tests on unseen digits' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  // Before the first step a tenth is right by luck, give or take what the random start favours.
  const before = Number.parseFloat(await rows.nth(1).getByRole('cell').first().innerText());
  expect(before).toBeGreaterThan(2);
  expect(before).toBeLessThan(25);
});

test('nothing below the tests moves when an epoch ends', async ({ lab }) => {
  await lab.set('Epochs', '14');
  await lab.set('Threads', '2');
  await lab.train();
  const rows = lab.page.getByRole('table', { name: 'Tests on unseen digits' }).getByRole('row');
  await expect(lab.page.getByRole('table', { name: 'Fingerprints on the way' })).toContainText(
    'step 10',
  );
  const below = lab.page.getByRole('heading', { name: 'PyTorch beside it' });
  const top = () => below.evaluate((element) => element.getBoundingClientRect().top + scrollY);
  // The heading of the table, the test before the first step, and one for each epoch.
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(2);
  const before = await top();
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(4);
  expect(await top()).toBe(before);
  await lab.finished();
  // What has no place any more is scrolled, by keys too, and the newest row is in sight.
  await expect(rows).toHaveCount(1 + 15);
  await expect(lab.page.getByRole('region', { name: 'Tests on unseen digits' })).toHaveAttribute(
    'tabindex',
    '0',
  );
  const box = await lab.page.getByRole('region', { name: 'Tests on unseen digits' }).boundingBox();
  const last = await rows.last().boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(
    (box?.y ?? 0) + (box?.height ?? 0) + 1,
  );
});

for (const width of [320, 768, 1440]) {
  test(`the curve stays where it is as a run goes on, at ${width} px`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 900 });
    if (width < 1024) await lab.page.getByText('Settings', { exact: true }).click();
    await lab.set('Epochs', '12');
    await lab.set('Batch size', '6000');
    const top = () =>
      lab.curve.evaluate((element) => element.getBoundingClientRect().top + scrollY);
    const arrived = await top();
    await lab.train();
    await lab.reach(1);
    expect(await top()).toBe(arrived);
    await lab.button('Pause').click();
    await expect(lab.button('Resume')).toBeVisible();
    expect(await top()).toBe(arrived);
    await lab.button('One epoch').click();
    await expect(lab.button('Resume')).toBeVisible();
    expect(await top()).toBe(arrived);
    await lab.button('Reset').click();
    await lab.set('Epochs', '1');
    await lab.train();
    await lab.finished();
    // The run that was reset has a line of the legend more.
    expect(await top()).toBeLessThanOrEqual(arrived + 24);
  });
}

test('trains run after run on the same threads', async ({ lab }) => {
  // The browser gives the threads once: each run has to hand them on to the next.
  await lab.set('Threads', '2');
  await lab.set('Batch size', '6000');
  const fingerprints: string[] = [];
  for (let run = 0; run < 3; run += 1) {
    await lab.train();
    await lab.finished();
    fingerprints.push(await lab.fingerprint());
    await lab.button('Reset').click();
    await expect(lab.status).toContainText('Step 0 of 10');
  }
  expect(new Set(fingerprints).size).toBe(1);
});

test('takes its settings from the fields', async ({ lab }) => {
  await lab.set('Epochs', '2');
  await lab.set('Batch size', '6000');
  await lab.set('Seed', '7');
  await lab.field('Optimizer').selectOption('Adam');
  await lab.set('Learning rate', '0.01');
  await lab.set('Gamma', '0.5');
  await lab.field('Shuffle').check();
  await lab.train();
  await lab.finished();
  await expect(lab.status).toContainText('Epoch 2 of 2');
  await expect(lab.progress).toHaveAttribute('aria-valuemax', '20');
  const seventh = await lab.fingerprint();

  await lab.set('Seed', '8');
  await lab.train();
  await lab.finished();
  expect(await lab.fingerprint()).not.toBe(seventh);
});

test('refuses absurd settings at their field', async ({ lab }) => {
  await lab.set('Batch size', '0');
  await expect(lab.page.getByText('A whole number from 1 to 60000.')).toBeVisible();
  await expect(lab.field('Batch size')).toHaveAttribute('aria-invalid', 'true');
  await lab.button('Train').click();
  await expect(lab.field('Batch size')).toBeFocused();
  expect(await lab.step()).toBe(0);
  await lab.set('Batch size', '512');
  await expect(lab.page.getByText('A whole number from 1 to 60000.')).toBeHidden();
});

test('says which settings wait for the next run', async ({ lab }) => {
  await lab.train();
  await lab.reach(1);
  await lab.set('Gamma', '0.5');
  await expect(lab.page.getByText('from the next run')).toBeVisible();
  await lab.button('Reset').click();
  await expect(lab.page.getByText('from the next run')).toBeHidden();
});

test('says where a run diverged, and what was kept', async ({ lab }) => {
  await lab.field('Optimizer').selectOption('SGD');
  await lab.set('Learning rate', '1000');
  await lab.button('Train').click();
  const alert = lab.page.getByRole('alert').filter({ hasText: 'This run has diverged' });
  await expect(alert).toContainText(/the loss of step \d+ is (NaN|-?Infinity)/);
  await expect(alert).toContainText(/The first such number is in the (output of|weights) \w+/);
  await expect(alert).toContainText('are kept');
  await expect(lab.button('Train')).toBeVisible();
  await lab.field('Optimizer').selectOption('Adadelta');
  await lab.set('Learning rate', '1');
  await lab.train();
  await lab.reach(2);
});
