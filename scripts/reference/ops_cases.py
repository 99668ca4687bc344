"""Runs an op in PyTorch, forward and backward, and keeps every number of it under the case's name."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Union

import torch
from torch import Tensor

Option = Union[int, float, Sequence[int]]

SPECIAL_VALUES = (
    float("nan"), float("inf"), float("-inf"), -0.0, 0.0, 1e-40, -1e-40, 1.0,
    -1.0, 0.5, 89.0, -89.0, -104.0, 3e38, -3e38, 1e-30, 2.0,
)  # fmt: skip


def option_tensor(option: Option) -> Tensor:
    """An option as a fixture holds it: I64 for integers and lists of them, F64 for other numbers."""
    return torch.tensor(option, dtype=torch.float64 if isinstance(option, float) else torch.int64)


def random_source(name: str) -> torch.Generator:
    """A generator seeded by `name`: a case keeps its numbers when another one is added."""
    return torch.Generator().manual_seed(zlib.crc32(name.encode()))


class Cases:
    """Collects the tensors of all recorded cases; `tensors` maps `<op>/<case>/<what>` to them."""

    def __init__(self) -> None:
        self.tensors: dict[str, Tensor] = {}

    def record(
        self,
        name: str,
        function: Callable[..., Union[Tensor, tuple[Tensor, Tensor]]],
        inputs: dict[str, Tensor],
        **options: Option,
    ) -> None:
        """Calls `function(**inputs)`, draws an upstream gradient, and keeps the gradients of all float inputs.

        A function that gives (values, indices), as max does, has its indices kept too. `options` are written
        beside the inputs and not handed to `function`.
        """
        leaves = {
            key: value.clone().requires_grad_(value.is_floating_point()) for key, value in inputs.items()
        }
        result = function(**leaves)
        output, indices = result if isinstance(result, tuple) else (result, None)
        grad_output = torch.randn(output.shape, generator=random_source(f"{name}/grad_output"))
        output.backward(grad_output)

        kept = {key: option_tensor(option) for key, option in options.items()}
        kept |= {key: leaf.detach() for key, leaf in leaves.items()}
        kept |= {f"grad_{key}": leaf.grad for key, leaf in leaves.items() if leaf.grad is not None}
        kept |= {"output": output.detach(), "grad_output": grad_output}
        if indices is not None:
            kept["indices"] = indices
        for key, value in kept.items():
            self.tensors[f"{name}/{key}"] = value


def normal(name: str, *shape: int) -> Tensor:
    """Normal values, always the same for the same name and shape."""
    return torch.randn(shape, generator=random_source(f"{name}/{shape}"))


def positive(name: str, *shape: int) -> Tensor:
    """Values in [0.1, 4.1), always the same for the same name and shape."""
    return torch.rand(shape, generator=random_source(f"{name}/{shape}")) * 4 + 0.1


def with_ties(name: str, *shape: int) -> Tensor:
    """Values among -1, 0, 1, 2, so that a maximum is often met twice."""
    return torch.randint(-1, 3, shape, generator=random_source(f"{name}/{shape}")).float()


def special_values() -> Tensor:
    """NaN, infinities, zeros of both signs, denormal and huge numbers: 17, so past any vector of 4, 8 or 16."""
    return torch.tensor(SPECIAL_VALUES)
