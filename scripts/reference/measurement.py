"""Measures, for one seed, how close gradlet is to the installed PyTorch; parity.py is the command.

gradlet's curves, first weights and hello world come from scripts/train, which is WebAssembly; its random numbers and
first gradients from gradlet_probe, a native program of the same sources.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader

import mnist
from losses import equal_as_printed, largest, largest_difference
from safetensors_file import read_safetensors
from tutorial import Data, Options, Score, make_net, run_hello, seed_generator, train

FIRST_STEPS = 8


@dataclass(frozen=True)
class Curve:
    """An epoch: the loss of each step, and the share of the test images read right after it."""

    losses: list[float]
    accuracy: float


@dataclass(frozen=True)
class Figures:
    """What was measured for one seed. Differences of losses are absolute; steps count from 1."""

    seed: int
    weights_equal: bool  # initial parameters, bit for bit
    draws_equal: bool  # rand, randperm and the batches of two shuffled epochs
    normals: float  # largest difference of randn
    convolution: float  # second convolution, first batch, default: ||a - b|| / ||b||, b being PyTorch's in double
    convolution_precise: float
    convolution_torch: float  # PyTorch's own in float32
    gradients: float  # first step, default: largest ||g - h|| / ||h|| of a parameter, h being PyTorch's in double
    gradients_precise: float
    gradients_torch: float  # PyTorch's own in float32
    first_losses: float  # largest difference in steps 1-8 from PyTorch's float32 losses, default
    first_losses_precise: float
    first_drift: float  # PyTorch's float32 losses from its double ones in steps 1-8
    drift: float  # d: the same over all steps
    precise: float  # largest difference from PyTorch's float32 losses, --precise
    default: float
    printed: int  # losses equal to PyTorch's float32 ones as printed, default
    printed_precise: int
    printed_double: int  # PyTorch's own in double
    accuracy: float  # default, after the epoch
    accuracy_torch: float
    hello: float  # largest difference of hello world's losses, relative to max(1, loss)

    @property
    def accuracy_points(self) -> float:
        return 100 * abs(self.accuracy - self.accuracy_torch)

    @property
    def exact(self) -> bool:
        return self.weights_equal and self.draws_equal


def build_probe() -> None:
    environment = mnist.REPOSITORY / "scripts" / "environment"
    build = 'source "$1" && build_preset native-release --target gradlet_probe'
    _run(["bash", "-c", build, "parity", str(environment)])


def measure(seed: int, data: Data, data_directory: Path) -> tuple[Figures, dict[str, Curve]]:
    """Runs everything for one seed; the curves are `torch`, `torch_double`, `default` and `precise`."""
    options, widened = Options(seed), Options(seed, double=True)
    torch_curve, torch_double = _torch_epoch(options, data), _torch_epoch(widened, data)
    default, precise = _gradlet_epoch(seed), _gradlet_epoch(seed, "--precise")
    if not len(default.losses) == len(precise.losses) == len(torch_curve.losses):
        raise ValueError(f"seed {seed}: expected {len(torch_curve.losses)} losses, found {len(default.losses)}")
    with tempfile.TemporaryDirectory() as folder:
        weights, hello = _gradlet_beginning(seed, Path(folder))
        probe = _probe(seed, Path(folder), data_directory)
    draws_equal, normals = _compare_draws(seed, probe)
    batch = data.training[: options.batch_size]
    ours, ours_precise = _named(probe, "default/"), _named(probe, "precise/")
    theirs, exact = _first_step(options, batch), _first_step(widened, batch)
    figures = Figures(
        seed=seed,
        weights_equal=_equal_tensors(weights, make_net(options).state_dict()),
        draws_equal=draws_equal,
        normals=normals,
        convolution=_error(ours["conv2"], exact["conv2"]),
        convolution_precise=_error(ours_precise["conv2"], exact["conv2"]),
        convolution_torch=_error(theirs["conv2"], exact["conv2"]),
        gradients=_gradient_error(ours, exact),
        gradients_precise=_gradient_error(ours_precise, exact),
        gradients_torch=_gradient_error(theirs, exact),
        first_losses=largest_difference(default.losses, torch_curve.losses, FIRST_STEPS),
        first_losses_precise=largest_difference(precise.losses, torch_curve.losses, FIRST_STEPS),
        first_drift=largest_difference(torch_curve.losses, torch_double.losses, FIRST_STEPS),
        drift=largest_difference(torch_curve.losses, torch_double.losses),
        precise=largest_difference(precise.losses, torch_curve.losses),
        default=largest_difference(default.losses, torch_curve.losses),
        printed=equal_as_printed(default.losses, torch_curve.losses),
        printed_precise=equal_as_printed(precise.losses, torch_curve.losses),
        printed_double=equal_as_printed(torch_double.losses, torch_curve.losses),
        accuracy=default.accuracy,
        accuracy_torch=torch_curve.accuracy,
        hello=largest(abs(a - b) / max(1.0, b) for a, b in zip(hello, run_hello(seed).losses.tolist())),
    )
    curves = {"torch": torch_curve, "torch_double": torch_double, "default": default, "precise": precise}
    return figures, curves


def _torch_epoch(options: Options, data: Data) -> Curve:
    losses: list[float] = []
    scores: list[Score] = []
    train(make_net(options), options, data, losses.append, lambda score, _: scores.append(score))
    return Curve(losses, scores[0].val_accuracy)


def _gradlet_epoch(seed: int, *options: str) -> Curve:
    with tempfile.TemporaryDirectory() as folder:
        run = _scripts_train(seed, Path(folder), *options)
    return Curve([step["loss"] for step in run["steps"]], run["epochs"][0]["val_accuracy"])


def _gradlet_beginning(seed: int, folder: Path) -> tuple[dict[str, Tensor], list[float]]:
    """The initial parameters, and hello world's losses."""
    weights = folder / "weights.safetensors"
    run = _scripts_train(seed, folder, "--epochs", "0", "--hello", "--save", str(weights))
    return read_safetensors(weights), run["hello"]["losses"]


