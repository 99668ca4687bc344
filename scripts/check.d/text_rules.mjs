// What no file of the repository may hold: unfinished or switched-off places, paths of one machine,
// addresses of package registries, too many lines. Prints each offence.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const maximumLines = 400;
const sources = /^(src|web\/src)\/.*\.(h|cpp|ts|css)$/;

/** Files that `applies` fits may have no line that `pattern` fits. */
const rules = [
  {
    what: 'unfinished place',
    applies: /^(src|web|wasm-tests|scripts|\.ci)\//,
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
  },
  {
    what: 'switched-off or singled-out test',
    applies: /^(web|wasm-tests)\//,
    pattern: /\b(?:it|test|describe|suite)\.(?:skip|only|todo|fixme)\b|doctest::(?:skip|may_fail)/,
  },
  {
    what: 'path of one machine',
    applies: /./,
    pattern: /(?:^|[^\w.])\/(?:root|home\/\w+|Users\/\w+|work|tmp\/\w+)\//,
  },
  {
    what: 'address of a package registry or mirror',
    applies: /./,
    pattern: /registry\.npmjs|\.debian\.org\/debian|nodesource\.com|files\.pythonhosted/,
  },
  { what: 'address in a lock file', applies: /package-lock\.json$/, pattern: /"resolved": "http/ },
];
// This file names what it looks for.
const self = 'scripts/check.d/text_rules.mjs';

const files = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { encoding: 'utf8', maxBuffer: 2 ** 26 },
)
  .split('\0')
  .filter((file) => file !== '' && file !== self);

const problems = [];
for (const file of files) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // Deleted, and not yet committed so.
    if (error.code === 'ENOENT') continue;
    throw error;
  }
  if (text.includes('\0')) continue;
  const lines = text.split('\n');
  if (sources.test(file) && lines.length - 1 > maximumLines)
    problems.push(`${file}: ${lines.length - 1} lines, more than ${maximumLines}`);
  lines.forEach((line, index) => {
    for (const { what, applies, pattern } of rules)
      if (applies.test(file) && pattern.test(line))
        problems.push(`${file}:${index + 1}: ${what}: ${line.trim().slice(0, 120)}`);
  });
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
