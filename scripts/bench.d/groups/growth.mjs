// How the time of an epoch grows with the batch, the image and the threads: gradlet under Node, PyTorch.
import { gradletInNode, gradletSized, pytorch, pytorchMissing } from '../contestants.mjs';

export const title = 'growth';

const batchSizes = [32, 64, 128, 512, 2048, 4096];
const sizes = [8, 12, 16, 20, 28];
const mostThreads = 8;

/** Sizes of images that the data have to be prepared in. */
export const dataSizes = sizes;

export async function run({ plans, record, skip, machine }) {
  const why = await pytorchMissing();
  if (why) skip(`${title}: PyTorch`, why);
  const gradlet = async (settings) => {
    const options = { settings, pool: settings.threads, inference: 0 };
    return (await gradletInNode([options], plans.growth))[0];
  };
  const torch = (options) =>
    pytorch({ network: 'tutorial', threads: 1, inference: 0, ...options }, plans.growth);

  for (const batchSize of batchSizes) {
    const row = { sweep: 'batch', batchSize, threads: 1 };
    await record({ contestant: 'gradlet', place: 'Node', ...row }, () =>
      gradlet({ batchSize, threads: 1 }),
    );
    if (why) continue;
    await record({ contestant: 'PyTorch', place: 'native', ...row }, () =>
      torch({ batchSize, size: 8 }),
    );
  }
  for (const size of sizes) {
    const row = { sweep: 'image', size, threads: 1 };
    await record({ contestant: 'gradlet', place: 'Node', ...row }, () =>
      gradletSized(size, 512, plans.growth),
    );
    if (why) continue;
    await record({ contestant: 'PyTorch', place: 'native', ...row }, () =>
      torch({ batchSize: 512, size }),
    );
  }
  for (let threads = 1; threads <= Math.min(machine.cores, mostThreads); threads *= 2) {
    const row = { sweep: 'threads', threads };
    await record({ contestant: 'gradlet', place: 'Node', ...row }, () => gradlet({ threads }));
    if (why) continue;
    await record({ contestant: 'PyTorch', place: 'native', ...row }, () =>
      torch({ batchSize: 512, size: 8, threads }),
    );
  }
}
