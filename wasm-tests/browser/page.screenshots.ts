import { join } from 'node:path';
import { badFiles, place, withOne } from './lab/mnist-files.ts';
import { expect, seven, test, type Lab } from './lab/lab.ts';

const folder = process.env.GRADLET_SCREENSHOTS ?? '../build/reports/screenshots';
const readmeFolder = new URL('../../assets/screenshots/', import.meta.url).pathname;
/** The README's, by the state, width and theme that they show. */
const readmePictures = new Map([
  ['finished-1440-light', 'bench.png'],
  ['finished-320-dark', 'phone.png'],
]);

const sizes = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 320, height: 640 },
];

/** Chooses it in the settings, which are folded but on wide pages. */
async function choose(lab: Lab, name: string, label: string): Promise<void> {
  const folded = lab.page.viewportSize()?.width !== 1440;
  const summary = lab.page.getByText('Settings', { exact: true });
  if (folded) await summary.click();
  await lab.field(name).selectOption(label);
  if (folded) await summary.click();
}

/** Waits for the panels that are out of sight: they come last, and only a picture of the whole page has them. */
async function allShown(lab: Lab): Promise<void> {
  const waiting = () =>
    lab.page.locator('gradlet-lab').evaluate(function waits(element: Element): boolean {
      const { isUpdatePending } = element as { isUpdatePending?: boolean };
      return (
        isUpdatePending === true ||
        [...(element.shadowRoot?.querySelectorAll('*') ?? [])].some(waits)
      );
    });
  await expect.poll(waiting).toBe(false);
}

/** Brings the page into each of its states in turn. */
async function walk(lab: Lab, bad: string[], picture: (state: string) => Promise<void>) {
  await picture('arrived');
  // However quick the machine is, the run is under way still when its picture is taken.
  await choose(lab, 'Speed', '10 steps a second');

  // Bytes that do not come show what their arrival looks like.
  let deliver: () => void = () => undefined;
  const delivered = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  await lab.page.route('**/train-labels*', async (route) => {
    await delivered;
    await route.continue();
  });
  await lab.button('Train').click();
  await expect(lab.button('Loading')).toBeVisible();
  await picture('loading');
  deliver();
  await lab.draw(seven);
  await lab.reach(70);
  await picture('running');
  await lab.button('Pause').click();
  await expect(lab.button('Resume')).toBeVisible();
  await picture('paused');
  await choose(lab, 'Speed', 'Full');
  await lab.button('Resume').click();
  await lab.finished();
  await picture('finished');

  if (lab.page.viewportSize()?.width !== 1440)
    await lab.page.getByText('Settings', { exact: true }).click();
  await lab.set('Batch size', '0');
  await lab.page.getByLabel('Load MNIST files').setInputFiles(bad);
  await expect(lab.page.getByText('These files were not taken.')).toBeVisible();
  await picture('trouble');

  await lab.set('Batch size', '512');
  await lab.field('Optimizer').selectOption('SGD');
  await lab.set('Learning rate', '1000');
  await lab.button('Train').click();
  await expect(lab.page.getByText('This run has stopped.')).toBeVisible();
  await picture('diverged');

  await lab.page.getByRole('link', { name: 'Hello world' }).click();
  await expect(lab.page.getByRole('img', { name: 'Loss bowl' })).toBeVisible();
  await picture('hello');
}

for (const viewport of sizes) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${viewport.width} px, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('pictures', async ({ lab }, info) => {
        const [first] = badFiles;
        if (first === undefined) throw new Error('there are no bad files');
        const path = await place(info.outputPath(), first.stored, await first.make());
        await walk(lab, withOne(first.name, path), async (state) => {
          // Bars have grown to their values by then.
          await lab.page.waitForTimeout(300);
          const name = `${state}-${viewport.width}-${colorScheme}`;
          const whole = viewport.width < 1024 || state === 'hello' || state === 'trouble';
          if (whole && state !== 'loading' && state !== 'running') await allShown(lab);
          await lab.page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
          const picture = readmePictures.get(name);
          if (picture !== undefined) {
            await lab.page.evaluate(() => {
              scrollTo(0, 0);
            });
            await lab.page.screenshot({ path: join(readmeFolder, picture) });
          }
        });
      });
    });
  }
}
