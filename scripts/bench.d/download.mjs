import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withChromium } from './chromium.mjs';
import { places } from './places.mjs';
import { startUp } from './start_up.mjs';

const kinds = ['.html', '.js', '.mjs', '.css', '.wasm'];

/**
 * Bytes that the built page loads until it trains, without data: HTML, JavaScript, CSS and WebAssembly,
 * gzipped as a server would.
 *
 * @param {{isolated: boolean}} options  whether it can have threads, which is another build
 */
export async function downloadSize(options) {
  const files = await withChromium(options, async (browser, url, asked) => {
    await startUp(browser, url, /* settled= */ false);
    return [...asked];
  });
  const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
  return files
    .filter((file) => file.startsWith(places.site) && kinds.includes(extname(file)))
    .reduce((sum, file) => sum + gzipped(file), 0);
}
