import { withChromium } from '../chromium.mjs';
import { tasksBetween, traced, worthKeeping } from './tasks.mjs';

/** Between two movements of the mouse. */
const restMilliseconds = 40;

/** Runs in a worker: computes without an end, and tells of it about ten times a second. */
function work() {
  const values = new Float32Array(200_000).fill(1);
  for (let told = 1; ; told += 1) {
    const end = performance.now() + 100;
    while (performance.now() < end) {
      for (let i = 0; i < values.length; i += 1) values[i] = values[i] * 1.0001 + 0.5;
    }
    postMessage(told + 0 * values[0]);
  }
}

/** Runs in the page: shows what its worker tells. */
function show(source) {
  const number = document.body.appendChild(document.createElement('p'));
  const url = URL.createObjectURL(new Blob([`(${source})()`]));
  new Worker(url).onmessage = ({ data }) => {
    number.textContent = data;
  };
  performance.mark('bench-begin');
}

/**
 * How long tasks are in a page that has next to none: one number, which a worker changes, under a mouse that
 * moves. What of it is long is the machine's and the browser's; no page has less.
 *
 * @param {{rate: number, seconds: number}} options  how many times the page's thread is slowed; how long
 * @returns its longer tasks, as of `tasksBetween`
 */
export function bareTasks({ rate, seconds }) {
  return withChromium({ isolated: true }, async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${url}/page/index.html`);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    const events = await traced(browser, async () => {
      await page.evaluate(`(${show})(${JSON.stringify(String(work))})`);
      const end = Date.now() + 1000 * seconds;
      for (let x = 0; Date.now() < end; x = (x + 1) % 300) {
        await page.mouse.move(100 + x, 100);
        await new Promise((resolve) => setTimeout(resolve, restMilliseconds));
      }
      await page.evaluate(() => void performance.mark('bench-end'));
    });
    return tasksBetween(events, 'bench-begin', 'bench-end').filter(
      ({ wall }) => wall >= worthKeeping,
    );
  });
}
