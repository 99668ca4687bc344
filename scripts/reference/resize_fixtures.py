"""`resize.safetensors`: what torchvision's Resize makes of PIL images, byte for byte.

    sha256/train_8x8, test_8x8        SHA-256 (32 U8) of all 60000x8x8 and 10000x8x8 bytes of MNIST
    sha256/train_14x14, test_14x14    likewise at 14x14
    made/input                        (20, 28, 28) U8: edges, ramps, strokes and noise
    made/<h>x<w>                      (20, h, w) U8: of them at 8x8, 28x28, 14x14, 5x5, 32x32, 28x8, 8x28
    mnist/input, mnist/<h>x<w>        the first ten training images likewise
    oblong/input, oblong/<h>x<w>      (4, 13, 30) U8 at 7x11, 13x8, 20x30, 8x8, 1x1
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torchvision import transforms

import mnist
from safetensors_file import bytes_tensor

Size = tuple[int, int]

SQUARE_SIZES: list[Size] = [(8, 8), (28, 28), (14, 14), (5, 5), (32, 32), (28, 8), (8, 28)]
OBLONG_SIZES: list[Size] = [(7, 11), (13, 8), (20, 30), (8, 8), (1, 1)]


def make(data_directory: Path) -> dict[str, Tensor]:
    """Resizes everything that the head of this file lists."""
    training, test = mnist.load(data_directory)
    tensors: dict[str, Tensor] = {}
    for side in (8, 14):
        for name, split in (("train", training), ("test", test)):
            digest = hashlib.sha256(_resized(split.images, (side, side)).tobytes()).digest()
            tensors[f"sha256/{name}_{side}x{side}"] = bytes_tensor(digest)

    noise = np.random.RandomState(0)
    groups = {
        "made": (_made_images(noise), SQUARE_SIZES),
        "mnist": (training.images[:10], SQUARE_SIZES),
        "oblong": (noise.randint(0, 256, (4, 13, 30)).astype(np.uint8), OBLONG_SIZES),
    }
    for name, (images, sizes) in groups.items():
        tensors[f"{name}/input"] = torch.from_numpy(images.copy())
        for size in sizes:
            tensors[f"{name}/{size[0]}x{size[1]}"] = torch.from_numpy(_resized(images, size))
    return tensors


def _resized(images: np.ndarray, size: Size) -> np.ndarray:
    resize = transforms.Resize(size)
    return np.stack([np.asarray(resize(Image.fromarray(image, mode="L"))) for image in images])


def _made_images(noise: np.random.RandomState) -> np.ndarray:
    """Twenty 28x28 images in which a wrong weight, rounding or order of passes shows."""
    rows, columns = np.mgrid[0:28, 0:28]
    images = [
        np.zeros((28, 28)),
        np.full((28, 28), 255),
        np.full((28, 28), 128),
        columns * 9,
        rows * 9,
        (rows + columns) % 2 * 255,  # chessboard
        columns % 2 * 255,
        rows % 2 * 255,
        (rows // 7 + columns // 7) % 2 * 255,
        (rows == 14) * 255,
        (columns == 13) * 255,
        (rows == columns) * 255,
        ((rows == 0) | (rows == 27) | (columns == 0) | (columns == 27)) * 255,
        ((rows == 10) & (columns == 17)) * 255,  # one point
        ((rows - 13.5) ** 2 + (columns - 13.5) ** 2 < 80) * 255,
    ]
    images += [noise.randint(0, 256, (28, 28)) for _ in range(3)]
    images += [noise.randint(0, 2, (28, 28)) * 255, noise.randint(0, 3, (28, 28))]
    return np.stack(images).astype(np.uint8)
