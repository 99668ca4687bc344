#!/usr/bin/python3
"""PyTorch as a contestant: `pytorch.py '{"data": …, "options": …, "plan": …}'` prints what was measured as JSON.

Rounds, data and results are those of repeat.mjs and samples.mjs. What is timed is the tutorial's loop but for its
DataLoader: batches are slices of one tensor that was normalised beforehand.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn, optim

MEAN, DEVIATION = 0.1307, 0.3081
INFERENCE_BATCH = 512
INFERENCE_IMAGES = 10_000


class TutorialNet(nn.Module):
    """The tutorial's network, (N, 1, size, size) to log-probabilities (N, 10), with or without its pooling of 1."""

    def __init__(self, size: int, pool: bool) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc = nn.Linear(64 * (size - 4) ** 2, 10)
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        if self.pool:
            x = F.max_pool2d(x, 1)
        x = torch.flatten(x, 1)
        return F.log_softmax(self.fc(x), dim=1)


class ExampleNet(nn.Module):
    """That of pytorch/examples, mnist/main.py."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv1(x)
        x = F.relu(x)
        x = self.conv2(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = self.dropout1(x)
        x = torch.flatten(x, 1)
        x = self.fc1(x)
        x = F.relu(x)
        x = self.dropout2(x)
        x = self.fc2(x)
        return F.log_softmax(x, dim=1)


NETWORKS: dict[str, Callable[[int], nn.Module]] = {
    "tutorial": lambda size: TutorialNet(size, pool=True),
    "tutorial-without-pool": lambda size: TutorialNet(size, pool=False),
    "mnist-example": lambda size: ExampleNet(),
}

Json = dict[str, object]


def main() -> None:
    request = json.loads(sys.argv[1])
    options, plan = request["options"], request["plan"]
    torch.set_num_threads(options["threads"])
    torch.manual_seed(0)
    images, labels = load(Path(request["data"]), options["size"])
    net = NETWORKS[options["network"]](options["size"])
    measured = repeat(steps(net, images, labels, options["batchSize"]), plan)
    measured["imagesPerSecond"] = inference(net, images, options["inference"])
    measured["version"] = torch.__version__
    print(json.dumps(measured))


def load(folder: Path, size: int) -> tuple[Tensor, Tensor]:
    """Normalised images, (N, 1, size, size), and labels, (N)."""
    labels = np.fromfile(folder / "labels", dtype=np.uint8).astype(np.int64)
    pixels = np.fromfile(folder / f"images-{size}", dtype=np.uint8).reshape(-1, 1, size, size)
    images = torch.from_numpy(pixels).float().div_(255).sub_(MEAN).div_(DEVIATION)
    return images, torch.from_numpy(labels)


def steps(net: nn.Module, images: Tensor, labels: Tensor, batch_size: int) -> Callable[[], tuple[int, float]]:
    """A function that makes the next step and returns its images and loss; epochs follow each other."""
    criterion = nn.NLLLoss()
    optimizer = optim.Adadelta(net.parameters(), lr=1.0)
    first = 0

    def step() -> tuple[int, float]:
        nonlocal first
        batch, target = images[first : first + batch_size], labels[first : first + batch_size]
        first = 0 if first + batch_size >= len(labels) else first + batch_size
        optimizer.zero_grad()
        loss = criterion(net(batch), target)
        loss.backward()
        optimizer.step()
        return len(target), loss.item()

    return step


def repeat(step: Callable[[], tuple[int, float]], plan: Json) -> Json:
    """What `repeat` of repeat.mjs does."""
    losses: list[float] = []

    def train_round() -> Json:
        begin = time.perf_counter()
        images, count, seconds = 0, 0, 0.0
        while count == 0 or (count < plan["steps"] and seconds < plan["seconds"]):
            done, loss = step()
            images += done
            count += 1
            losses.append(loss)
            seconds = time.perf_counter() - begin
        return {"images": images, "steps": count, "seconds": seconds}

    begin = time.perf_counter()
    first = train_round()
    while time.perf_counter() - begin < plan["seconds"]:
        train_round()
    rounds = [train_round() for _ in range(plan["repetitions"])]
    trace = {"first": losses[0], "last": losses[-1], "least": min(losses[1:]), "steps": len(losses)}
    return {"first": first, "rounds": rounds, "losses": trace}


def inference(net: nn.Module, images: Tensor, repetitions: int) -> list[float]:
    """Images read in a second, so many times after a first one that does not count."""
    net.eval()
    speeds = []
    for _ in range(repetitions + 1 if repetitions else 0):
        begin = time.perf_counter()
        with torch.no_grad():
            for first in range(0, INFERENCE_IMAGES, INFERENCE_BATCH):
                net(images[first : min(first + INFERENCE_BATCH, INFERENCE_IMAGES)]).argmax(dim=1)
        speeds.append(INFERENCE_IMAGES / (time.perf_counter() - begin))
    return speeds[1:]


if __name__ == "__main__":
    main()
