import { createRequire } from 'node:module';
import { join } from 'node:path';
import { args, executablePath } from '../../wasm-tests/chromium.mjs';
import { places } from './places.mjs';
import { serveFolders } from './server.mjs';

/** Playwright of the tests. */
function playwright() {
  return createRequire(join(places.root, 'wasm-tests', 'package.json'))('playwright-core').chromium;
}

/**
 * Starts a headless Chromium of its own and a server for it, and hands both to `work`, with the paths of
 * the files that were asked for.
 *
 * @template T
 * @param {{isolated: boolean}} options  whether its pages can have threads
 * @param {(browser: import('playwright-core').Browser, url: string, asked: Set<string>) => Promise<T>}
 *   work
 * @returns {Promise<T>}
 */
export async function withChromium({ isolated }, work) {
  const { bench: _, ...folders } = places;
  const server = await serveFolders(
    { page: folders.page, site: folders.site, peers: folders.peers, data: folders.data },
    isolated,
  );
  const browser = await playwright().launch({ executablePath, args });
  try {
    return await work(browser, server.url, server.asked);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Calls `bench[command](...parameters)` of contest/page.mjs in a fresh browser. */
export function inPage({ isolated }, command, ...parameters) {
  return withChromium({ isolated }, async (browser, url) => {
    const page = await browser.newPage();
    await page.goto(`${url}/page/index.html`);
    return page.evaluate(([name, words]) => window.bench[name](...words), [command, parameters]);
  });
}

/** As it names itself, or null where there is none. */
export async function chromiumVersion() {
  try {
    const browser = await playwright().launch({ executablePath, args });
    const version = browser.version();
    await browser.close();
    return version;
  } catch {
    return null;
  }
}
