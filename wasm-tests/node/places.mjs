import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export const command = join(root, 'build', 'cli', 'train.mjs');
export const engines = join(root, 'build', 'public', 'engine');
export const mnist = join(root, 'assets', 'mnist');

/** What real PyTorch gives; made by scripts/reference. */
export const traces = JSON.parse(
  readFileSync(join(root, 'wasm-tests', 'fixtures', 'traces.json'), 'utf8'),
);
