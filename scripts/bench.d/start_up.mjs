import { withChromium } from './chromium.mjs';
import { spread } from './measure.mjs';

/**
 * `startUp`, so many times, each in a browser without anything cached.
 *
 * @param {boolean} settled  let the page come to rest before Train is pressed, rather than at once
 */
export async function startUps(count, settled) {
  const loads = [];
  for (let i = 0; i < count; i += 1) {
    loads.push(
      await withChromium({ isolated: true }, (browser, url) => startUp(browser, url, settled)),
    );
  }
  return Object.fromEntries(
    Object.keys(loads[0]).map((name) => [name, spread(loads.map((load) => load[name]))]),
  );
}

/**
 * Opens the built page, presses Train and waits for the first step that the page shows.
 *
 * @param {boolean} settled  as for `startUps`
 * @returns milliseconds after the address was asked for until Train could be pressed (`ready`), was
 *   (`pressed`) and the first step was there (`firstStep`), and after it was pressed until then
 *   (`waited`) and until the curve had its point (`point`)
 */
export async function startUp(browser, url, settled) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  await page.addInitScript(watch, settled ? 1500 : 0);
  await page.goto(`${url}/site/index.html`, { waitUntil: 'commit' });
  return page.evaluate(() => window.startUp);
}

/** Runs in the page, before its own scripts. The page's parts lie in shadow trees. */
function watch(rest) {
  const find = (selector, fits, root = document) => {
    for (const element of root.querySelectorAll(selector)) if (fits(element)) return element;
    for (const element of root.querySelectorAll('*')) {
      const found = element.shadowRoot && find(selector, fits, element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const found = (selector, fits) =>
    new Promise((resolve) => {
      const look = () => {
        const element = find(selector, fits);
        if (element) resolve(element);
        else requestAnimationFrame(look);
      };
      look();
    });

  /** When the frame is over in which the curve has drawn a loss of gradlet's own. */
  const drawn = (curve) =>
    new Promise((resolve) => {
      const { draw } = curve;
      curve.draw = () => {
        draw.call(curve);
        const own = curve.runs.find(({ reference, line }) => reference === null && line !== null);
        if (own === undefined || own.losses.length === 0) return;
        delete curve.draw;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      };
    });

  window.startUp = (async () => {
    const train = await found('button', (b) => b.textContent.trim() === 'Train' && !b.disabled);
    const ready = performance.now();
    await new Promise((resolve) => setTimeout(resolve, rest));
    const point = drawn(await found('loss-curve', () => true));
    const pressed = performance.now();
    train.click();
    await found('[role=progressbar]', (bar) => Number(bar.getAttribute('aria-valuenow')) >= 1);
    const firstStep = performance.now();
    const waited = firstStep - pressed;
    return { ready, pressed, firstStep, waited, point: (await point) - pressed };
  })();
}
