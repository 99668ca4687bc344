"""`ops.safetensors`: each op of the core in PyTorch, forward and backward, in float32.

Names are `<op>/<case>/<what>`, where <what> is

    input, other, weight, bias, target    the op's inputs, by PyTorch's name of the argument (target of nll_loss and
                                          cross_entropy: I64 classes)
    output                                what the op gives
    indices                               where max along a dim found it (I64)
    grad_output                           an upstream gradient of the output's shape, drawn at random
    grad_input, grad_weight, ...          the gradients of the float inputs under that upstream gradient
    stride, padding, kernel_size          I64 pairs (height, width), given also where both are alike
    dim, dim0, dim1, start_dim, keepdim   I64 scalars as PyTorch takes them, negative ones included; keepdim 0 or 1
    shape                                 I64, the argument of reshape, which may hold a -1
    scalar                                F64, the number in `x + s` and its like

Ops and cases:

    add, sub, mul, div                    shapes joined by `_`: `4x1_3` is (4, 1) with (3); `0d` has no dimension;
                                          div/special divides by zeros, infinities and NaN
    {add,sub,mul,div}_scalar              x + s, x - s, x * s, x / s
    {rsub,rdiv}_scalar                    s - x, s / x
    neg exp log sqrt relu tanh sigmoid    `37` values; `special`: NaN, infinities, both zeros, denormal and huge ones
                                          (a NaN's sign and payload mean nothing)
    matmul                                shapes as above
    reshape flatten transpose             by their arguments
    sum mean max                          `all`, `dim<d>`, `dim<d>_keep`; max also with ties and special values: over
                                          all, ties share the gradient evenly; along a dim, the first one takes it
    linear                                `n<batch>_<in>_<out>`, `_nobias` without bias, `vector` for a (in) input
    conv2d                                `k<kernel>s<stride>p<padding>_c<in>o<out>_<height>x<width>`, batch 2;
                                          unequal sides as `k3x5`; `_nobias` without bias
    max_pool2d                            `k<kernel>s<stride>p<padding>_<height>x<width>`, batch 2, 2 channels;
                                          `_ties` and `_special` by their values: the first of equals takes the
                                          gradient, and a NaN wins
    log_softmax, softmax                  `<shape>_dim<d>`; `large` has values beyond exp's range, `infinite` some -inf
    mse_loss, nll_loss, cross_entropy     the reduction: `mean`, `sum` or `none`; `single` has a batch of one
"""

from __future__ import annotations

import operator
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from ops_cases import Cases, normal, positive, special_values, with_ties

INFINITY = float("inf")
NAN = float("nan")


def make() -> dict[str, Tensor]:
    """Records all cases that the head of this file lists."""
    cases = Cases()
    _record_arithmetic(cases)
    _record_unary(cases)
    _record_matmul_and_linear(cases)
    _record_views(cases)
    _record_reductions(cases)
    _record_convolutions(cases)
    _record_pooling(cases)
    _record_softmax(cases)
    _record_losses(cases)
    return cases.tensors


def _size_name(shape: tuple[int, ...]) -> str:
    return "x".join(str(size) for size in shape) or "0d"


def _record_arithmetic(cases: Cases) -> None:
    functions = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv}
    shapes: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
        ((2, 3), (2, 3)),
        ((37,), (37,)),
        ((2, 3), (3,)),
        ((3,), (2, 3)),
        ((4, 1), (3,)),
        ((2, 1, 3), (4, 1)),
        ((2, 3), ()),
        ((), (2, 3)),
        ((), ()),
        ((1,), (5,)),
        ((2, 3, 4, 5), (3, 1, 1)),
    ]
    for op, function in functions.items():
        for left, right in shapes:
            name = f"{op}/{_size_name(left)}_{_size_name(right)}"
            other = positive(name, *right) if op == "div" else normal(name, *right)
            inputs = {"input": normal(f"{name}/input", *left), "other": other}
            cases.record(name, lambda input, other, f=function: f(input, other), inputs)
        name = f"{op}_scalar/3x5"
        inputs = {"input": normal(name, 3, 5)}
        cases.record(name, lambda input, f=function: f(input, 2.5), inputs, scalar=2.5)
    inputs = {
        "input": torch.tensor([1.0, -1.0, 0.0, -0.0, INFINITY, INFINITY, NAN, 1.0, 1.0]),
        "other": torch.tensor([0.0, 0.0, 0.0, 2.0, INFINITY, -2.0, 1.0, NAN, -INFINITY]),
    }
    cases.record("div/special", lambda input, other: input / other, inputs)
    cases.record("rsub_scalar/3x5", lambda input: 2.5 - input, {"input": normal("rsub_scalar", 3, 5)}, scalar=2.5)
    cases.record("rdiv_scalar/3x5", lambda input: 2.5 / input, {"input": positive("rdiv_scalar", 3, 5)}, scalar=2.5)


