#!/usr/bin/python3
"""Finds where PyTorch's float32 and double runs of the tutorial first disagree about a ReLU.

Both start from the seed's float32 parameters and see the same images, so their numbers differ by rounding alone: until
one of the ReLUs' inputs is so close to 0 that rounding decides its sign, and with it whether a gradient flows. Prints
that input in both runs. ONEDNN_MAX_CPU_ISA=AVX2 in the environment gives PyTorch other convolution kernels, whose sums
round otherwise.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

import mnist
from tutorial import Net, Options, image_transform, make_net, make_optimizer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("--steps", type=int, default=8, help="how many steps to look at, 8 by default")
    parser.add_argument("--data", type=Path, default=mnist.DEFAULT_DATA, help="folder of MNIST's four files")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    batch_size = Options().batch_size
    images, labels = load_first(arguments.data, arguments.steps * batch_size)
    single, double = (make_net(Options(arguments.seed, double=widened)) for widened in (False, True))
    optimizers = [make_optimizer("adadelta", net, lr=1.0) for net in (single, double)]
    for step, (batch, target) in enumerate(zip(images.split(batch_size), labels.split(batch_size)), start=1):
        ours, exact = relu_inputs(single, batch), relu_inputs(double, batch.double())
        for layer in ours:
            report(step, layer, ours[layer], exact[layer])
        if any(((ours[layer] > 0) != (exact[layer] > 0)).any() for layer in ours):
            return 0
        for net, optimizer, inputs in zip((single, double), optimizers, (batch, batch.double())):
            optimizer.zero_grad()
            F.nll_loss(net(inputs), target).backward()
            optimizer.step()
    print(f"seed {arguments.seed}: all ReLUs agree in the first {arguments.steps} steps")
    return 0


def load_first(directory: Path, count: int) -> tuple[Tensor, Tensor]:
    """The first `count` training images, transformed, and their labels."""
    training, _ = mnist.load(directory)
    split = mnist.Split(training.images[:count], training.labels[:count])
    transform = image_transform()
    images = torch.stack([transform(picture) for picture in split.pictures()])
    return images, torch.from_numpy(split.labels.astype("int64"))


def relu_inputs(net: Net, images: Tensor) -> dict[str, Tensor]:
    """What the two ReLUs are given, by the layer it comes from."""
    with torch.no_grad():
        first = net.conv1(images)
        return {"conv1": first, "conv2": net.conv2(F.relu(first))}


def report(step: int, layer: str, single: Tensor, double: Tensor) -> None:
    """Prints each number that is above 0 in one of the runs only."""
    for place in ((single > 0) != (double > 0)).nonzero().tolist():
        image, channel, row, column = place
        print(
            f"step {step}, {layer}, image {image}, channel {channel}, row {row}, column {column} (all from 0), "
            f"one of {single.numel()}: {single[tuple(place)].item():.3g} in float32, "
            f"{double[tuple(place)].item():.3g} in double"
        )


if __name__ == "__main__":
    sys.exit(main())
