"""The digits tutorial in real PyTorch: its network, its data, its training loop, and hello world."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn, optim
from torch.utils.data import DataLoader, TensorDataset
from torchvision import transforms

import mnist

EVALUATION_BATCH = 512


class Net(nn.Module):
    """The tutorial's network: (N, 1, 8, 8) images to (N, 10) log-probabilities."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc = nn.Linear(1024, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.max_pool2d(x, 1)
        x = torch.flatten(x, 1)
        return F.log_softmax(self.fc(x), dim=1)


@dataclass(frozen=True)
class Options:
    """What a run depends on; the defaults are the tutorial's. `gamma` 1 means no schedule, `limit` 0 all images."""

    seed: int = 0
    epochs: int = 1
    batch_size: int = 512
    lr: float = 1.0
    optimizer: str = "adadelta"
    gamma: float = 1.0
    shuffle: bool = False
    limit: int = 0
    double: bool = False


@dataclass(frozen=True)
class Data:
    """Transformed images, (N, 1, 8, 8) float32, with their labels, (N) int64."""

    training: TensorDataset
    test: TensorDataset


@dataclass(frozen=True)
class Score:
    """Share of the test images read right, and the mean loss over all of them."""

    val_accuracy: float
    val_loss: float


def image_transform() -> transforms.Compose:
    """The tutorial's transform of a PIL image: 8x8, to [0, 1], then MNIST's mean and deviation."""
    return transforms.Compose(
        [transforms.Resize((8, 8)), transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))]
    )


def load_data(directory: Path) -> Data:
    """Reads MNIST from `directory` and transforms all 70,000 images."""
    transform = image_transform()

    def dataset(split: mnist.Split) -> TensorDataset:
        images = torch.stack([transform(picture) for picture in split.pictures()])
        return TensorDataset(images, torch.from_numpy(split.labels.astype("int64")))

    training, test = mnist.load(directory)
    return Data(dataset(training), dataset(test))


def make_net(options: Options) -> Net:
    """The network as its seed initialises it; a double one is widened from the same float32 parameters."""
    seed_generator(options.seed)
    net = Net()
    return net.double() if options.double else net


def seed_generator(seed: int) -> None:
    """`manual_seed` by the low 32 bits, which are all that matter; it refuses seeds beyond 64 bits."""
    torch.manual_seed(seed & 0xFFFFFFFF)


def make_optimizer(name: str, net: nn.Module, lr: float) -> optim.Optimizer:
    """PyTorch's optimizer of that name with its defaults but for the learning rate."""
    kinds = {"sgd": optim.SGD, "adadelta": optim.Adadelta, "adam": optim.Adam, "adamw": optim.AdamW}
    return kinds[name](net.parameters(), lr=lr)


def evaluate(net: Net, test: TensorDataset) -> Score:
    """Reads all test images. No DataLoader does it: starting one would draw from the generator of the training."""
    images, labels = test.tensors
    dtype = next(net.parameters()).dtype
    right, loss = 0, 0.0
    with torch.no_grad():
        for begin in range(0, len(labels), EVALUATION_BATCH):
            target = labels[begin : begin + EVALUATION_BATCH]
            output = net(images[begin : begin + EVALUATION_BATCH].to(dtype))
            right += int((output.argmax(dim=1) == target).sum())
            loss += F.nll_loss(output, target, reduction="sum").item()
    return Score(right / len(labels), loss / len(labels))


def train(
    net: Net,
    options: Options,
    data: Data,
    on_step: Callable[[float], None],
    on_epoch: Callable[[Score, float], None],
) -> None:
    """Trains `net`; calls `on_step(loss)` after each step, `on_epoch(score, seconds of training)` after each epoch."""
    criterion = nn.NLLLoss()
    optimizer = make_optimizer(options.optimizer, net, options.lr)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=options.gamma)
    images, labels = data.training.tensors
    count = options.limit or len(labels)
    dtype = next(net.parameters()).dtype
    loader = DataLoader(
        TensorDataset(images[:count], labels[:count]), batch_size=options.batch_size, shuffle=options.shuffle
    )
    for _ in range(options.epochs):
        seconds = 0.0
        for batch, target in loader:
            start = time.perf_counter()
            optimizer.zero_grad()
            loss = criterion(net(batch.to(dtype)), target)
            loss.backward()
            optimizer.step()
            seconds += time.perf_counter() - start
            on_step(loss.item())
        scheduler.step()
        on_epoch(evaluate(net, data.test), seconds)


@dataclass(frozen=True)
class HelloRun:
    """Hello world: one weight and one bias learn to map `x` to zero; each loss is taken before its step."""

    x: Tensor
    weights: Tensor  # (11): before the first step and after each
    biases: Tensor  # (11)
    losses: Tensor  # (10)


def run_hello(seed: int) -> HelloRun:
    """Ten steps of SGD, in the order in which the tutorial draws: parameters first, then x."""
    seed_generator(seed)
    model = nn.Linear(1, 1)
    x, target = torch.randn(1), torch.zeros(1)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    weights, biases, losses = [model.weight.item()], [model.bias.item()], []
    for _ in range(10):
        optimizer.zero_grad()
        loss = criterion(model(x), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        weights.append(model.weight.item())
        biases.append(model.bias.item())
    return HelloRun(x, torch.tensor(weights), torch.tensor(biases), torch.tensor(losses))
