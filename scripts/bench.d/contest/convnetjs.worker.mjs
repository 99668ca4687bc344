// ConvNetJS. It learns image by image and steps after each batch; its Adadelta is PyTorch's with a
// learning rate of 1.
import convnetjs from 'convnetjs';
import { Samples } from './samples.mjs';
import { serve } from './serve.mjs';

serve(async ({ batchSize, size }) => {
  const samples = await Samples.fetch(size, batchSize);
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: size, out_sy: size, out_depth: 1 },
    { type: 'conv', sx: 3, filters: 32, stride: 1, pad: 0, activation: 'relu' },
    { type: 'conv', sx: 3, filters: 64, stride: 1, pad: 0, activation: 'relu' },
    { type: 'softmax', num_classes: 10 },
  ]);
  const trainer = new convnetjs.Trainer(net, {
    method: 'adadelta',
    batch_size: batchSize,
    ro: 0.9,
    eps: 1e-6,
  });
  const pixels = size * size;
  const volume = new convnetjs.Vol(size, size, 1, 0);
  return {
    step() {
      const { images, labels } = samples.batch(samples.next());
      let loss = 0;
      for (let i = 0; i < batchSize; i += 1) {
        volume.w.set(images.subarray(i * pixels, (i + 1) * pixels));
        loss += trainer.train(volume, labels[i]).cost_loss;
      }
      return { images: batchSize, loss: loss / batchSize };
    },
  };
});
