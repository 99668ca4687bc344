// TensorFlow.js, on its WebAssembly or its CPU backend, in two styles:
//   layers  as its users write it; the WebAssembly backend has no weight gradient of a convolution
//   byhand  with the gradients of convolutions written by hand. As further convolutions: there, products
//           of matrices made from patches (im2col) take longer, as the patches alone do
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { Samples, uniform } from './samples.mjs';
import { serve } from './serve.mjs';

const classes = 10;
const styles = { layers: asLayers, byhand: withOwnGradients };

serve(async ({ backend, style, threads, batchSize, size }) => {
  setWasmPaths(new URL('/peers/tfjs/', location.origin).href);
  setThreadsCount(threads);
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
  const samples = await Samples.fetch(size, batchSize);
  const images = tf.tensor4d(samples.images, [samples.labels.length, size, size, 1]);
  // Cast, since the WebAssembly backend makes a oneHot of floats from the bits of integers.
  const labels = tf.cast(tf.oneHot(tf.tensor1d(samples.labels, 'int32'), classes), 'float32');
  const train = styles[style](size);
  return {
    async step() {
      const first = samples.next();
      const x = tf.slice(images, [first, 0, 0, 0], [batchSize, size, size, 1]);
      const y = tf.slice(labels, [first, 0], [batchSize, classes]);
      const loss = await train(x, y);
      tf.dispose([x, y]);
      return { images: batchSize, loss };
    },
    after: () => ({ backend: tf.getBackend(), tensors: tf.memory().numTensors }),
  };
});

/** Its Adadelta takes the new running mean where PyTorch takes the old one; the work is the same. */
const adadelta = () => tf.train.adadelta(1, 0.9, 1e-6);

function asLayers(size) {
  const model = layers.sequential({
    layers: [
      layers.layers.conv2d({
        inputShape: [size, size, 1],
        filters: 32,
        kernelSize: 3,
        activation: 'relu',
      }),
      layers.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      layers.layers.flatten(),
      layers.layers.dense({ units: classes, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: adadelta(), loss: 'categoricalCrossentropy' });
  return (x, y) => model.trainOnBatch(x, y);
}

function withOwnGradients(size) {
  const features = 64 * (size - 4) ** 2;
  const variable = (shape, fanIn) =>
    tf.variable(tf.tensor(uniform(tf.util.sizeFromShape(shape), fanIn), shape));
  const w1 = variable([3, 3, 1, 32], 9);
  const b1 = variable([32], 9);
  const w2 = variable([3, 3, 32, 64], 9 * 32);
  const b2 = variable([64], 9 * 32);
  const w3 = variable([features, classes], features);
  const b3 = variable([classes], features);
  const optimizer = adadelta();
  const loss = (x, y) => {
    let h = tf.relu(tf.add(convolveImages(x, w1), b1));
    h = tf.relu(tf.add(convolve(h, w2), b2));
    const scores = tf.add(tf.matMul(tf.reshape(h, [-1, features]), w3), b3);
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(scores)), 1)));
  };
  return async (x, y) => {
    const value = optimizer.minimize(() => loss(x, y), /* returnCost= */ true);
    const [number] = await value.data();
    value.dispose();
    return number;
  };
}

/** (N, H, W, C) with (3, 3, C, K) → (N, H − 2, W − 2, K). */
const convolve = tf.customGrad((x, weight, save) => {
  save([x, weight]);
  return {
    value: tf.conv2d(x, weight, 1, 'valid'),
    gradFunc: (dy, [input, kernel]) => [gradientOfInput(dy, kernel), gradientOfWeight(dy, input)],
  };
});

/** The same of images, whose gradient nobody wants. */
function convolveImages(images, weight) {
  return tf.customGrad((kernel) => ({
    value: tf.conv2d(images, kernel, 1, 'valid'),
    gradFunc: (dy) => gradientOfWeight(dy, images),
  }))(weight);
}

/** The gradient, with a border of 2, by the weight turned round. */
function gradientOfInput(dy, weight) {
  const border = [
    [0, 0],
    [2, 2],
    [2, 2],
    [0, 0],
  ];
  return tf.conv2d(dy, tf.transpose(tf.reverse(weight, [0, 1]), [0, 1, 3, 2]), 1, border);
}

/** The input, its channels as images and its images as channels, by the gradient as its kernel. */
function gradientOfWeight(dy, x) {
  const images = tf.transpose(x, [3, 1, 2, 0]); // (C, H, W, N)
  const kernel = tf.transpose(dy, [1, 2, 0, 3]); // (H − 2, W − 2, N, K)
  return tf.transpose(tf.conv2d(images, kernel, 1, 'valid'), [1, 2, 0, 3]);
}
