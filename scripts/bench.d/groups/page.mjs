// The built page under a user's hands: how soon it answers while it trains, and what it costs to come.
import { inPage } from '../chromium.mjs';
import { downloadSize } from '../download.mjs';
import { bareTasks } from '../page/bare.mjs';
import { pageFailures, slowed } from '../page/bounds.mjs';
import { interaction } from '../page/interaction.mjs';
import { slowing } from '../page/slowing.mjs';
import { startUps } from '../start_up.mjs';

export const title = 'the page';

/** A page that is not isolated has one thread; else it has what it takes by itself. */
const builds = [
  { name: 'one thread', isolated: false },
  { name: 'default threads', isolated: true },
];

export async function run({ plans, results, fail, say }) {
  const page = { interaction: [] };
  results.page = page;
  /** What goes wrong leaves its rows without figures. */
  const attempt = async (what, measure) => {
    say(`${what} …`);
    try {
      return await measure();
    } catch (error) {
      fail(`${what}: ${error.message}`);
      return undefined;
    }
  };

  page.slowing = await attempt('how much the page is slowed', () => slowing(slowed));
  const { page: own, worker } = page.slowing ?? {};
  if (own < 2 * worker) {
    fail(
      `told to slow the page ${slowed} times, the browser slowed it ${own.toFixed(1)} times and its ` +
        `worker ${worker.toFixed(1)} times`,
    );
  }
  for (const rate of [slowed, 1]) {
    for (const { name, isolated } of builds) {
      const measured = await attempt(`interaction, ${name}, slowed ${rate} times`, () =>
        interaction({ isolated, rate, inputs: plans.inputs }),
      );
      page.interaction.push({ name, rate, measured });
    }
  }
  page.bare = await attempt(`a bare page, slowed ${slowed} times`, () =>
    bareTasks({ rate: slowed, seconds: plans.bare }),
  );
  page.redraw = await attempt('the curve', () =>
    inPage({ isolated: true }, 'redraws', { runs: 5, points: 100_000, count: plans.redraws }),
  );
  page.atOnce = await attempt('the first point', () => startUps(plans.loads, /* settled= */ false));
  page.atRest = await attempt('the first point, at rest', () =>
    startUps(plans.loads, /* settled= */ true),
  );
  page.download = await attempt('the download', async () => ({
    oneThread: await downloadSize({ isolated: false }),
    threads: await downloadSize({ isolated: true }),
  }));
  for (const failure of pageFailures(page)) fail(failure);
}
