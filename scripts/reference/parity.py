#!/usr/bin/python3
"""Measures how close gradlet is to the installed PyTorch, for seeds given on the command line.

For each seed the tutorial's first epoch runs in PyTorch, in float32 and in double, and by scripts/train (WebAssembly,
default and --precise). gradlet_probe, a native program of the same sources, writes random numbers and the first step's
gradients. Prints a row of figures for each seed, and then every bound with what was found. Exit code 1: a bound was
missed; 2: something could not be measured.

Training in float32 is chaotic: what rounding changes in the last bit grows, for some seeds a thousandfold. So losses
late in the epoch are measured in units of d, the largest difference between PyTorch's own losses in float32 and in
double; both start from the same float32 parameters and images.

For some seeds a ReLU's input is so close to 0 that rounding decides its sign, and the run takes one of two ways:
first_switch.py shows where PyTorch's own two runs part so. Where it happens within the first steps, to gradlet or to
PyTorch, the bound of those steps is missed; below the table stands which of the two it was. Where it happens to others
only, d is too small: PyTorch with other kernels, or with another thread, is then as far away.

PyTorch runs on one thread, with the kernels that it chooses for this processor: they sum in other orders than those for
another, so d and the differences are this machine's. Other kernels: ONEDNN_MAX_CPU_ISA=AVX2 in the environment (its
convolutions), ATEN_CPU_CAPABILITY=default (all else).

It needs Debian's python3-torch and python3-torchvision, and takes about a minute a seed, most of it for PyTorch in
double.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import torch

import mnist
from losses import largest
from measurement import FIRST_STEPS, Curve, Figures, build_probe, measure
from tutorial import load_data

FIRST_BOUND = 1e-5  # for the losses of the first steps

# What the row of a seed shows, and how wide.
COLUMNS = (
    ("seed", 20),
    ("d", 7),
    ("precise", 7),
    ("/d", 5),
    ("default", 7),
    ("/d", 5),
    ("equal as printed", 16),  # default, --precise, PyTorch in double; all beside PyTorch in float32
    ("accuracy, PyTorch's", 19),
    ("gradients", 9),
    ("steps 1-8", 9),
    ("precise", 7),
    ("own d", 7),
    ("hello", 7),
    ("randn", 7),
    ("exact", 5),  # initial weights, rand, randperm, batches
)


@dataclass(frozen=True)
class Bound:
    """What was found over all seeds, beside what is asked for."""

    what: str
    bound: str
    within: int | None  # for how many seeds it holds; None where it is about the median of all
    found: str  # the worst seed's, or the median
    kept: bool


def main() -> int:
    arguments = _parse_arguments()
    torch.set_num_threads(1)
    try:
        build_probe()
        data = load_data(arguments.data)
        measured: list[Figures] = []
        curves: dict[int, dict[str, Curve]] = {}
        print(_line([title for title, _ in COLUMNS]))
        for seed in dict.fromkeys(arguments.seeds):
            figures, curves[seed] = measure(seed, data, arguments.data)
            measured.append(figures)
            print(_line(_cells(figures)), flush=True)
    except (OSError, ValueError) as error:
        print(f"parity.py: {error}", file=sys.stderr)
        return 2
    print(
        f"\nOver {len(measured)} seeds, beside PyTorch {torch.__version__} (kernels for {_kernels()}, convolutions for "
        f"{_convolutions()}, one thread):"
    )
    bounds = judge(measured)
    for one in bounds:
        within = "median" if one.within is None else f"{one.within} of {len(measured)}"
        print(f"{'kept  ' if one.kept else 'MISSED'}  {one.what:<52} {one.bound:<13} {within:<9} {one.found}")
    for one in measured:
        if largest((one.first_losses, one.first_losses_precise)) > FIRST_BOUND:
            print(
                f"seed {one.seed}, steps 1 to {FIRST_STEPS}: default {one.first_losses:.1e}, precise "
                f"{one.first_losses_precise:.1e}, PyTorch in double {one.first_drift:.1e} from PyTorch in float32"
            )
    if arguments.json:
        _write_json(arguments.json, measured, curves)
    return 0 if all(one.kept for one in bounds) else 1


def judge(measured: Sequence[Figures]) -> list[Bound]:
    """Each bound, over all seeds."""

    def each(what: str, values: Sequence[float], bound: float, unit: str = "") -> Bound:
        within = sum(value <= bound for value in values)
        found = f"{largest(values):.2g}{unit}" if unit else f"{largest(values):.1e}"
        return Bound(what, f"<= {bound:g}{unit}", within, found, within == len(values))

    def equal(what: str, values: Sequence[bool]) -> Bound:
        return Bound(what, "equal", sum(values), "equal" if all(values) else "unequal", all(values))

    gradients = [largest((one.gradients, one.gradients_precise)) for one in measured]
    points = [one.accuracy_points for one in measured]
    printed = [one.printed for one in measured]
    steps = f"losses of steps 1 to {FIRST_STEPS}"
    return [
        equal("initial weights, bit for bit", [one.weights_equal for one in measured]),
        equal("rand, randperm, batches of two epochs", [one.draws_equal for one in measured]),
        each("randn", [one.normals for one in measured], 1e-6),
        each("hello world, ten losses, relative to max(1, loss)", [one.hello for one in measured], 1e-6),
        each("gradients of the first step, relative to their norm", gradients, 1e-5),
        each(f"{steps}, precise", [one.first_losses_precise for one in measured], FIRST_BOUND),
        each(f"{steps}, default", [one.first_losses for one in measured], FIRST_BOUND),
        each("all losses, precise", [one.precise / one.drift for one in measured], 4, " d"),
        each("all losses, default", [one.default / one.drift for one in measured], 10, " d"),
        Bound("losses of 118 equal as printed", ">= 115", None, f"{median(printed):g}", median(printed) >= 115),
        Bound("accuracy", "<= 0.1 points", None, f"{median(points):.2g} points", median(points) <= 0.1),
        each("accuracy", points, 0.5, " points"),
    ]


def _kernels() -> str:
    """Which of its kernels PyTorch uses, apart from convolutions."""
    capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    return capability.group(1) if capability else "an unknown processor"


def _convolutions() -> str:
    """Which kernels oneDNN uses for convolutions: the best for this processor, unless told otherwise."""
    if (chosen := os.environ.get("ONEDNN_MAX_CPU_ISA")) is not None:
        return chosen
    return "AVX-512" if " avx512vl " in Path("/proc/cpuinfo").read_text() else "AVX2"


def _cells(one: Figures) -> list[str]:
    """The row of a seed, in the order of `COLUMNS`."""
    return [
        f"{one.seed}",
        f"{one.drift:.1e}",
        f"{one.precise:.1e}",
        f"{one.precise / one.drift:.2f}",
        f"{one.default:.1e}",
        f"{one.default / one.drift:.2f}",
        f"{one.printed}, {one.printed_precise}, {one.printed_double}",
        f"{one.accuracy:.2%}, {one.accuracy_torch:.2%}",
        f"{one.gradients:.1e}",
        f"{one.first_losses:.1e}",
        f"{one.first_losses_precise:.1e}",
        f"{one.first_drift:.1e}",
        f"{one.hello:.1e}",
        f"{one.normals:.1e}",
        "yes" if one.exact else "NO",
    ]


def _line(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, (_, width) in zip(cells, COLUMNS)).rstrip()


def _write_json(path: Path, measured: Sequence[Figures], curves: dict[int, dict[str, Curve]]) -> None:
    content = {
        "torch": str(torch.__version__),
        "kernels": _kernels(),
        "convolutions": _convolutions(),
        "seeds": [
            {**asdict(one), "losses": {name: curve.losses for name, curve in curves[one.seed].items()}}
            for one in measured
        ],
    }
    path.write_text(json.dumps(content, indent=1) + "\n")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=_seed, nargs="+", metavar="SEED", help="0 to 2^64 - 1")
    parser.add_argument("--data", type=Path, default=mnist.DEFAULT_DATA, help="folder of MNIST's four files")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and losses there")
    return parser.parse_args()


def _seed(text: str) -> int:
    if not 0 <= int(text) < 2**64:
        raise argparse.ArgumentTypeError(f"expected a seed from 0 to 2^64 - 1, found {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
