import { defineConfig } from '@playwright/test';
import { args, executablePath } from './chromium.mjs';

/** High enough to be nobody's; another one where it is taken. */
const port = Number(process.env.GRADLET_TEST_PORT ?? 41879);
const url = `http://127.0.0.1:${port}/`;

/** The built page, served with the headers that `scripts/start` sends, in Debian's Chromium. */
export default defineConfig({
  testDir: 'browser',
  testMatch: '**/*.spec.ts',
  // The page trains for real and would otherwise share its processors with other tests.
  workers: 1,
  // A bound on hanging, wide enough for a slow machine: nothing here is timed.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  reporter: 'list',
  outputDir: '../build/reports/browser',
  use: {
    baseURL: url,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath, args },
  },
  webServer: {
    command: `npm --prefix ../web run preview -- --host 127.0.0.1 --port ${port} --strictPort`,
    url,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
