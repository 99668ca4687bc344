// Times each kernel of a module: `node [--no-liftoff] kernels.mjs MODULE REPETITIONS SECONDS` prints
// [{group, name, operations, bytes, seconds: [per call, of each repetition]}] as JSON.
//
// V8 optimises a WebAssembly function only from its next call on, so there are many short calls; a
// repetition counts its quickest stretch, since the others were interrupted, or not optimised yet.
import { pathToFileURL } from 'node:url';

const [path, repetitions, seconds] = process.argv.slice(2);
const { default: instantiate } = await import(pathToFileURL(path).href);
const kernels = await instantiate();
const stretchMilliseconds = 0.1;

/** Seconds of one call: the least over stretches of calls. */
function measure(index) {
  let best = Infinity;
  let calls = 1;
  const end = performance.now() + 1000 * Number(seconds);
  while (performance.now() < end) {
    const begin = performance.now();
    kernels._kernel_run(index, calls);
    best = Math.min(best, (performance.now() - begin) / calls);
    calls = Math.min(Math.max(1, Math.round(stretchMilliseconds / best)), 1_000_000);
  }
  return best / 1000;
}

const results = [];
for (let index = 0; index < kernels._kernel_count(); index += 1) {
  measure(index);
  results.push({
    group: kernels.UTF8ToString(kernels._kernel_group(index)),
    name: kernels.UTF8ToString(kernels._kernel_name(index)),
    operations: kernels._kernel_operations(index),
    bytes: kernels._kernel_bytes(index),
    seconds: Array.from({ length: Number(repetitions) }, () => measure(index)),
  });
}
process.stdout.write(JSON.stringify(results));
