import { gzipSync } from 'node:zlib';
import { test as bare } from '@playwright/test';
import { epochSteps, expect, Lab, test } from './lab/lab.ts';

/** The most that the page may weigh, gzipped and without data: HTML, JavaScript, CSS, wasm. */
const mostBytes = 250_000;

test('the page lets in nothing but its own', async ({ lab }) => {
  const policy = await lab.page
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
  const origins = await lab.page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin),
  );
  expect([...new Set(origins)]).toEqual([new URL(lab.page.url()).origin]);
});

test('every panel can be mounted twice', async ({ lab }) => {
  const again = await lab.page.evaluate(async () => {
    const names = [
      ...['loss-curve', 'run-list', 'run-controls', 'run-settings'],
      ...['sketch-pad', 'prediction-bars', 'network-sight', 'input-grid', 'mistake-gallery'],
      ...['machine-test', 'trained-network'],
    ];
    const made = [...names, ...names].map((name) => {
      const element = document.createElement(name);
      document.body.append(element);
      return element as HTMLElement & { updateComplete: Promise<boolean> };
    });
    await Promise.all(made.map((element) => element.updateComplete));
    const heights = made.map((element) => element.getBoundingClientRect().height);
    for (const element of made) element.remove();
    return heights;
  });
  expect(again).toHaveLength(22);
  for (const height of again) expect(height).toBeGreaterThan(0);
});

test('the table of tests waits out of sight while a run goes on, and comes when scrolled to', async ({
  lab,
}) => {
  await lab.set('Epochs', '100');
  await lab.train();
  await lab.reach(epochSteps + 10);
  const rows = lab.page.getByRole('table', { name: 'Tests on unseen digits' }).locator('code');
  await expect(rows).toHaveCount(0);
  await lab.page.locator('epoch-table').evaluate((table) => {
    table.scrollIntoView();
  });
  // Of the untrained network and of the first epoch, at least.
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(2);
  await expect(lab.button('Pause')).toBeVisible();
});

test('the table of tests stays at its newest row, unless somebody has scrolled away', async ({
  lab,
}) => {
  const distances = await lab.page.evaluate(async () => {
    const table = document.createElement('epoch-table') as HTMLElement & {
      epochs: number;
      records: unknown[];
      updateComplete: Promise<boolean>;
    };
    table.epochs = 40;
    const row = (epoch: number) => ({
      ...{ epoch, step: 118 * epoch, loss: 0.3, accuracy: 0.9, seconds: 1, fingerprint: null },
    });
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const show = async (count: number) => {
      table.records = Array.from({ length: count }, (_, epoch) => row(epoch));
      await table.updateComplete;
      // The event of scrolling comes with a frame.
      await frame();
      await frame();
      const rows = table.shadowRoot?.querySelector('.rows');
      if (!rows) throw new Error('no rows');
      return rows;
    };
    const toEnd = (rows: Element) => rows.scrollHeight - rows.clientHeight - rows.scrollTop;

    document.body.append(table);
    const seen = [toEnd(await show(20)), toEnd(await show(21))];
    const rows = await show(22);
    rows.scrollTop = 0;
    await frame();
    await frame();
    await show(23);
    seen.push(rows.scrollTop);
    // The next run begins anew, at its end.
    await show(2);
    seen.push(toEnd(await show(23)));
    rows.scrollTop = 0;
    await frame();
    await frame();
    rows.scrollTop = rows.scrollHeight;
    await frame();
    await frame();
    seen.push(toEnd(await show(24)));
    const scrolls = rows.scrollHeight > rows.clientHeight;
    table.remove();
    return { seen, scrolls };
  });
  expect(distances.scrolls).toBe(true);
  // Where pixels are fractions, the end may be one off.
  for (const distance of distances.seen) expect(Math.abs(distance)).toBeLessThanOrEqual(1);
});

bare('without WebAssembly the page says what is missing', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  await page.goto('.');
  await expect(page.getByText('This browser cannot run the network.')).toBeVisible();
  await expect(page.getByRole('alert').getByText('has no WebAssembly')).toBeVisible();
});

bare('without SIMD the page says what is missing', async ({ page }) => {
  await page.route(/worker.*\.js/, async (route) => {
    const response = await route.fetch();
    const body = `WebAssembly.validate = () => false;\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  await page.goto('.');
  await expect(page.getByText('This browser cannot run the network.')).toBeVisible();
  await expect(page.getByRole('alert').getByText('SIMD')).toBeVisible();
});

bare('without isolation one thread trains, and the page says why', async ({ page }) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    delete headers['cross-origin-opener-policy'];
    delete headers['cross-origin-embedder-policy'];
    await route.fulfill({ response, headers });
  });
  await page.goto('.');
  await expect(page.getByText(/one thread\. No more than one: \w+/)).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('status')).toContainText(/Step [1-9]\d* of 118/);
});

bare('the page weighs at most 250 kB, gzipped', async ({ page, request }) => {
  const addresses = new Set<string>();
  page.on('response', (response) => addresses.add(response.url()));
  await new Lab(page).open();
  expect([...addresses].some((address) => address.endsWith('.wasm'))).toBe(true);
  let bytes = 0;
  for (const address of addresses) {
    bytes += gzipSync(await (await request.get(address)).body()).length;
  }
  expect(bytes).toBeLessThanOrEqual(mostBytes);
});

bare('a worker that ends by itself is replaced by a fresh one', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.train();
  await lab.reach(2);
  const worker = page.workers().find((candidate) => candidate.url().includes('/worker'));
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('the engine has crashed');
    });
  });
  const alert = page.getByRole('alert').filter({ hasText: 'worker has ended by itself' });
  await expect(alert).toContainText('the engine has crashed');
  await expect(page.getByText('This network has not learned anything yet.')).toBeVisible();
  await lab.train();
  await lab.reach(2);
  await expect(alert).toBeHidden();
});
