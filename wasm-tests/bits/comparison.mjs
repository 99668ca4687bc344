import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { root } from '../node/places.mjs';

export const reports = join(root, 'build', 'reports', 'test', 'bits');
mkdirSync(reports, { recursive: true });

/** After which steps of the tutorial's epoch the parameters are compared. */
const steps = ['1', '10', '118'];

const rows = [];
const notTried = [];

/**
 * Notes what the run gave at one place (`place`, `version`, `threads` and `how` it was made: the
 * table's first columns), and compares it with what came first: fingerprints at all
 * three steps, the share of unseen digits read right, and the losses where they are told in full.
 */
export function compare(where, found) {
  const reference = rows[0]?.found ?? found;
  const { losses = reference.losses, fingerprints, right } = found;
  const whole = { losses, fingerprints, right };
  rows.push({ ...where, found, equal: isDeepStrictEqual(whole, reference) });
  assert.deepEqual(Object.keys(fingerprints), steps);
  for (const step of steps) assert.match(fingerprints[step], /^[0-9a-f]{64}$/);
  assert.deepEqual([fingerprints, right], [reference.fingerprints, reference.right]);
  assert.deepEqual(losses, reference.losses);
}

export function noteNotTried(place, reason) {
  notTried.push(`${place} was not tried: ${reason}.`);
}

/** Writes what was compared as a table, for scripts/test to print. */
export function report() {
  const head = ['where', 'version', 'threads', 'run', ...steps.map((s) => `step ${s}`), 'right'];
  const body = rows.map(({ place, version, threads, how, found, equal }) => [
    ...[place, version, String(threads), how],
    ...steps.map((step) => found.fingerprints[step]?.slice(0, 8) ?? '–'),
    `${found.right.toFixed(2)} %`,
    equal ? 'yes' : 'NO',
  ]);
  const table = [[...head, 'equal'], ...body];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [first, ...others] = table.map(line);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const text = [first, rule, ...others, ...notTried, ''].join('\n');
  writeFileSync(join(reports, 'table.md'), text);
}
