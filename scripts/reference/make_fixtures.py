#!/usr/bin/python3
"""Makes the test fixtures of wasm-tests/fixtures from real PyTorch; two runs give the same bytes.

It takes some five minutes, nearly all of them for the double and the ten-epoch runs of the tutorial. It needs Debian's
python3-torch and python3-torchvision, and MNIST (scripts/setup brings it). What each file holds, and how its tensors
are named, stands at the head of the module that makes it: random_fixtures.py, ops_fixtures.py, optim_fixtures.py,
tutorial_fixtures.py, example_fixtures.py, resize_fixtures.py, printing_fixtures.py.
"""

from __future__ import annotations

import fixed_kernels  # isort: skip  (before torch)

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import PIL
import torch
import torchvision
from torch import Tensor

import example_fixtures
import mnist
import ops_fixtures
import optim_fixtures
import printing_fixtures
import random_fixtures
import resize_fixtures
import tutorial_fixtures
from safetensors_file import write_safetensors

VERSIONS = {
    "script": "scripts/reference/make_fixtures.py",
    "torch": str(torch.__version__),
    "torchvision": str(torchvision.__version__),
    "pillow": PIL.__version__,
    "kernels": fixed_kernels.DESCRIPTION,
}

Json = dict[str, object]


def main() -> int:
    arguments = _parse_arguments()
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    families: dict[str, Callable[[Path, Path], list[Path]]] = {
        "random": lambda data, out: [_write(out / "random.safetensors", random_fixtures.make())],
        "ops": lambda data, out: [_write(out / "ops.safetensors", ops_fixtures.make())],
        "optim": lambda data, out: [_write(out / "optim.safetensors", optim_fixtures.make())],
        "tutorial": _make_tutorial,
        "example": lambda data, out: [_write(out / "example.safetensors", example_fixtures.make(data))],
        "resize": lambda data, out: [_write(out / "resize.safetensors", resize_fixtures.make(data))],
        "printing": _make_printing,
    }
    unknown = set(arguments.only or ()) - set(families)
    if unknown:
        print(f"--only: expected {', '.join(families)}, found {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    try:
        for name in arguments.only or families:
            for path in families[name](arguments.data, arguments.out):
                print(f"{path}: {path.stat().st_size} bytes", flush=True)
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, default=mnist.DEFAULT_DATA, help="folder of MNIST's four files")
    parser.add_argument("--out", type=Path, default=mnist.REPOSITORY / "wasm-tests" / "fixtures")
    parser.add_argument("--only", nargs="+", metavar="FAMILY", help="some of the fixtures, all by default")
    return parser.parse_args()


def _make_tutorial(data: Path, out: Path) -> list[Path]:
    tensors, traces = tutorial_fixtures.make(data)
    return [_write(out / "tutorial.safetensors", tensors), _write_json(out / "traces.json", traces)]


def _make_printing(_: Path, out: Path) -> list[Path]:
    tensors, printed = printing_fixtures.make()
    return [_write(out / "printing.safetensors", tensors), _write_json(out / "printing.json", printed)]


def _write(path: Path, tensors: dict[str, Tensor]) -> Path:
    write_safetensors(path, tensors, VERSIONS)
    return path


def _write_json(path: Path, content: Json) -> Path:
    path.write_text(json.dumps({"made_by": VERSIONS, **content}, indent=1, allow_nan=False) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main())
