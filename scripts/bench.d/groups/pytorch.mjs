// PyTorch on the tutorial.
import { pytorch, pytorchMissing } from '../contestants.mjs';

export const title = 'PyTorch';
export const missing = pytorchMissing;

export async function run({ plans, record }) {
  const shared = { size: 8, batchSize: 512, inference: plans.inference };
  for (const threads of [1, 2]) {
    await record({ contestant: 'PyTorch', place: 'native', threads, memoryKind: 'process' }, () =>
      pytorch({ ...shared, network: 'tutorial', threads }, plans.epoch),
    );
  }
  // The tutorial's pooling of 1×1 does nothing, but PyTorch takes its time over it.
  await record(
    {
      contestant: 'PyTorch',
      place: 'native',
      variant: 'without max_pool2d(x, 1)',
      aside: true,
      threads: 1,
      memoryKind: 'process',
    },
    () => pytorch({ ...shared, network: 'tutorial-without-pool', threads: 1 }, plans.epoch),
  );
}
