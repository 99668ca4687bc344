import { test as bare } from '@playwright/test';
import { expect, test } from './lab/lab.ts';

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
    const names = ['loss-curve', 'sketch-pad', 'prediction-bars', 'run-controls', 'run-settings'];
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
  expect(again).toHaveLength(10);
  for (const height of again) expect(height).toBeGreaterThan(0);
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
  await expect(page.getByText(/^One thread: /)).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('status')).toContainText(/Step [1-9]\d* of 118/);
});