def _record_unary(cases: Cases) -> None:
    for op in ("neg", "exp", "log", "sqrt", "relu", "tanh", "sigmoid"):
        function = getattr(torch, op)
        values = positive(op, 37) if op in ("log", "sqrt") else normal(op, 37) * 3
        cases.record(f"{op}/37", lambda input, f=function: f(input), {"input": values})
        cases.record(f"{op}/special", lambda input, f=function: f(input), {"input": special_values()})


def _record_matmul_and_linear(cases: Cases) -> None:
    products: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
        ((3, 4), (4, 5)),
        ((1, 7), (7, 1)),
        ((17, 33), (33, 9)),
        ((4,), (4, 5)),
        ((3, 4), (4,)),
        ((6,), (6,)),
    ]
    for left, right in products:
        name = f"matmul/{_size_name(left)}_{_size_name(right)}"
        inputs = {"input": normal(f"{name}/input", *left), "other": normal(name, *right)}
        cases.record(name, lambda input, other: torch.matmul(input, other), inputs)
    for batch, fan_in, fan_out in ((5, 3, 2), (1, 4, 10), (7, 33, 10), (3, 1, 1)):
        for bias in (True, False):
            name = f"linear/n{batch}_{fan_in}_{fan_out}" + ("" if bias else "_nobias")
            inputs = {"input": normal(f"{name}/input", batch, fan_in), "weight": normal(name, fan_out, fan_in)}
            if bias:
                inputs["bias"] = normal(name, fan_out)
            cases.record(name, F.linear, inputs)
    inputs = {"input": normal("vector", 3), "weight": normal("vector", 2, 3), "bias": normal("vector", 2)}
    cases.record("linear/vector", F.linear, inputs)


def _record_views(cases: Cases) -> None:
    def values(name: str) -> dict[str, Tensor]:
        return {"input": normal(name, 2, 3, 4)}

    for shape in ((6, 4), (24,), (4, -1), (2, 1, 12)):
        name = "reshape/" + "x".join(str(size) for size in shape)
        cases.record(name, lambda input, s=shape: input.reshape(s), values(name), shape=shape)
    for start in (0, 1, -1):
        name = f"flatten/start{start}"
        cases.record(name, partial(torch.flatten, start_dim=start), values(name), start_dim=start)
    for dims in ((0, 1), (1, 2), (0, 2), (-1, -2)):
        name = f"transpose/{dims[0]}_{dims[1]}"
        function = partial(torch.transpose, dim0=dims[0], dim1=dims[1])
        cases.record(name, function, values(name), dim0=dims[0], dim1=dims[1])


