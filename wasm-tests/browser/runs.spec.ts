import { readFile } from 'node:fs/promises';
import { expect, test, type Lab } from './lab/lab.ts';

const row = (lab: Lab, name: string) => lab.runs.filter({ hasText: name });

/** Runs of ten steps. */
async function shortRuns(lab: Lab): Promise<void> {
  await lab.set('Batch size', '6000');
}

test('PyTorch’s run is in the list from the start, and on the curve', async ({ lab }) => {
  await expect(lab.runs).toHaveCount(1);
  await expect(lab.runs).toContainText('PyTorch 1.13');
  await expect(lab.runs).toContainText('88.40');
  await expect(lab.page.getByLabel('Show PyTorch 1.13')).toBeChecked();
  await expect(lab.page.getByRole('table', { name: 'Runs on the curve' })).toContainText(
    'PyTorch 1.13',
  );
  await expect(lab.button('Remove PyTorch 1.13')).toHaveCount(0);
});

test('the tutorial’s printed losses stand beside gradlet’s', async ({ lab }) => {
  await expect(lab.page.getByText('Train with the tutorial’s settings')).toBeVisible();
  await lab.train();
  await lab.finished();
  const count = lab.page.getByText(/\d+ of 118 printed losses are equal/);
  await expect(count).toBeVisible();
  // Losses are those of PyTorch but for rounding: few fall on another side of a printed digit.
  expect(Number.parseInt(await count.innerText(), 10)).toBeGreaterThanOrEqual(110);
  await expect(
    lab.page.getByText('The untrained weights are the same in every bit.'),
  ).toBeVisible();

  await lab.set('Seed', '1');
  await lab.button('Train').click();
  await expect(lab.page.getByText(/Nothing to compare Run 2 with:.*differs in Seed/)).toBeVisible();
});

test('reset moves the run into the list, as far as it came', async ({ lab }) => {
  await lab.train();
  await lab.reach(3);
  await lab.button('Pause').click();
  await expect(lab.button('Resume')).toBeVisible();
  const step = await lab.step();
  await lab.button('Reset').click();
  await expect(row(lab, 'Run 1')).toContainText(`given up, step ${step} of 118`);
});

test('runs are overlaid, hidden and removed', async ({ lab }) => {
  await shortRuns(lab);
  for (const run of [1, 2]) {
    await lab.button('Train').click();
    await expect(row(lab, `Run ${run}`)).toContainText('· finished');
  }
  const names = () => lab.runs.locator('label').allInnerTexts();
  expect((await names()).map((name) => name.split(/\s+·/)[0]?.trim())).toEqual([
    'Run 2',
    'Run 1',
    'PyTorch 1.13',
  ]);
  const legend = lab.page.getByRole('table', { name: 'Runs on the curve' });
  await expect(legend.getByRole('row')).toHaveCount(4);
  await lab.page.getByLabel('Show Run 1').uncheck();
  await expect(legend.getByRole('row')).toHaveCount(3);
  await lab.page.getByLabel('Show Run 1').check();
  await lab.button('Remove Run 1').click();
  await expect(lab.runs).toHaveCount(2);
  await expect(legend).not.toContainText('Run 1');
});

test('the settings of a run can be taken over', async ({ lab }) => {
  await shortRuns(lab);
  await lab.set('Seed', '7');
  await lab.field('Optimizer').selectOption('Adam');
  await lab.set('Learning rate', '0.01');
  await lab.button('Train').click();
  await expect(row(lab, 'Run 1')).toContainText('· finished');
  await expect(row(lab, 'Run 1')).toContainText(/Batch size 6000.*Optimizer Adam/);
  await lab.button('Take over settings of PyTorch 1.13').click();
  await expect(lab.field('Seed')).toHaveValue('0');
  await expect(lab.field('Optimizer')).toHaveValue('adadelta');
  await lab.button('Take over settings of Run 1').click();
  await expect(lab.field('Seed')).toHaveValue('7');
  await expect(lab.field('Learning rate')).toHaveValue('0.01');
  await expect(lab.field('Batch size')).toHaveValue('6000');
});

test('the runs shown can be taken away as CSV, JSON and SVG', async ({ lab }) => {
  await shortRuns(lab);
  await lab.button('Train').click();
  await lab.finished();
  const fingerprint = await lab.fingerprint();
  const exported = async (format: string) => {
    const download = lab.page.waitForEvent('download');
    await lab.button(`Export ${format}`).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`gradlet-runs.${format.toLowerCase()}`);
    return readFile(await file.path(), 'utf8');
  };
  const lines = (await exported('CSV')).trimEnd().split('\r\n');
  expect(lines[0]).toBe('run,epoch,step,loss,val_loss,val_accuracy,learning_rate');
  // Before the first step and after each, of both runs.
  expect(lines.length).toBe(1 + 11 + 119);
  const { runs } = JSON.parse(await exported('JSON')) as {
    runs: { name: string; fingerprints: { sha256: string }[] }[];
  };
  expect(runs.map(({ name }) => name)).toEqual(['Run 1', 'PyTorch 1.13']);
  expect(runs[0]?.fingerprints.at(-1)?.sha256).toBe(fingerprint);
  expect(await exported('SVG')).toMatch(/^<svg[^>]*>[\s\S]*PyTorch 1\.13[\s\S]*<\/svg>\s*$/);
});

test('nine more epochs of a tuned run keep its schedule', async ({ lab }) => {
  await shortRuns(lab);
  await lab.field('Preset').selectOption('linear');
  await lab.set('Gamma', '0.5');
  await lab.button('Train').click();
  await lab.finished();
  await lab.button('Nine more epochs').click();
  await expect(lab.progress).toHaveAttribute('aria-valuenow', '100');
  await lab.finished();
  const continued = await lab.fingerprint();
  await lab.button('Train').click();
  await expect(row(lab, 'Run 2')).toContainText('· finished');
  expect(await lab.fingerprint()).toBe(continued);
});
