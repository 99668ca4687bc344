const categories = ['disabled-by-default-devtools.timeline', 'blink.user_timing'];

/** Shorter tasks, in milliseconds, are very many and no trouble. */
export const worthKeeping = 8;

/**
 * Lets the browser record its tasks while `work` is under way.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {() => Promise<void>} work
 * @returns {Promise<object[]>} events of the trace: tasks of all threads, and the pages' marks
 */
export async function traced(browser, work) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) if (event.name === 'RunTask' || isMark(event)) events.push(event);
  });
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  await work();
  await session.send('Tracing.end');
  const { dataLossOccurred } = await complete;
  await session.detach();
  if (dataLossOccurred) throw new Error('the browser’s record of its tasks has gaps');
  return events;
}

const isMark = ({ cat }) => cat.split(',').includes('blink.user_timing');

/**
 * The tasks that the thread which set both marks has begun between them, each with its milliseconds on the
 * wall's clock and the processor's.
 *
 * @param {object[]} events  of a trace
 */
export function tasksBetween(events, beginMark, endMark) {
  const mark = (name) => events.find((event) => isMark(event) && event.name === name);
  const [begin, end] = [mark(beginMark), mark(endMark)];
  if (!begin || !end) throw new Error('the browser’s record of its tasks lacks the page’s marks');
  return events
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === begin.pid && tid === begin.tid)
    .filter(({ ts }) => ts >= begin.ts && ts <= end.ts)
    .map(({ dur, tdur = 0 }) => ({ wall: dur / 1000, processor: tdur / 1000 }));
}