def _record_reductions(cases: Cases) -> None:
    def largest(input: Tensor, dim: int, keepdim: bool) -> tuple[Tensor, Tensor]:
        values, indices = torch.max(input, dim, keepdim)
        return values, indices

    along_dim = {"sum": torch.sum, "mean": torch.mean, "max": largest}
    for op, function in along_dim.items():
        over_all = getattr(torch, op)
        cases.record(f"{op}/all", lambda input, f=over_all: f(input), {"input": normal(op, 3, 5, 7)})
        for dim in (0, 1, 2, -1):
            for keepdim in (False, True):
                name = f"{op}/dim{dim}" + ("_keep" if keepdim else "")
                bound = partial(function, dim=dim, keepdim=keepdim)
                cases.record(name, bound, {"input": normal(name, 3, 5, 7)}, dim=dim, keepdim=int(keepdim))
        wide = partial(function, dim=1, keepdim=False)
        cases.record(f"{op}/wide_dim1", wide, {"input": normal(op, 2, 131)}, dim=1, keepdim=0)

    rows = torch.tensor(
        [
            [1.0, NAN, 3.0, NAN],
            [-INFINITY, -INFINITY, -INFINITY, -INFINITY],
            [-0.0, 0.0, -1.0, -0.0],
            [INFINITY, 1.0, INFINITY, -INFINITY],
        ]
    )
    for case, values in (("ties", with_ties("max", 6, 5)), ("special", rows)):
        cases.record(f"max/{case}_all", lambda input: torch.max(input), {"input": values})
        for dim in (0, 1):
            bound = partial(largest, dim=dim, keepdim=False)
            cases.record(f"max/{case}_dim{dim}", bound, {"input": values}, dim=dim, keepdim=0)


Pair = tuple[int, int]


def _pair_name(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}x{pair[1]}"


# (kernel, stride, padding, channels in and out, height and width)
_CONVOLUTIONS: list[tuple[Pair, Pair, Pair, Pair, Pair]] = [
    ((3, 3), (1, 1), (0, 0), (1, 1), (3, 3)),
    ((3, 3), (1, 1), (0, 0), (1, 4), (8, 8)),
    ((3, 3), (1, 1), (0, 0), (2, 4), (6, 6)),
    ((3, 3), (1, 1), (0, 0), (3, 5), (5, 7)),
    ((3, 3), (1, 1), (0, 0), (4, 8), (7, 9)),
    ((3, 3), (1, 1), (0, 0), (5, 7), (6, 6)),
    ((3, 3), (1, 1), (0, 0), (16, 32), (6, 6)),
    ((3, 3), (1, 1), (0, 0), (1, 2), (28, 28)),
    ((3, 3), (1, 1), (1, 1), (2, 3), (6, 6)),
    ((3, 3), (1, 1), (1, 1), (8, 4), (8, 8)),
    ((3, 3), (1, 1), (2, 2), (2, 3), (5, 7)),
    ((3, 3), (2, 2), (0, 0), (2, 3), (8, 8)),
    ((3, 3), (2, 2), (1, 1), (3, 4), (7, 7)),
    ((1, 1), (1, 1), (0, 0), (3, 4), (5, 5)),
    ((1, 1), (2, 2), (0, 0), (3, 4), (5, 5)),
    ((2, 2), (2, 2), (0, 0), (2, 3), (7, 7)),
    ((5, 5), (1, 1), (0, 0), (2, 3), (8, 8)),
    ((5, 5), (1, 1), (2, 2), (1, 4), (8, 8)),
    ((5, 5), (3, 3), (2, 2), (2, 2), (11, 11)),
    ((3, 5), (2, 1), (1, 2), (3, 4), (6, 8)),
    ((6, 6), (1, 1), (0, 0), (2, 3), (6, 6)),
]


def _record_convolutions(cases: Cases) -> None:
    for kernel, stride, padding, channels, size in _CONVOLUTIONS:
        for bias in (True, False):
            if not bias and channels != (2, 3):
                continue  # a few without bias are enough
            name = f"conv2d/k{_pair_name(kernel)}s{_pair_name(stride)}p{_pair_name(padding)}"
            name += f"_c{channels[0]}o{channels[1]}_{size[0]}x{size[1]}" + ("" if bias else "_nobias")
            fan_in = channels[0] * kernel[0] * kernel[1]
            inputs = {
                "input": normal(name, 2, channels[0], *size),
                "weight": normal(name, channels[1], channels[0], *kernel) / fan_in**0.5,
            }
            if bias:
                inputs["bias"] = normal(name, channels[1])
            function = partial(F.conv2d, stride=stride, padding=padding)
            cases.record(name, function, inputs, stride=stride, padding=padding)