def _scripts_train(seed: int, folder: Path, *options: str) -> dict[str, list[dict[str, float]]]:
    """What scripts/train writes with --json."""
    results = folder / "run.json"
    command = mnist.REPOSITORY / "scripts" / "train"
    _run([str(command), "--threads", "1", "--seed", str(seed), "--json", str(results), *options])
    return json.loads(results.read_text())


def _probe(seed: int, folder: Path, data_directory: Path) -> dict[str, Tensor]:
    out = folder / "probe.safetensors"
    program = mnist.REPOSITORY / "build" / "native-release" / "gradlet_probe"
    _run([str(program), "--seed", str(seed), "--out", str(out), "--data", str(data_directory)])
    return read_safetensors(out)


def _run(command: Sequence[str]) -> None:
    """Runs it silently; raises ValueError with what it printed where it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout.strip()}")


def _equal_tensors(ours: dict[str, Tensor], theirs: dict[str, Tensor]) -> bool:
    """Whether names, their order, and all bits are the same."""
    return list(ours) == list(theirs) and all(
        ours[name].shape == theirs[name].shape
        and torch.equal(ours[name].view(torch.int32), theirs[name].view(torch.int32))
        for name in ours
    )


def _compare_draws(seed: int, probe: dict[str, Tensor]) -> tuple[bool, float]:
    """Whether all draws but the normals equal PyTorch's, and the largest difference of a normal."""
    equal, normals = True, 0.0
    seed_generator(seed)
    for call, ours in _named(probe, "mixed/").items():
        equal, normals = _compare_draw(call, ours, equal, normals)
    for call, ours in _named(probe, "fresh/").items():
        seed_generator(seed)
        equal, normals = _compare_draw(call, ours, equal, normals)
    make_net(Options(seed))
    loader = DataLoader(range(60000), batch_size=512, shuffle=True)
    for epoch in (1, 2):
        equal = torch.equal(probe[f"loader/epoch_{epoch}"], torch.cat(list(loader))) and equal
    return equal, normals


def _compare_draw(name: str, ours: Tensor, equal: bool, normals: float) -> tuple[bool, float]:
    """Draws what `name` ends in: <call>_<n>."""
    call, count = name.split("_")[-2:]
    theirs = {"rand": torch.rand, "randn": torch.randn, "randperm": torch.randperm}[call](int(count))
    if call == "randn":
        return equal, largest((normals, (ours - theirs).abs().max().item()))
    return equal and torch.equal(ours, theirs), normals


def _named(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Those whose names begin with `prefix`, under the rest of their names."""
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _first_step(options: Options, batch: tuple[Tensor, Tensor]) -> dict[str, Tensor]:
    """PyTorch's gradients of the first step, and the results of the second convolution as `conv2`."""
    net = make_net(options)
    images, labels = batch
    results: dict[str, Tensor] = {}
    net.conv2.register_forward_hook(lambda _, __, output: results.update(conv2=output.detach()))
    F.nll_loss(net(images.to(next(net.parameters()).dtype)), labels).backward()
    return results | {name: parameter.grad for name, parameter in net.named_parameters()}


def _error(ours: Tensor, exact: Tensor) -> float:
    return ((ours - exact).norm() / exact.norm()).item()


def _gradient_error(ours: dict[str, Tensor], exact: dict[str, Tensor]) -> float:
    """The largest relative error of a parameter's gradient."""
    return largest(_error(ours[name], exact[name]) for name in exact if name != "conv2")
