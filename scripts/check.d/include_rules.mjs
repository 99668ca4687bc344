// Who may include whom below src/ (below web/src/, ESLint says so). Prints each line that breaks the rules.
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Folder of src/ → folders it may include, besides itself. */
const floors = {
  core: [],
  kernels: [],
  autograd: ['core'],
  ops: ['core', 'kernels', 'autograd'],
  nn: ['ops', 'autograd', 'core'],
  optim: ['autograd', 'kernels', 'core'],
  data: ['core', 'kernels'],
  io: ['nn', 'optim', 'data', 'core'],
  train: ['core', 'kernels', 'autograd', 'ops', 'nn', 'optim', 'data', 'io'],
  bindings: ['core', 'kernels', 'autograd', 'ops', 'nn', 'optim', 'data', 'io', 'train'],
};

/** Library → whether a file below src/ may include it. */
const libraries = {
  xtensor: (file) => file.startsWith('core/') || /^ops\/.*\.cpp$/.test(file),
  xtl: (file) => file.startsWith('core/'),
  xsimd: (file) => file.startsWith('kernels/'),
  emscripten: (file) => file.startsWith('bindings/'),
};

const problems = [];

const floorOf = (path) => path.split('/')[0];

function requireFloor(from, to, where) {
  if (!(from in floors)) problems.push(`${where}: folder ${from} has no place among the floors`);
  else if (from !== to && !floors[from].includes(to))
    problems.push(`${where}: ${from} may not include ${to}`);
}

for (const entry of readdirSync('src', { recursive: true }).sort()) {
  if (!/\.(h|cpp)$/.test(entry)) continue;
  const file = entry.split(sep).join('/');
  const lines = readFileSync(join('src', entry), 'utf8').split('\n');
  lines.forEach((line, index) => {
    const where = `src/${file}:${index + 1}`;
    const [, quoted, angled] = /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/.exec(line) ?? [];
    if (quoted) requireFloor(floorOf(file), floorOf(quoted), where);
    // Headers of the standard library have no folder.
    if (angled?.includes('/') && !libraries[floorOf(angled)]?.(file))
      problems.push(`${where}: ${floorOf(file)} may not include <${angled}>`);
  });
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
