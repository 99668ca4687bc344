// TensorFlow.js, on its WebAssembly or its CPU backend, in three styles:
//   layers     as its users write it; the WebAssembly backend has no weight gradient of a convolution
//   im2col     with convolutions written by hand as products of matrices made from patches
//   gradients  with the gradients of convolutions written by hand, as further convolutions
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { Samples, uniform } from './samples.mjs';
import { serve } from './serve.mjs';

const classes = 10;
const styles = {
  layers: asLayers,
  im2col: (size) => withOwnConvolutions(size, { images: imagesAsProduct, inner: asProduct }),
  gradients: (size) => withOwnConvolutions(size, { images: convolveImages, inner: convolve }),
};

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

/** `images` convolves the network's input, `inner` what has a gradient too. */
function withOwnConvolutions(size, { images, inner }) {
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
    let h = tf.relu(tf.add(images(x, w1), b1));
    h = tf.relu(tf.add(inner(h, w2), b2));
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

// --- im2col ---

/** Neighbours in one dimension side by side, those of a row before rows: quicker than nine at once. */
function patchesOf(x) {
  const [n, height, width, channels] = x.shape;
  const [h, w] = [height - 2, width - 2];
  const three = (part) => tf.concat([0, 1, 2].map(part), 3);
  const inRow = three((i) => tf.slice(x, [0, 0, i, 0], [n, height, w, channels]));
  const patches = three((i) => tf.slice(inRow, [0, i, 0, 0], [n, h, w, 3 * channels]));
  return asMatrix(patches); // (N · (H − 2) · (W − 2), 9 · C)
}

/** The way back: what is in several patches is added up. */
function imageOf(patches, [n, height, width, channels]) {
  const [h, w] = [height - 2, width - 2];
  const rows = tf.reshape(patches, [n, h, w, 9 * channels]);
  const inRow = tf.addN(
    [0, 1, 2].map((i) => {
      const part = tf.slice(rows, [0, 0, 0, 3 * i * channels], [n, h, w, 3 * channels]);
      return tf.pad(part, [none, [i, 2 - i], none, none]);
    }),
  );
  return tf.addN(
    [0, 1, 2].map((i) => {
      const part = tf.slice(inRow, [0, 0, 0, i * channels], [n, height, w, channels]);
      return tf.pad(part, [none, none, [i, 2 - i], none]);
    }),
  );
}

const none = [0, 0];

const asMatrix = (x) => tf.reshape(x, [-1, x.shape.at(-1)]);

/** Patches by the weight (3, 3, C, K), as an image like that of a convolution of `x`. */
function product(x, patches, weight) {
  const [n, height, width] = x.shape;
  return tf.reshape(tf.matMul(patches, asMatrix(weight)), [n, height - 2, width - 2, -1]);
}

/** Transposed by itself: a product that transposes takes ten times as long. */
function gradientOfProduct(patches, dy, shape) {
  const transposed = tf.matMul(tf.transpose(asMatrix(dy)), patches); // (K, 9 · C)
  return tf.reshape(tf.transpose(transposed), shape);
}

/** The same as `convolve`. */
const asProduct = tf.customGrad((x, weight, save) => {
  const patches = patchesOf(x);
  save([patches, weight]);
  return {
    value: product(x, patches, weight),
    gradFunc: (dy, [matrix, kernel]) => [
      imageOf(tf.matMul(asMatrix(dy), tf.transpose(asMatrix(kernel))), x.shape),
      gradientOfProduct(matrix, dy, kernel.shape),
    ],
  };
});

/** The same as `convolveImages`. */
function imagesAsProduct(images, weight) {
  return tf.customGrad((kernel, save) => {
    const patches = patchesOf(images);
    save([patches]);
    return {
      value: product(images, patches, kernel),
      gradFunc: (dy, [matrix]) => gradientOfProduct(matrix, dy, kernel.shape),
    };
  })(weight);
}
