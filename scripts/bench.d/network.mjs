// What training costs: multiplications and additions of the plain formulas, whatever the algorithm.

/** A convolution from `input` to `output` channels with `side`×`side` results. */
const conv = (input, output, kernel, side) => 2 * input * output * kernel ** 2 * side ** 2;
const linear = (input, output) => 2 * input * output;

/** Of one image, forward, layer by layer. */
const layers = {
  tutorial: (size) => [
    conv(1, 32, 3, size - 2),
    conv(32, 64, 3, size - 4),
    linear(64 * (size - 4) ** 2, 10),
  ],
  example: () => [conv(1, 32, 3, 26), conv(32, 64, 3, 24), linear(9216, 128), linear(128, 10)],
};

/**
 * Operations of a training step for each image: forward, and as many for the gradient of each layer's
 * weight and of its input; nobody asks for that of the images themselves.
 *
 * @param {'tutorial' | 'example'} network
 */
export function trainingOperations(network, size) {
  const forward = layers[network](size);
  const sum = forward.reduce((total, operations) => total + operations, 0);
  return 3 * sum - forward[0];
}

export const imagesPerEpoch = 60_000;
