"""Reads MNIST's four IDX files, gzipped or not, and makes PIL images of them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_DATA = REPOSITORY / "assets" / "mnist"

_IMAGES_MAGIC = 2051
_LABELS_MAGIC = 2049


@dataclass(frozen=True)
class Split:
    """The training or the test half: `images` is (N, 28, 28), `labels` is (N), both of bytes."""

    images: np.ndarray
    labels: np.ndarray

    def pictures(self) -> list[Image.Image]:
        """The images as PIL's 8-bit grey ones, which is what torchvision's MNIST hands to its transforms."""
        return [Image.fromarray(image, mode="L") for image in self.images]


def load(directory: Path) -> tuple[Split, Split]:
    """Reads (training, test) from `directory`; raises FileNotFoundError or ValueError with the file's name."""
    return _load_split(directory, "train"), _load_split(directory, "t10k")


def _load_split(directory: Path, prefix: str) -> Split:
    images = _read_idx(directory, f"{prefix}-images-idx3-ubyte", _IMAGES_MAGIC)
    labels = _read_idx(directory, f"{prefix}-labels-idx1-ubyte", _LABELS_MAGIC)
    if len(images) != len(labels):
        raise ValueError(f"{directory}: {len(images)} images but {len(labels)} labels in {prefix}")
    return Split(images, labels)


def _read_idx(directory: Path, name: str, magic: int) -> np.ndarray:
    path = directory / f"{name}.gz"
    if not path.exists():
        path = directory / name
    if not path.exists():
        raise FileNotFoundError(f"{path}.gz is missing: run scripts/setup, or give --data a folder that has it")
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    found = int.from_bytes(content[:4], "big")
    if found != magic:
        raise ValueError(f"{path}: magic number {found}, expected {magic}")
    rank = magic & 0xFF
    shape = tuple(int(size) for size in np.frombuffer(content, dtype=">u4", count=rank, offset=4))
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * rank).reshape(shape)
