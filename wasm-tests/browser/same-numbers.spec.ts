import { overflow, violations } from './lab/access.ts';
import { expect, test } from './lab/lab.ts';

test('the bench leads to what is promised about its numbers, and back', async ({ lab }) => {
  const { page } = lab;
  await page.getByRole('link', { name: 'Same seed, same numbers' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Same seed, same numbers');
  await page.getByRole('link', { name: 'gradlet', exact: true }).click();
  await expect(lab.button('Train')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [320, 1440]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test('what is promised is accessible, fits, and breaks no policy', async ({ page }) => {
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto('same-numbers.html');
        await page.getByText(/^All \d+ seeds$/).click();
        await expect(page.getByRole('region', { name: 'All seeds' })).toBeVisible();
        // Two charts; their legend's lines are decoration.
        await expect(page.getByRole('img')).toHaveCount(2);
        expect(await overflow(page)).toBe(0);
        expect(complaints).toEqual([]);
        expect(await violations(page)).toEqual([]);
      });
    });
  }
}
