// jax-js on WebAssembly, jitted, in two styles:
//   conv     as its users write it
//   im2col   convolutions written by hand as products of matrices
// Arrays are owned: whoever is handed one uses it up, `ref` keeps it for one more use.
import './processors.mjs';
import * as jax from '@jax-js/jax';
import { Samples, uniform } from './samples.mjs';
import { serve } from './serve.mjs';

const classes = 10;
const rho = 0.9;
const eps = 1e-6;

const { lax, nn, numpy: np, valueAndGrad } = jax;
const styles = { conv: asConvolutions, im2col: asProducts };

serve(async ({ style, batchSize, size }) => {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const samples = await Samples.fetch(size, batchSize);
  const model = styles[style](size);
  const step = jax.jit(stepOf(model.scores));

  const zeros = () => model.parameters.map((p) => np.zeros(p.shape));
  let state = [model.parameters, zeros(), zeros()];
  return {
    async step() {
      const { images, labels } = samples.batch(samples.next());
      const x = np.array(images).reshape([batchSize, ...model.sample]);
      const y = jax.nn.oneHot(np.array(labels), classes);
      const [loss, ...next] = step(...state, x, y);
      state = await jax.blockUntilReady(next);
      return { images: batchSize, loss: (await loss.data())[0] };
    },
    after: () => ({ backend: jax.defaultDevice() }),
  };
});

/** (parameters, mean squares of gradients, mean squares of steps, x, y) → loss and what follows. */
function stepOf(scores) {
  const loss = (parameters, x, y) =>
    nn.logSoftmax(scores(parameters, x), -1).mul(y).sum(1).mean().neg();
  return (parameters, squares, deltas, x, y) => {
    const [value, gradients] = valueAndGrad(loss)(
      parameters.map((p) => p.ref),
      x,
      y,
    );
    const next = parameters.map((p, i) => adadelta(p, gradients[i], squares[i], deltas[i]));
    return [value, ...[0, 1, 2].map((part) => next.map((parts) => parts[part]))];
  };
}

/** PyTorch's, with a learning rate of 1. */
function adadelta(parameter, gradient, square, delta) {
  const newSquare = square.mul(rho).add(np.square(gradient.ref).mul(1 - rho));
  const factor = np.sqrt(delta.ref.add(eps)).div(np.sqrt(newSquare.ref.add(eps)));
  const step = factor.mul(gradient);
  const newDelta = delta.mul(rho).add(np.square(step.ref).mul(1 - rho));
  return [parameter.sub(step), newSquare, newDelta];
}

// --- styles: the shape of a sample, the parameters, and (parameters, x) → scores -----------------

function asConvolutions(size) {
  const features = 64 * (size - 4) ** 2;
  return {
    sample: [1, size, size],
    parameters: [
      ...layer([32, 1, 3, 3], [32, 1, 1], 9),
      ...layer([64, 32, 3, 3], [64, 1, 1], 9 * 32),
      ...layer([features, classes], [classes], features),
    ],
    scores([w1, b1, w2, b2, w3, b3], x) {
      let h = nn.relu(lax.conv(x, w1, [1, 1], 'VALID').add(b1));
      h = nn.relu(lax.conv(h, w2, [1, 1], 'VALID').add(b2));
      return np.matmul(h.reshape([-1, features]), w3).add(b3);
    },
  };
}

function asProducts(size) {
  const features = 64 * (size - 4) ** 2;
  return {
    sample: [size, size, 1],
    parameters: [
      ...layer([9, 32], [32], 9),
      ...layer([9 * 32, 64], [64], 9 * 32),
      ...layer([features, classes], [classes], features),
    ],
    scores([w1, b1, w2, b2, w3, b3], x) {
      let h = nn.relu(convolve(x, w1, b1));
      h = nn.relu(convolve(h, w2, b2));
      return np.matmul(h.reshape([-1, features]), w3).add(b3);
    },
  };
}

/** Weight and bias of one layer. */
function layer(weight, bias, fanIn) {
  return [weight, bias].map((shape) => {
    const count = shape.reduce((product, length) => product * length, 1);
    return np.array(uniform(count, fanIn)).reshape(shape);
  });
}

/** A convolution of 3×3, (N, H, W, C) → (N, H − 2, W − 2, K), as one product. */
function convolve(x, weight, bias) {
  const [n, height, width, channels] = x.shape;
  const [h, w] = [height - 2, width - 2];
  // First neighbours of a row side by side, then the rows: quicker than all nine at once.
  const inRow = three((i) => x.ref.slice([], [], [i, i + w], []), x);
  const patches = three((i) => inRow.ref.slice([], [i, i + h], [], []), inRow);
  const rows = patches.reshape([n * h * w, 9 * channels]);
  return np.matmul(rows, weight).add(bias).reshape([n, h, w, -1]);
}

/** The three parts side by side in the last dimension; uses up what they are taken from. */
function three(part, whole) {
  const parts = [0, 1, 2].map(part);
  whole.dispose();
  return np.concatenate(parts, 3);
}
