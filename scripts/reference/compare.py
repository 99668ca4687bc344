#!/usr/bin/python3
"""Compares a run of `scripts/train --json` with PyTorch at the run's own seed and options.

Prints the largest differences of the losses, how many losses agree as printed with two decimals, and the accuracies
side by side; for hello world its x and losses.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch

import mnist
from losses import equal_as_printed, largest_difference
from train_tutorial import run_training
from tutorial import Options, run_hello

Json = dict[str, object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, metavar="RUN.json")
    parser.add_argument("--threads", type=int, default=1, help="PyTorch's; its last digits depend on it")
    parser.add_argument("--double", action="store_true", help="PyTorch in double, from the same initial parameters")
    parser.add_argument("--data", type=Path, default=mnist.DEFAULT_DATA, help="folder of MNIST's four files")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    try:
        run = json.loads(arguments.run.read_text())
        options = read_options(run.get("options", {}), arguments.double)
        print(f"{arguments.run}: {options}")
        if run.get("hello"):
            compare_hello(run["hello"], options.seed)
        if run.get("steps"):
            reference = run_training(options, arguments.data)
            compare_losses([step["loss"] for step in run["steps"]], [step["loss"] for step in reference["steps"]])
            compare_epochs(run.get("epochs", []), reference["epochs"])
    except (OSError, ValueError, KeyError) as error:
        print(f"{arguments.run}: {error!r}", file=sys.stderr)
        return 1
    return 0


def read_options(options: Json, double: bool) -> Options:
    """The run's options; those it does not name have the tutorial's values. Raises ValueError for another network."""
    if options.get("preset", "tutorial") != "tutorial":
        raise ValueError(f"expected a run of the preset tutorial, found {options['preset']}")
    defaults = Options()
    return Options(
        seed=int(options.get("seed", defaults.seed)),
        epochs=int(options.get("epochs", defaults.epochs)),
        batch_size=int(options.get("batch_size", defaults.batch_size)),
        lr=float(options.get("lr", defaults.lr)),
        optimizer=str(options.get("optimizer", defaults.optimizer)),
        gamma=float(options.get("gamma", defaults.gamma)),
        shuffle=bool(options.get("shuffle", defaults.shuffle)),
        limit=int(options.get("limit", defaults.limit)),
        double=double,
    )


def compare_losses(losses: list[float], reference: list[float]) -> None:
    """Prints how far two traces of losses lie apart, over all steps and over the first few."""
    if len(losses) != len(reference):
        print(f"steps: {len(losses)}, PyTorch {len(reference)}; compared are those that both have")
    count = min(len(losses), len(reference))
    for steps in sorted({min(8, count), count} - {0}):
        print(f"losses of steps 1 to {steps}: largest difference {largest_difference(losses, reference, steps):.3g}")
    print(f"losses with two decimals: {equal_as_printed(losses, reference)} of {count} agree")


def compare_epochs(epochs: list[Json], reference: list[Json]) -> None:
    """Prints accuracy and loss on the test images after each epoch, ours and PyTorch's."""
    for ours, theirs in zip(epochs, reference):
        print(
            f"epoch {ours['epoch']}: {ours['val_accuracy']:.2%} correct, PyTorch {theirs['val_accuracy']:.2%}; "
            f"loss {ours['val_loss']:.4f}, PyTorch {theirs['val_loss']:.4f}"
        )


def compare_hello(hello: Json, seed: int) -> None:
    """Prints how far hello world's input and losses lie from PyTorch's."""
    reference = run_hello(seed)
    print(f"hello: x {hello['x']}, PyTorch {reference.x.item()}")
    compare_losses(hello["losses"], reference.losses.tolist())


if __name__ == "__main__":
    sys.exit(main())
