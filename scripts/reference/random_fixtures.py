"""`random.safetensors`: what PyTorch's generator draws, and what its layers and loaders make of the draws.

Names are `seed_<seed>/<what>`; each starts from a freshly seeded generator:

    raw32                     200 draws of 32 bits of the Mersenne twister itself (I64)
    random_int64              `empty(8, dtype=int64).random_()`, how a DataLoader draws its seeds
    randint_10                `randint(10, (50,))`
    rand, uniform             `rand(1000)`; `empty(200).uniform_(-0.3, 0.3)`
    rand_double               `rand(20, dtype=float64)`
    randn_<n>                 `randn(n)`; from 16 values on, PyTorch draws normals another way, and 1000 take more
                              draws than the twister makes at a time
    sequence/<i>_<call>       randn(1), randn(1), randn(3), rand(2), randn(20), randn(1) from one generator, in this
                              order: small normals come in pairs, and the second of a pair waits for the next call
    randperm_<n>              `randperm(n)`; of randperm(60000) the first 20
    bernoulli_<p>             `empty(64).bernoulli_(p)` (a PyTorch built with MKL draws these otherwise)
    dropout_<p>               `F.dropout(ones(64), p)`, likewise
    loader_epoch_<e>          the order of `DataLoader(range(50), batch_size=8, shuffle=True)` in two epochs (50)
    linear_1_1/weight, ...    initial parameters of Linear(1, 1)
    linear_5_3/...            of Linear(5, 3)
    conv2d_1_32_3/...         of Conv2d(1, 32, 3)
    conv2d_3_4_3x5/weight     of Conv2d(3, 4, (3, 5), bias=False)

    net_loader/epoch_<e>              after manual_seed(0) and the tutorial's Net(): the first 20 indices of epochs
                                      1 and 2 of a shuffling loader of 60000
    net_loader_validated/epoch_<e>    likewise, where another, unshuffled DataLoader is read once before each epoch:
                                      every start of a DataLoader draws an int64, even of one that does not shuffle
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader

from tutorial import Net

SEEDS = (0, 1, 42, 2**31, 123456789, 2**40 + 7)


def make() -> dict[str, Tensor]:
    """Draws everything that the head of this file lists."""
    tensors: dict[str, Tensor] = {}
    for seed in SEEDS:
        for name, tensor in _draws(seed).items():
            tensors[f"seed_{seed}/{name}"] = tensor
    for name, validated in (("net_loader", False), ("net_loader_validated", True)):
        for epoch, order in enumerate(_net_loader_orders(validated), start=1):
            tensors[f"{name}/epoch_{epoch}"] = order
    return tensors


def _draws(seed: int) -> dict[str, Tensor]:
    calls: dict[str, Callable[[], Tensor]] = {
        "raw32": lambda: _raw_draws(200),
        "random_int64": lambda: torch.empty(8, dtype=torch.int64).random_(),
        "randint_10": lambda: torch.randint(10, (50,)),
        "rand": lambda: torch.rand(1000),
        "rand_double": lambda: torch.rand(20, dtype=torch.float64),
        "uniform": lambda: torch.empty(200).uniform_(-0.3, 0.3),
        "randperm_60000": lambda: torch.randperm(60000)[:20],
    }
    for size in (1, 2, 3, 15, 16, 17, 33, 100, 1000):
        calls[f"randn_{size}"] = lambda size=size: torch.randn(size)
    for size in (1, 2, 10, 1000):
        calls[f"randperm_{size}"] = lambda size=size: torch.randperm(size)
    for p in (0.25, 0.5):
        calls[f"bernoulli_{p}"] = lambda p=p: torch.empty(64).bernoulli_(p)
        calls[f"dropout_{p}"] = lambda p=p: F.dropout(torch.ones(64), p)

    tensors: dict[str, Tensor] = {}
    for name, call in calls.items():
        torch.manual_seed(seed)
        tensors[name] = call()
    tensors.update(_sequence(seed))
    tensors.update(_initial_parameters(seed))
    torch.manual_seed(seed)
    loader = DataLoader(range(50), batch_size=8, shuffle=True)
    for epoch in (1, 2):
        tensors[f"loader_epoch_{epoch}"] = torch.cat(list(loader))
    return tensors


def _raw_draws(count: int) -> Tensor:
    """The generator's own 32-bit words: an int64 over its full range takes two of them, the high one first."""
    words = torch.empty(count // 2, dtype=torch.int64).random_(-(2**63), None)
    return torch.stack([(words >> 32) & 0xFFFFFFFF, words & 0xFFFFFFFF], dim=1).flatten()


def _sequence(seed: int) -> dict[str, Tensor]:
    torch.manual_seed(seed)
    return {
        "sequence/0_randn_1": torch.randn(1),
        "sequence/1_randn_1": torch.randn(1),
        "sequence/2_randn_3": torch.randn(3),
        "sequence/3_rand_2": torch.rand(2),
        "sequence/4_randn_20": torch.randn(20),
        "sequence/5_randn_1": torch.randn(1),
    }


def _initial_parameters(seed: int) -> dict[str, Tensor]:
    layers: dict[str, Callable[[], nn.Module]] = {
        "linear_1_1": lambda: nn.Linear(1, 1),
        "linear_5_3": lambda: nn.Linear(5, 3),
        "conv2d_1_32_3": lambda: nn.Conv2d(1, 32, 3),
        "conv2d_3_4_3x5": lambda: nn.Conv2d(3, 4, (3, 5), bias=False),
    }
    tensors: dict[str, Tensor] = {}
    for name, construct in layers.items():
        torch.manual_seed(seed)
        for parameter, value in construct().state_dict().items():
            tensors[f"{name}/{parameter}"] = value
    return tensors


def _net_loader_orders(validated: bool) -> list[Tensor]:
    torch.manual_seed(0)
    Net()
    training = DataLoader(range(60000), batch_size=512, shuffle=True)
    validation = DataLoader(range(10), batch_size=512)
    orders = []
    for _ in range(2):
        if validated:
            list(validation)
        orders.append(torch.cat(list(training))[:20])
    return orders
