"""`example.safetensors`: what the networks for MNIST's own 28x28 pixels give in PyTorch.

The networks are `mnist-example` (PyTorch's own examples/mnist), `perceptron` (784-128-10) and `linear` (784-10); their
parameters go by state_dict's names.

    images, labels                        the first 16 training images, (16, 28, 28) U8, and I64 classes
    <network>/seed_<s>/initial_sha256     seeds 0, 1, 42: SHA-256 (32 U8) over the little-endian float32 bytes of all
                                          parameters, one after the other in the order of state_dict
    <network>/state_dict                  UTF-8 U8: names and shapes in their order, a line each: "fc.bias 10"
    <network>/log_probabilities           (16, 10): of the 16 images at seed 0, without dropout (eval)
    <network>/gradients/<parameter>       of their mean loss, without dropout; of more than 2048 elements every 997th of
                                          the flattened gradient only
    <network>/gradient_norms/<parameter>  F64: the Euclidean norms of the whole gradients, computed in double
    <network>/losses                      (10): Adadelta's losses (lr 1) with these 16 images as the one batch, without
                                          dropout; F64, computed in double from the same float32 parameters
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn, optim
from torchvision import transforms

import mnist
from safetensors_file import bytes_tensor

SEEDS = (0, 1, 42)
BATCH = 16
STEPS = 10
LARGEST_WHOLE = 2048
SAMPLE_STRIDE = 997  # prime, so that the sample meets every row and column of a weight


class ExampleNet(nn.Module):
    """The network of https://github.com/pytorch/examples/blob/main/mnist/main.py."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = self.dropout1(F.max_pool2d(x, 2))
        x = torch.flatten(x, 1)
        x = self.dropout2(F.relu(self.fc1(x)))
        return F.log_softmax(self.fc2(x), dim=1)


def perceptron() -> nn.Module:
    """One hidden layer."""
    return nn.Sequential(
        OrderedDict(
            flatten=nn.Flatten(),
            fc1=nn.Linear(784, 128),
            relu=nn.ReLU(),
            fc2=nn.Linear(128, 10),
            log_softmax=nn.LogSoftmax(1),
        )
    )


def linear() -> nn.Module:
    """Softmax regression."""
    return nn.Sequential(OrderedDict(flatten=nn.Flatten(), fc=nn.Linear(784, 10), log_softmax=nn.LogSoftmax(1)))


NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "mnist-example": ExampleNet,
    "perceptron": perceptron,
    "linear": linear,
}


def make(data_directory: Path) -> dict[str, Tensor]:
    training, _ = mnist.load(data_directory)
    first = mnist.Split(training.images[:BATCH], training.labels[:BATCH])
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    images = torch.stack([transform(picture) for picture in first.pictures()])
    labels = torch.from_numpy(first.labels.astype("int64"))
    tensors = {"images": torch.from_numpy(first.images.copy()), "labels": labels}
    for name, network in NETWORKS.items():
        made = _initial(network) | _passes(network, images, labels)
        tensors |= {f"{name}/{key}": value for key, value in made.items()}
    return tensors


def _begun(network: Callable[[], nn.Module], seed: int) -> nn.Module:
    """As its seed initialises it, without dropout."""
    torch.manual_seed(seed)
    return network().eval()


def _initial(network: Callable[[], nn.Module]) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for seed in SEEDS:
        state = _begun(network, seed).state_dict()
        digest = hashlib.sha256(b"".join(value.numpy().astype("<f4").tobytes() for value in state.values()))
        tensors[f"seed_{seed}/initial_sha256"] = bytes_tensor(digest.digest())
    lines = [f"{name} {' '.join(map(str, value.shape))}" for name, value in state.items()]
    tensors["state_dict"] = bytes_tensor("\n".join(lines).encode())
    return tensors


def _passes(network: Callable[[], nn.Module], images: Tensor, labels: Tensor) -> dict[str, Tensor]:
    net = _begun(network, 0)
    output = net(images)
    F.nll_loss(output, labels).backward()
    tensors = {"log_probabilities": output.detach()}
    tensors |= {f"gradients/{name}": _sample(parameter.grad) for name, parameter in net.named_parameters()}

    double = _begun(network, 0).double()
    optimizer = optim.Adadelta(double.parameters(), lr=1.0)
    losses: list[float] = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = F.nll_loss(double(images.double()), labels)
        loss.backward()
        if step == 0:
            norms = {name: parameter.grad.norm() for name, parameter in double.named_parameters()}
            tensors |= {f"gradient_norms/{name}": norm for name, norm in norms.items()}
        optimizer.step()
        losses.append(loss.item())
    tensors["losses"] = torch.tensor(losses, dtype=torch.float64)
    return tensors


def _sample(gradient: Tensor) -> Tensor:
    return gradient if gradient.numel() <= LARGEST_WHOLE else gradient.flatten()[::SAMPLE_STRIDE]
