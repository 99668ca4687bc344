import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export const command = join(root, 'build', 'cli', 'train.mjs');
export const engines = join(root, 'build', 'public', 'engine');
export const trainedNetwork = join(
  root,
  'build',
  'public',
  'trained',
  'tutorial-tuned.safetensors',
);
export const mnist = join(root, 'assets', 'mnist');

/** What real PyTorch gives; made by scripts/reference. */
export const traces = JSON.parse(
  readFileSync(join(root, 'wasm-tests', 'fixtures', 'traces.json'), 'utf8'),
);

/** The bytes of tensor `name` in the fixture `file`.safetensors. */
export function fixtureBytes(file, name) {
  const bytes = readFileSync(join(root, 'wasm-tests', 'fixtures', `${file}.safetensors`));
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, start).toString());
  const [begin, end] = header[name].data_offsets;
  return bytes.subarray(start + begin, start + end);
}
