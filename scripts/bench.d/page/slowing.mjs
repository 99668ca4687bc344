import { withChromium } from '../chromium.mjs';

/** Runs in the page and in a worker: milliseconds of a loop, the median; a quick one may pass between two brakes. */
function loops() {
  const times = [];
  let kept = 0;
  for (let round = 0; round < 15; round += 1) {
    const begin = performance.now();
    let value = 1;
    for (let i = 0; i < 5e6; i += 1) value = (Math.imul(value, 1664525) + 1013904223) | 0;
    times.push(performance.now() - begin);
    kept ^= value;
  }
  // What is computed is kept, or there would be nothing to compute.
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] + 0 * kept;
}

/** Runs in the page. */
function loopsInWorker(source) {
  const url = URL.createObjectURL(new Blob([`postMessage((${source})())`]));
  return new Promise((resolve) => {
    new Worker(url).onmessage = ({ data }) => resolve(data);
  });
}

/**
 * How many times as long a loop takes on a page's thread and in its worker, once the browser is told to
 * slow the page's processor `rate` times.
 *
 * @returns {Promise<{page: number, worker: number}>}
 */
export function slowing(rate) {
  return withChromium({ isolated: true }, async (browser, url) => {
    const page = await browser.newPage();
    await page.goto(`${url}/page/index.html`);
    const session = await page.context().newCDPSession(page);
    const measure = async (rate) => {
      await session.send('Emulation.setCPUThrottlingRate', { rate });
      const times = { page: await page.evaluate(loops) };
      times.worker = await page.evaluate(loopsInWorker, String(loops));
      return times;
    };
    const [usual, slowed] = [await measure(1), await measure(rate)];
    return { page: slowed.page / usual.page, worker: slowed.worker / usual.worker };
  });
}
