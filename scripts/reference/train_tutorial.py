#!/usr/bin/python3
"""Trains the digits tutorial's network in real PyTorch and prints what `scripts/train --json` writes.

The JSON object: `options`; `steps`, [{step, loss}], counted on over all epochs, each loss taken before its step;
`epochs`, [{epoch, val_accuracy, val_loss, seconds}], seconds of the steps alone; with --hello instead of these two
`hello`, {x, losses}. Progress goes to the standard error output.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable
from pathlib import Path

import torch

import mnist
from tutorial import Options, Score, load_data, make_net, run_hello, train

Json = dict[str, object]


def main() -> int:
    arguments = _parse_arguments()
    torch.set_num_threads(arguments.threads)
    try:
        run = run_as_json(arguments)
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    text = json.dumps(run, indent=1)
    if arguments.json:
        arguments.json.write_text(text + "\n")
    else:
        print(text)
    return 0


def run_as_json(arguments: argparse.Namespace) -> Json:
    """Runs what the command line asks for, with progress on the standard error output."""
    options = _options(arguments)
    shown = {"seed": options.seed, "threads": arguments.threads, "double": options.double}
    if arguments.hello:
        hello = run_hello(options.seed)
        return {"options": shown, "hello": {"x": hello.x.item(), "losses": hello.losses.tolist()}}
    shown |= {
        "epochs": options.epochs,
        "batch_size": options.batch_size,
        "lr": options.lr,
        "optimizer": options.optimizer,
        "gamma": options.gamma,
        "shuffle": options.shuffle,
        "limit": options.limit,
    }
    run = run_training(options, arguments.data)
    return {"options": shown, **run}


def run_training(options: Options, data_directory: Path) -> Json:
    """Trains and returns the lists `steps` and `epochs`."""
    steps: list[Json] = []
    epochs: list[Json] = []

    def on_step(loss: float) -> None:
        steps.append({"step": len(steps) + 1, "loss": loss})

    def on_epoch(score: Score, seconds: float) -> None:
        epochs.append({"epoch": len(epochs) + 1, **vars(score), "seconds": seconds})
        print(f"epoch {len(epochs)}: {score.val_accuracy:.2%} correct, {seconds:.2f} s", file=sys.stderr)

    data = load_data(data_directory)
    train(make_net(options), options, data, on_step, on_epoch)
    return {"steps": steps, "epochs": epochs}


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        seed=arguments.seed,
        epochs=arguments.epochs,
        batch_size=arguments.batch_size,
        lr=arguments.lr,
        optimizer=arguments.optimizer,
        gamma=arguments.gamma,
        shuffle=arguments.shuffle,
        limit=arguments.limit,
        double=arguments.double,
    )


def _parse_arguments() -> argparse.Namespace:
    defaults = Options()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--epochs", type=_whole(0), default=defaults.epochs)
    parser.add_argument("--batch-size", type=_whole(1), default=defaults.batch_size)
    parser.add_argument("--lr", type=_positive, default=defaults.lr)
    parser.add_argument("--optimizer", choices=["sgd", "adadelta", "adam", "adamw"], default=defaults.optimizer)
    parser.add_argument("--gamma", type=_positive, default=defaults.gamma, help="StepLR(1, GAMMA)")
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--limit", type=_whole(0), default=defaults.limit, help="first LIMIT training images; 0: all")
    parser.add_argument("--double", action="store_true", help="in double precision, from the same initial parameters")
    parser.add_argument("--hello", action="store_true", help="hello world: one weight, one bias, ten steps")
    parser.add_argument("--threads", type=_whole(1), default=1)
    parser.add_argument("--data", type=Path, default=mnist.DEFAULT_DATA, help="folder of MNIST's four files")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON there instead of printing it")
    return parser.parse_args()


def _whole(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"expected at least {least}, found {text}")
        return int(text)

    return whole


def _positive(text: str) -> float:
    if not 0 < float(text) < math.inf:
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text}")
    return float(text)


if __name__ == "__main__":
    sys.exit(main())
