// The same run, the tutorial's epoch at seed 0 on the real MNIST, has the same bits wherever and
// however it is made. No fingerprint is written down here: all places are compared with one another.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { compare, noteNotTried, report, reports } from './comparison.mjs';
import { Lab } from './lab.mjs';
import { disturbedUnderNode, nativeCompiler, natively, underNode } from './programs.mjs';
import { puppeteerBrowsers } from './puppeteer.mjs';
import { serveSite } from './site.mjs';
import { webkitBrowser } from './webkit.mjs';

/** Of each test, against hanging; nothing here is timed. */
const options = { timeout: 300_000 };

/** Drawn as most people draw it; points from 0 to 1. */
const one = Array.from({ length: 9 }, (_, index) => [0.5, 0.18 + 0.08 * index]);

const counts = [1, 2, 3];
const most = 3;
const plural = (count) => `${count} thread${count === 1 ? '' : 's'}`;

after(report);

describe('the same bits under Node', () => {
  const place = 'Node';
  const version = process.versions.node;

  for (const threads of counts) {
    it(`with ${plural(threads)}`, options, async () => {
      compare({ place, version, threads, how: 'plain' }, await underNode(threads));
    });
  }

  it('in slices of all sizes, with answers and evaluations in between', options, async () => {
    const result = await disturbedUnderNode(most);
    compare({ place, version, threads: most, how: 'disturbed' }, result);
  });
});

describe('the same bits natively', () => {
  const place = `native ${process.arch}`;

  for (const threads of counts) {
    it(`with ${plural(threads)}`, options, async () => {
      const version = `clang ${await nativeCompiler()}`;
      compare({ place, version, threads, how: 'plain' }, await natively(threads));
    });
  }
});

const browsers = { ...puppeteerBrowsers, WebKit: webkitBrowser };

for (const [place, { missing, start }] of Object.entries(browsers)) {
  // Where all is set up for it, a browser that is not there is a mistake.
  const skip = missing !== '' && !process.env.CI && missing;
  if (skip) noteNotTried(place, missing);

  describe(`the same bits in ${place}`, { skip }, () => {
    // WebKitGTK has no SharedArrayBuffer.
    const canShare = place !== 'WebKit';
    let site;
    let browser;
    let lab;

    before(async () => {
      assert.equal(missing, '');
      site = await serveSite();
      browser = await start();
      lab = new Lab(browser);
    }, options);

    after(async () => {
      await browser?.close();
      await site?.end();
    }, options);

    /** The page for a machine that has a processor for every thread. */
    const roomy = () => `${site.url}${most}-processors/`;

    async function openWith(threads) {
      await lab.open(roomy());
      if (canShare) {
        await lab.says(new RegExp(`^WebAssembly with SIMD, up to ${most} threads\\.$`));
        await lab.set('Threads', String(threads));
      }
      assert.equal(await lab.value('Threads'), String(threads));
    }

    async function complaintsAreNone() {
      assert.deepEqual(await browser.complaints(), [], 'the page’s console');
    }

    it('with the page’s own settings, and the page works', options, async () => {
      await lab.open(site.url);
      assert.equal(await browser.evaluate('crossOriginIsolated'), true);
      const threads = Number(await lab.value('Threads'));
      await lab.press('Train');
      const { version } = browser;
      compare({ place, version, threads, how: 'page as it is' }, await lab.result());

      await lab.press('Clear');
      await lab.says(/^Draw a digit to be read\.$/);
      await lab.draw(one);
      await lab.says(/^Reads it as a 1\.$/);
      writeFileSync(join(reports, `${place}.png`), await browser.screenshot());
      await complaintsAreNone();
    });

    if (!canShare) {
      it('without memory to share the page takes one thread, and says why', options, async () => {
        await lab.open(roomy());
        assert.equal(await browser.evaluate('typeof SharedArrayBuffer'), 'undefined');
        await lab.says(/No more than one: this browser has no memory that threads could share\./);
        await lab.says(/^WebAssembly with SIMD, one thread\./);
        assert.equal(await lab.value('Threads'), '1');
      });
    } else {
      for (const threads of counts) {
        it(`with ${plural(threads)}`, options, async () => {
          await openWith(threads);
          await lab.press('Train');
          const { version } = browser;
          compare({ place, version, threads, how: 'plain' }, await lab.result());
          await complaintsAreNone();
        });
      }
    }

    it('with pauses, steps and drawings, in a page not to be seen', options, async () => {
      const threads = canShare ? most : 1;
      await openWith(threads);
      await lab.press('Step');
      await lab.reach(1);
      await lab.press('Resume');
      await lab.draw(one.slice(0, 3));
      await lab.press('Pause');
      await lab.says(/^Paused at step \d+ of 118\.$/);
      const paused = await lab.step();
      assert.ok(paused < 118, `paused at step ${paused}`);
      await lab.press('Step');
      await lab.reach(paused + 1);

      await browser.hide();
      assert.ok(await lab.hidden());
      await lab.activate('Resume');
      const result = await lab.result();
      assert.ok(await lab.hidden());
      await browser.show();
      const { version } = browser;
      compare({ place, version, threads, how: 'disturbed, hidden' }, result);
      await complaintsAreNone();
    });
  });
}
