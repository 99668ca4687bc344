// PyTorch's own MNIST example: 28×28 pixels, two convolutions, pooling, dropout, two linear layers,
// batches of 64.
import { gradletInChromium, pytorch, pytorchMissing } from '../contestants.mjs';

export const title = 'PyTorch’s MNIST example';

export async function run({ plans, record, skip }) {
  const network = { network: 'example', size: 28 };
  const counts = [1, 2];
  const measured = gradletInChromium(
    counts.map((threads) => ({
      settings: { preset: 'mnist-example', batchSize: 64, threads },
      pool: threads,
      inference: 0,
    })),
    plans.epoch,
  );
  for (const [i, threads] of counts.entries()) {
    const row = { contestant: 'gradlet', place: 'Chromium', threads, memoryKind: 'WebAssembly' };
    await record({ ...row, ...network }, async () => (await measured)[i]);
  }
  const why = await pytorchMissing();
  if (why) {
    skip(`${title}: PyTorch`, why);
    return;
  }
  for (const threads of [1, 2]) {
    const options = { network: 'mnist-example', size: 28, batchSize: 64, inference: 0, threads };
    const row = { contestant: 'PyTorch', place: 'native', threads, memoryKind: 'process' };
    await record({ ...row, ...network }, () => pytorch(options, plans.epoch));
  }
}
