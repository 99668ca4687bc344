import { overflow, violations } from './lab/access.ts';
import { badFiles, place, withOne } from './lab/mnist-files.ts';
import { expect, one, test, type Lab } from './lab/lab.ts';

/** Walks the page through its states; calls `look` in each. */
async function walk(lab: Lab, badPath: string[], look: (state: string) => Promise<void>) {
  await look('arrived');
  await lab.draw(one);
  await lab.set('Epochs', '30');
  await lab.train();
  await lab.reach(10);
  await look('running');
  await lab.button('Pause').click();
  await expect(lab.button('Resume')).toBeVisible();
  await look('paused');
  await lab.set('Batch size', '0');
  await lab.page.getByLabel('Load MNIST files').setInputFiles(badPath);
  await expect(lab.page.getByText('These files were not taken.')).toBeVisible();
  await look('trouble');
  await lab.set('Batch size', '6000');
  await lab.set('Epochs', '1');
  await lab.button('Reset').click();
  await lab.train();
  await lab.finished();
  await lab.page.getByRole('link', { name: 'Hello world' }).click();
  await expect(lab.page.getByRole('img', { name: 'Loss bowl' })).toBeVisible();
  await lab.page.getByText('Without drawing').click();
  await look('finished, with everything open');
  await lab.button('Reset').click();
  await lab.button('Load a trained network').click();
  await expect(lab.page.getByText(/Loaded: it reads/)).toBeVisible();
  await look('a trained network');
  await lab.field('Optimizer').selectOption('SGD');
  await lab.set('Learning rate', '1000');
  await lab.button('Train').click();
  await expect(lab.page.getByText('This run has diverged')).toBeVisible();
  await look('diverged');
  await lab.page.getByRole('button', { name: /^Go on from step/ }).click();
  await lab.set('Learning rate', '0.001');
  await look('not repeatable');
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [320, 1440]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test('every state is accessible and fits', async ({ lab }, info) => {
        const [bad] = badFiles;
        if (bad === undefined) throw new Error('there are no bad files');
        const path = await place(info.outputPath(), bad.stored, await bad.make());
        if (width < 1024) await lab.page.getByText('Settings', { exact: true }).click();
        await walk(lab, withOne(bad.name, path), async (state) => {
          expect.soft(await violations(lab.page), state).toEqual([]);
          expect.soft(await overflow(lab.page), `${state}: pixels too wide`).toBe(0);
        });
      });
    });
  }
}

test('everything can be done with the keyboard', async ({ lab }) => {
  const { keyboard } = lab.page;
  await lab.field('Epochs').focus();
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('2');
  await keyboard.press('Tab');
  await expect(lab.field('Batch size')).toBeFocused();

  await lab.button('Train').focus();
  await keyboard.press('Enter');
  // The button keeps the focus through its changes of name.
  await expect(lab.button('Pause')).toBeFocused();
  await keyboard.press('Enter');
  await expect(lab.button('Resume')).toBeFocused();
  await keyboard.press('Tab');
  await expect(lab.button('Step')).toBeFocused();
  const before = await lab.step();
  await keyboard.press('Space');
  await lab.reach(before + 1);
  await keyboard.press('Tab');
  await expect(lab.button('One epoch')).toBeFocused();
  await keyboard.press('Tab');
  await expect(lab.button('Reset')).toBeFocused();
  await keyboard.press('Enter');
  await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');
  await expect(lab.progress).toHaveAttribute('aria-valuemax', '236');

  await lab.button('Clear').focus();
  await keyboard.press('Enter');
  await expect(lab.page.getByText('Draw a digit to be read.')).toBeVisible();
  await lab.page.getByRole('link', { name: 'Hello world' }).focus();
  await keyboard.press('Enter');
  await expect(lab.page.getByRole('img', { name: 'Loss bowl' })).toBeVisible();
});

test('reading order follows the folding', async ({ lab }) => {
  const titles = () =>
    lab.page
      .getByRole('heading', { level: 2 })
      .evaluateAll((headings) => headings.map((heading) => heading.textContent));
  const bench = ['What learns', 'How it learns', 'What it has learned'];
  const below = ['PyTorch beside it', 'Mistakes'];
  expect(await titles()).toEqual([...bench, ...below]);
  await lab.page.setViewportSize({ width: 800, height: 900 });
  await expect.poll(titles).toEqual([...bench.reverse(), ...below]);
  // The plot is at home again after its move.
  await lab.train();
  await lab.reach(1);
  await expect(lab.curve).toBeVisible();
});
