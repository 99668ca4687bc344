import { gzipSync } from 'node:zlib';
import { expect, Lab, test as base } from './lab/lab.ts';
import { gzipped, inflated, names } from './lab/mnist-files.ts';
import { SlowServer } from './lab/slow-server.ts';

const [trainingImages, , validationImages] = names;

/** A few batches of 512 images, of the 118. */
const firstBatches = 300_000;

/** The page, from a server that hands MNIST out as the test wants. */
const test = base.extend<{ server: SlowServer }>({
  server: async ({ baseURL }, use) => {
    const server = new SlowServer(baseURL ?? '');
    await server.listen();
    await use(server);
    await server.close();
  },
  page: async ({ browser, server }, use) => {
    const page = await browser.newPage({ baseURL: server.address });
    await use(page);
    await page.close();
  },
});

test('the first steps are made while the images are on their way', async ({ lab, server }) => {
  server.deliveries[trainingImages] = { holdAt: firstBatches };
  server.deliveries[validationImages] = { holdAt: 1000 };
  await lab.train();
  await lab.reach(2);
  expect(server.ended(trainingImages)).toBe(false);
  expect(server.ended(validationImages)).toBe(false);
  expect(await lab.step()).toBeLessThan(10);
  server.release();
  await lab.finished();
  const held = await lab.fingerprint();
  // Tested before the first step and after the epoch, though the images came later than both began.
  const rows = lab.page.getByRole('table', { name: 'Tests on unseen digits' }).getByRole('row');
  await expect(rows.locator('code')).toHaveCount(2);

  await lab.train();
  await lab.finished();
  expect(await lab.fingerprint()).toBe(held);
  expect(server.asked.length).toBe(names.length);
});

test('what is said of the images takes as much room before, while and after they come', async ({
  lab,
  server,
}) => {
  const said = lab.page.locator('.data > p');
  const height = () => said.evaluate((element) => element.getBoundingClientRect().height);
  server.deliveries[trainingImages] = { holdAt: firstBatches };
  await expect(said).toContainText('Not fetched yet.');
  const before = await height();
  await lab.train();
  await expect(said).toContainText('On their way');
  expect(await height()).toBe(before);
  server.release();
  await lab.finished();
  await expect(said).toContainText('from this page’s server');
  expect(await height()).toBe(before);
});

test('a shuffled run waits for all images, and says so', async ({ lab, server }) => {
  server.deliveries[trainingImages] = { holdAt: firstBatches };
  await lab.field('Shuffle').check();
  await lab.button('Train').click();
  await expect(lab.page.getByText('training starts when all are here')).toBeVisible();
  await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');
  server.release();
  await lab.reach(1);
});

test('a file that turns out bad at its end undoes the run', async ({ lab, server }) => {
  const bytes = Buffer.from(await inflated(trainingImages));
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 300) ^ 1, bytes.length - 300);
  server.deliveries[trainingImages] = { bytes: gzipSync(bytes), holdAt: firstBatches };
  await lab.train();
  await lab.reach(2);
  server.release();
  const alert = lab.page.getByRole('alert').filter({ hasText: 'The digits could not be fetched.' });
  await expect(alert).toContainText(
    /\[train-images-idx3-ubyte\.gz\] SHA-256: expected [0-9a-f]{64}, found [0-9a-f]{64}/,
  );
  await expect(lab.page.getByText('This network has not learned anything yet.')).toBeVisible();
  await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');

  // Files picked by hand take its place.
  await lab.page.getByLabel('Load MNIST files').setInputFiles(names.map(gzipped));
  await expect(lab.page.getByText('From your files: 60,000 digits')).toBeVisible();
  await lab.train();
  await lab.reach(2);
  await expect(alert).toBeHidden();
});

for (const [what, bytes, says] of [
  [
    'truncated',
    (all: Buffer) => all.subarray(0, 5_000_000),
    /size: expected 7840016 bytes.*found 5000000/,
  ],
  [
    'too long',
    (all: Buffer) => Buffer.concat([all, all]),
    /size: expected 7840016 bytes.*found more/,
  ],
  ['of another kind', () => Buffer.from('<!doctype html><p>Not found'), /magic number.*HTML/],
] as const) {
  test(`a file of the server that is ${what} is refused with its reason`, async ({
    lab,
    server,
  }) => {
    server.deliveries[validationImages] = {
      bytes: gzipSync(bytes(await inflated(validationImages))),
    };
    await lab.button('Train').click();
    const alert = lab.page
      .getByRole('alert')
      .filter({ hasText: 'The digits could not be fetched.' });
    await expect(alert).toContainText('[t10k-images-idx3-ubyte.gz]');
    await expect(alert).toContainText(says);
    await expect(lab.button('Train')).toBeVisible();
  });
}

test('a connection that breaks off is taken up where it was', async ({ page, server }) => {
  // The browser writes a line of its own about a connection that was lost: no fixture that forbids it.
  server.deliveries[trainingImages] = { breakAt: firstBatches };
  const lab = new Lab(page);
  await lab.open();
  await lab.train();
  await lab.finished();
  const ranges = server.asked
    .filter(({ name }) => name === trainingImages)
    .map(({ range }) => range);
  expect(ranges.length).toBe(2);
  expect(ranges[0]).toBeUndefined();
  expect(ranges[1]).toMatch(/^bytes=\d+-$/);
});

test('files without a length, or inflated by the browser, are read too', async ({
  lab,
  server,
}) => {
  server.deliveries[trainingImages] = { chunked: true };
  server.deliveries[validationImages] = { encoded: true };
  await lab.train();
  await lab.finished();
});

test('a network that reads larger images needs no other download', async ({ lab, server }) => {
  for (const [index, preset] of ['tutorial', 'linear', 'tutorial'].entries()) {
    await lab.field('Preset').selectOption(preset);
    await lab.button('Train').click();
    await expect(lab.runs.filter({ hasText: `Run ${index + 1}` })).toContainText('· finished');
  }
  expect(server.asked.length).toBe(names.length);
});
