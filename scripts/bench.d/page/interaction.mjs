import { withChromium } from '../chromium.mjs';
import { Hand } from './hand.mjs';
import { tasksBetween, traced, worthKeeping } from './tasks.mjs';
import { watch } from './watch.mjs';

/** A run begins with so many epochs, and is given more while the hand is not done. */
const epochsAtOnce = 20;

/** The browser's timing leaves out what took less; its figures are multiples of 8. */
const shortestTimed = 16;

/**
 * Milliseconds of each interaction, as INP has it: its longest event, from the input to the next frame.
 * Interactions that the browser's timing has left out count with the most that they may have taken.
 *
 * @param {{interactionId: number, duration: number}[]} events
 * @param {number} count  of all interactions
 */
export function interactionLatencies(events, count) {
  const longest = new Map();
  for (const { interactionId, duration } of events) {
    longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0));
  }
  const untimed = Math.max(0, count - longest.size);
  return [...longest.values(), ...Array(untimed).fill(shortestTimed)];
}

/**
 * Trains in the built page, with real inputs from Train until the run is finished.
 *
 * @param {object} options
 * @param {boolean} options.isolated  whether the page can have threads
 * @param {number} options.rate  how many times the page's thread is slowed
 * @param {number} options.inputs  at least so many
 * @returns milliseconds of each interaction and of each stroke's point until the bars show what was read
 *   of it; the page's longer tasks, as of `tasksBetween`; the run's threads, and the inputs made
 */
export function interaction({ isolated, rate, inputs }) {
  return withChromium({ isolated }, async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    await page.addInitScript(watch);
    await page.goto(`${url}/site/index.html`);
    const hand = await Hand.over(page);
    await hand.until('the network’s first answer', () => hand.ask('ready'));
    await hand.type('epochs', String(epochsAtOnce));
    const threads = Number(await page.getByLabel('Threads', { exact: true }).inputValue());
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    const events = await traced(browser, () => train(hand, inputs));
    const { inputs: made, events: timed, delays, refused } = await hand.ask('result');
    if (refused > 0) throw new Error(`${refused} points of strokes were not read`);
    return {
      threads,
      inputs: made,
      interactions: interactionLatencies(timed, made),
      strokes: delays,
      tasks: tasksBetween(events, 'bench-begin', 'bench-end').filter(
        ({ wall }) => wall >= worthKeeping,
      ),
    };
  });
}

async function train(hand, inputs) {
  await hand.ask('begin');
  await hand.click('train');
  let epochs = epochsAtOnce;
  while ((await hand.ask('inputs')) < inputs) {
    if ((await hand.ask('progress')) > 0.5) {
      epochs += epochsAtOnce;
      await hand.type('epochs', String(epochs));
    }
    await hand.act();
  }
  await hand.finished();
  await hand.ask('end');
}
