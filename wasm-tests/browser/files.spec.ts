import { expect, test, type Lab } from './lab/lab.ts';
import { badFiles, gzipped, inflated, names, place, withOne } from './lab/mnist-files.ts';

const taken = 'From your files: 60,000 digits to learn from, 10,000 to be tested on.';

async function pick(lab: Lab, files: string[]): Promise<void> {
  await lab.page.getByLabel('Load MNIST files').setInputFiles(files);
}

/** Trains a few steps on what is loaded, then goes back to the start. */
async function trainsOn(lab: Lab): Promise<void> {
  await lab.train();
  await lab.reach(2);
  await lab.button('Reset').click();
  await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');
}

test('the four files, gzipped, in any order, give the server’s run', async ({ lab }) => {
  let asked = 0;
  await lab.page.route('**/mnist/**', async (route) => {
    asked++;
    await route.continue();
  });
  await pick(lab, [...names].reverse().map(gzipped));
  await expect(lab.page.getByText(taken)).toBeVisible();
  await lab.train();
  await lab.finished();
  const own = await lab.fingerprint();
  expect(asked, 'files asked of the server').toBe(0);

  await lab.open();
  await lab.train();
  await lab.finished();
  expect(await lab.fingerprint()).toBe(own);
});

test('inflated and gzipped files can be mixed', async ({ lab }, info) => {
  const labels = await place(info.outputPath(), names[1], await inflated(names[1]));
  const images = await place(info.outputPath(), names[2], await inflated(names[2]));
  await pick(lab, [images, gzipped(names[0]), gzipped(names[3]), labels]);
  await expect(lab.page.getByText(taken)).toBeVisible();
  await trainsOn(lab);
});

test('files can be dropped on the page', async ({ lab }) => {
  const transfer = await lab.page.evaluateHandle(async (files) => {
    const carried = new DataTransfer();
    for (const name of files) {
      const response = await fetch(`mnist/${name}.gz`);
      carried.items.add(new File([await response.arrayBuffer()], `${name}.gz`));
    }
    return carried;
  }, names);
  const heading = lab.page.getByRole('heading', { name: 'How it learns' });
  await heading.dispatchEvent('dragenter', { dataTransfer: transfer });
  await expect(lab.page.getByText('Drop the four MNIST files here')).toBeVisible();
  await heading.dispatchEvent('dragover', { dataTransfer: transfer });
  await heading.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(lab.page.getByText('Drop the four MNIST files here')).toBeHidden();
  await expect(lab.page.getByText(taken)).toBeVisible();
});

for (const bad of badFiles) {
  test(`a file ${bad.title} is refused with its reason`, async ({ lab }, info) => {
    const path = await place(info.outputPath(), bad.stored, await bad.make());
    await pick(lab, withOne(bad.name, path));
    const alert = lab.page.getByRole('alert').filter({ hasText: 'These files were not taken.' });
    await expect(alert).toContainText(bad.stored);
    await expect(alert).toContainText(bad.says);
    await expect(alert).toContainText('The data and the network in use are as they were.');
  });
}

test('bad files change neither data nor network nor run', async ({ lab }, info) => {
  const [bad] = badFiles;
  if (bad === undefined) throw new Error('there are no bad files');
  const path = await place(info.outputPath(), bad.stored, await bad.make());
  await lab.train();
  await lab.finished();
  const unbroken = await lab.fingerprint();
  const bars = await lab.bars();

  await pick(lab, withOne(bad.name, path));
  const alert = lab.page.getByRole('alert').filter({ hasText: 'These files were not taken.' });
  await expect(alert).toBeVisible();
  await expect(lab.page.getByText('MNIST from this page’s server: 60,000')).toBeVisible();
  expect(await lab.fingerprint()).toBe(unbroken);
  expect(await lab.bars()).toEqual(bars);

  // Also in the middle of a run, whose result stays that of an undisturbed one.
  await lab.train();
  await lab.reach(10);
  await pick(lab, withOne(bad.name, path));
  await lab.finished();
  expect(await lab.fingerprint()).toBe(unbroken);
});

test('too few files are named', async ({ lab }) => {
  await pick(lab, [gzipped(names[3])]);
  const alert = lab.page.getByRole('alert').filter({ hasText: 'These files were not taken.' });
  await expect(alert).toContainText(/expected MNIST’s four.*found 1/);
  await expect(alert).toContainText(names[3]);
});

test.describe('without the server’s files', () => {
  test('says so, and own files help', async ({ page, lab }) => {
    await page.route('**/mnist/**', (route) =>
      route.fulfill({ status: 200, body: 'This is no digit.' }),
    );
    await lab.button('Train').click();
    const alert = page.getByRole('alert').filter({ hasText: 'The digits could not be fetched.' });
    await expect(alert).toBeVisible();
    await expect(lab.button('Train')).toBeVisible();
    await pick(lab, names.map(gzipped));
    await expect(page.getByText(taken)).toBeVisible();
    await trainsOn(lab);
  });
});
