import { epochSteps, expect, test, type Lab } from './lab/lab.ts';

/** Two answers of the worker, some frames apart, tell the same step. */
async function standsStill(lab: Lab): Promise<number> {
  const before = await lab.step();
  // Drawing is answered by the worker after all that it was told before.
  await lab.draw([[0.5, 0.5]]);
  await lab.page.waitForTimeout(300);
  expect(await lab.step()).toBe(before);
  return before;
}

test('pause stops, resume goes on, and the result is that of an unbroken run', async ({ lab }) => {
  // Longer than a browser on a busy machine takes for three clicks.
  await lab.set('Epochs', '4');
  await lab.train();
  await lab.finished();
  const unbroken = await lab.fingerprint();

  await lab.train();
  for (const step of [5, 40, 80]) {
    await lab.reach(step);
    await lab.button('Pause').click();
    await expect(lab.button('Resume')).toBeVisible();
    const paused = await standsStill(lab);
    expect(paused).toBeLessThan(4 * epochSteps);
    await expect(lab.page.getByText(`Paused at step ${paused} of 472.`).first()).toBeVisible();
    await lab.button('Resume').click();
    await lab.reach(paused + 1);
  }
  await lab.finished();
  expect(await lab.fingerprint()).toBe(unbroken);
});

test('pause, resume and train share one place', async ({ lab }) => {
  const box = () =>
    lab.page.getByRole('group', { name: 'Run', exact: true }).getByRole('button').first();
  const before = await box().boundingBox();
  await lab.train();
  await expect(lab.button('Pause')).toBeVisible();
  expect(await box().boundingBox()).toEqual(before);
  await lab.button('Pause').click();
  await expect(lab.button('Resume')).toBeVisible();
  expect(await box().boundingBox()).toEqual(before);
});

test('step makes exactly one step', async ({ lab }) => {
  await lab.button('Step').click();
  await lab.reach(1);
  await expect(lab.status).toContainText('Step 1 of 118');
  await expect(lab.button('Resume')).toBeVisible();
  expect(await standsStill(lab)).toBe(1);
  await lab.button('Step').click();
  await lab.button('Step').click();
  await lab.reach(3);
  expect(await standsStill(lab)).toBe(3);
});

test('step while running pauses', async ({ lab }) => {
  await lab.train();
  await lab.reach(3);
  await lab.button('Step').click();
  await expect(lab.button('Resume')).toBeVisible();
  await standsStill(lab);
});

test('reset forgets what was learned and keeps settings and drawing', async ({ lab }) => {
  await lab.set('Batch size', '256');
  await lab.draw([
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  await expect(lab.page.getByText('Only guessing so far.')).toBeVisible();
  const untrained = await lab.bars();
  await lab.train();
  await lab.reach(20);
  await lab.button('Reset').click();
  await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');
  await expect(lab.button('Train')).toBeVisible();
  await expect(lab.page.getByText('This network has not learned anything yet.')).toBeVisible();
  await expect(lab.field('Batch size')).toHaveValue('256');
  await expect.poll(() => lab.bars()).toEqual(untrained);
  expect(await standsStill(lab)).toBe(0);
});

test('what happens is spoken once an epoch and at changes of state', async ({ lab }) => {
  await expect(lab.status).toHaveAttribute('aria-live', 'off');
  const spoken = lab.page.locator('status-line [aria-live=polite]');
  await lab.train();
  await expect(spoken).toContainText('Training.');
  await lab.button('Pause').click();
  await expect(spoken).toContainText(/Paused at step \d+ of 118\./);
  await lab.button('Resume').click();
  await lab.finished();
  await expect(spoken).toContainText(/Epoch 1: 8\d\.\d\d\s%.* right.*Training finished\./);
});
