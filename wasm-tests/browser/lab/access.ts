import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** What all of axe's rules find wrong with the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the page's policy allows no foreign ones.
  await page.evaluate(axeSource);
  const results = await page.evaluate(async () => {
    const scope = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return scope.axe.run();
  });
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`,
  );
}

/** By how many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
