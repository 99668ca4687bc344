// Each kernel against the quickest loop of multiplications and additions, in the same run.
import { join } from 'node:path';
import { runJson } from '../child.mjs';
import { baselineSuspects, kernelShares } from '../measure.mjs';
import { places } from '../places.mjs';

export const title = 'kernels';

export async function run({ plans, results, fail }) {
  const words = Object.values(plans.kernels).map(String);
  const program = join(places.contest, 'kernels.mjs');
  const module = join(places.wasmPrograms, 'kernel_bench.mjs');
  const wasm = async (...flags) =>
    (await runJson(process.execPath, [...flags, program, module, ...words])).output;
  const measured = await wasm();
  const withoutBaseline = await wasm('--no-liftoff');
  const native = (await runJson(join(places.nativePrograms, 'kernel_bench'), words)).output;
  results.kernels = { wasm: kernelShares(measured), native: kernelShares(native) };

  let suspects = baselineSuspects(measured, withoutBaseline);
  // What was merely interrupted is not found again.
  if (suspects.length > 0) {
    const again = baselineSuspects(await wasm(), withoutBaseline);
    suspects = again.filter(({ name, group }) =>
      suspects.some((suspect) => suspect.name === name && suspect.group === group),
    );
  }
  for (const { group, name, factor } of suspects) {
    fail(
      `${group}, ${name}: ${factor.toFixed(1)} times as fast without V8’s baseline compiler, ` +
        'whose code it was that was measured',
    );
  }
}