# (kernel, stride, padding, height and width)
_POOLINGS: list[tuple[Pair, Pair, Pair, Pair]] = [
    ((1, 1), (1, 1), (0, 0), (4, 4)),
    ((2, 2), (2, 2), (0, 0), (6, 6)),
    ((2, 2), (2, 2), (0, 0), (5, 7)),
    ((3, 3), (2, 2), (0, 0), (7, 7)),
    ((3, 3), (2, 2), (1, 1), (7, 6)),
    ((3, 3), (1, 1), (1, 1), (5, 5)),
    ((2, 3), (1, 2), (1, 0), (5, 7)),
]


def _record_pooling(cases: Cases) -> None:
    odd_values = torch.tensor([NAN, INFINITY, -INFINITY, -0.0, 0.0])
    for kernel, stride, padding, size in _POOLINGS:
        base = f"max_pool2d/k{_pair_name(kernel)}s{_pair_name(stride)}p{_pair_name(padding)}_{size[0]}x{size[1]}"
        special = normal(base, 2, 2, *size)
        every_fifth = special.view(-1)[::5]
        every_fifth.copy_(odd_values[torch.arange(len(every_fifth)) % len(odd_values)])
        special[1, 1] = -INFINITY
        variants = {"": normal(base, 2, 2, *size), "_ties": with_ties(base, 2, 2, *size), "_special": special}
        function = partial(F.max_pool2d, kernel_size=kernel, stride=stride, padding=padding)
        for suffix, values in variants.items():
            cases.record(
                base + suffix, function, {"input": values}, kernel_size=kernel, stride=stride, padding=padding
            )


def _record_softmax(cases: Cases) -> None:
    infinite = normal("infinite", 3, 6)
    infinite[0, 2] = infinite[1, 0] = -INFINITY
    inputs: list[tuple[str, Tensor, int]] = [
        ("5x10_dim1", normal("5x10", 5, 10) * 3, 1),
        ("5x10_dim0", normal("5x10", 5, 10) * 3, 0),
        ("5x10_dim-1", normal("5x10", 5, 10) * 3, -1),
        ("2x3x4_dim0", normal("2x3x4", 2, 3, 4), 0),
        ("2x3x4_dim1", normal("2x3x4", 2, 3, 4), 1),
        ("2x3x4_dim2", normal("2x3x4", 2, 3, 4), 2),
        ("3x37_dim1", normal("3x37", 3, 37), 1),
        ("2x1_dim1", normal("2x1", 2, 1), 1),
        ("7_dim0", normal("7", 7), 0),
        ("large_dim1", normal("large", 4, 6) * 1000, 1),
        ("infinite_dim1", infinite, 1),
    ]
    for op, function in (("log_softmax", F.log_softmax), ("softmax", F.softmax)):
        for case, values, dim in inputs:
            cases.record(f"{op}/{case}", partial(function, dim=dim), {"input": values}, dim=dim)


def _record_losses(cases: Cases) -> None:
    classes = torch.randint(10, (13,), generator=torch.Generator().manual_seed(0))
    logits = normal("logits", 13, 10) * 2
    log_probabilities = F.log_softmax(logits, dim=1)
    for reduction in ("mean", "sum", "none"):
        name = f"mse_loss/{reduction}"
        inputs = {"input": normal(name, 4, 7), "target": normal(f"{name}/target", 4, 7)}
        cases.record(name, partial(F.mse_loss, reduction=reduction), inputs)
        for op, function, values in (
            ("nll_loss", F.nll_loss, log_probabilities),
            ("cross_entropy", F.cross_entropy, logits),
        ):
            bound = partial(function, reduction=reduction)
            cases.record(f"{op}/{reduction}", bound, {"input": values, "target": classes})
    cases.record("nll_loss/single", F.nll_loss, {"input": log_probabilities[:1], "target": classes[:1]})
    cases.record("cross_entropy/single", F.cross_entropy, {"input": logits[:1], "target": classes[:1]})
