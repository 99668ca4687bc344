"""Writes and reads the safetensors format: a JSON header of names, types, shapes and offsets, then the raw data.

Format: https://github.com/huggingface/safetensors#format. The bytes depend on the tensors and the metadata alone.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

# numpy's names of the types that the fixtures use, little-endian, and what the format calls them.
_TYPE_NAMES = {"<f4": "F32", "<f8": "F64", "<i8": "I64", "|u1": "U8"}


def write_safetensors(path: Path, tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str]) -> None:
    """Writes `tensors` to `path`, wide types first and then by name, so that every tensor is aligned to its type."""
    arrays = {name: tensor.detach().contiguous().numpy() for name, tensor in tensors.items()}
    names = sorted(arrays, key=lambda name: (-arrays[name].itemsize, name))
    header: dict[str, object] = {"__metadata__": dict(sorted(metadata.items()))}
    offset = 0
    for name in names:
        array = arrays[name]
        header[name] = {
            "dtype": _TYPE_NAMES[array.dtype.newbyteorder("<").str],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + array.nbytes],
        }
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data begins at a multiple of eight, as the format's own writer has it
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in names:
            file.write(arrays[name].astype(arrays[name].dtype.newbyteorder("<"), copy=False).tobytes())


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a file of the types that `write_safetensors` knows, in the order of its header."""
    content = path.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    numpy_types = {name: numpy_type for numpy_type, name in _TYPE_NAMES.items()}
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(content[begin:end], dtype=numpy_types[entry["dtype"]]).copy()
        tensors[name] = torch.from_numpy(values).reshape(entry["shape"])
    return tensors


def bytes_tensor(data: bytes) -> torch.Tensor:
    """Holds `data`, for example a digest or UTF-8 text, as a one-dimensional U8 tensor."""
    return torch.from_numpy(np.frombuffer(data, dtype=np.uint8).copy())
