"""`tutorial.safetensors` and `traces.json`: what the tutorial's network and hello world give in PyTorch.

The safetensors file:

    seed_0/initial/<parameter>            all parameters of Net() after manual_seed(0), by state_dict's names
    seed_<s>/initial_sha256               seeds 0, 1, 42: SHA-256 (32 U8) over the little-endian float32 bytes of all
                                          parameters, one after the other in the order of state_dict
    seed_<s>/losses, losses_double        the 118 losses of the first epoch in float32 (F32) and in double (F64). The
                                          double run starts from the same float32 parameters and float32 images
    seed_<s>/gradient_norms/<parameter>   F64: the Euclidean norm of the parameter's gradient in step 1, double run
    normalised_bytes                      (256): what ToTensor and Normalize make of each byte
    images, labels                        the batch of step 1: 512 images resized to 8x8, (512, 8, 8) U8; I64 classes
    small/log_probabilities               (16, 10): Net() of seed 0 on the first 16 of them, before training
    small/gradients/<parameter>           gradients of their mean loss, all but the two large weights
    small/gradient_norms/<parameter>      F64 norms of all of them, computed in double
    small/losses                          (20): Adadelta's losses with these 16 images as the one batch
    hello/seed_<s>/x, weights, biases, losses   seeds 0, 1, 2, 42: the input (1), the weight and bias before the first
                                          step and after each (11), the losses, each before its step (10)

`traces.json` has losses, norms and hello world too, for readers in JavaScript, and the scores on the test images:

    tutorial.<seed>     initial_sha256, losses, losses_double, gradient_norms; and before, after and after_double the
                        first epoch {val_accuracy, val_loss}
    ten_epochs          of seed 0, at a `constant` learning rate and with `gamma_0.7`, which is StepLR(1, 0.7):
                        val_accuracy and val_loss, lists with one number an epoch
    hello.<seed>        x, weights, biases, losses

Float32 losses depend on the order of sums, so on the processor, and rounding grows as training goes on. For these three
seeds the float32 and the double losses agree to 1e-6 in the first eight steps and to 1.2e-3 in all 118; printed
with two decimals, 116 to 118 of them are equal.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torch.utils.data import TensorDataset
from torchvision import transforms

import mnist
from safetensors_file import bytes_tensor
from tutorial import Data, Options, Score, evaluate, image_transform, load_data, make_net, run_hello, train

SEEDS = (0, 1, 42)
HELLO_SEEDS = (0, 1, 2, 42)
SMALL_BATCH = 16
SMALL_STEPS = 20
LARGE_PARAMETERS = ("conv2.weight", "fc.weight")

Json = dict[str, object]


def make(data_directory: Path) -> tuple[dict[str, Tensor], Json]:
    """Trains as often as the head of this file says; returns the tensors and the traces."""
    data = load_data(data_directory)
    tensors, runs = _first_epochs(data)
    hello_tensors, hello = _hello()
    tensors |= hello_tensors
    tensors |= _small_batch(data_directory)
    tensors["normalised_bytes"] = _normalised_bytes()
    return tensors, {"tutorial": runs, "ten_epochs": _ten_epochs(data), "hello": hello}


def _first_epochs(data: Data) -> tuple[dict[str, Tensor], Json]:
    tensors: dict[str, Tensor] = {}
    runs: Json = {}
    for seed in SEEDS:
        state = make_net(Options(seed)).state_dict()
        digest = hashlib.sha256(b"".join(value.numpy().astype("<f4").tobytes() for value in state.values()))
        norms = _gradient_norms(Options(seed, double=True), *data.training[: Options().batch_size])
        before, losses, after = _one_epoch(Options(seed), data)
        _, losses_double, after_double = _one_epoch(Options(seed, double=True), data)

        if seed == 0:
            tensors |= {f"seed_0/initial/{name}": value for name, value in state.items()}
        tensors |= {
            f"seed_{seed}/initial_sha256": bytes_tensor(digest.digest()),
            f"seed_{seed}/losses": torch.tensor(losses),
            f"seed_{seed}/losses_double": torch.tensor(losses_double, dtype=torch.float64),
        }
        tensors |= {f"seed_{seed}/gradient_norms/{name}": norm for name, norm in norms.items()}
        runs[str(seed)] = {
            "initial_sha256": digest.hexdigest(),
            "losses": losses,
            "losses_double": losses_double,
            "gradient_norms": {name: norm.item() for name, norm in norms.items()},
            "before": asdict(before),
            "after": asdict(after),
            "after_double": asdict(after_double),
        }
    return tensors, runs


def _one_epoch(options: Options, data: Data) -> tuple[Score, list[float], Score]:
    """The score before the epoch, its losses, and the score after it."""
    net = make_net(options)
    before = evaluate(net, data.test)
    losses: list[float] = []
    scores: list[Score] = []
    train(net, options, data, losses.append, lambda score, _: scores.append(score))
    return before, losses, scores[0]


def _gradient_norms(options: Options, images: Tensor, labels: Tensor) -> dict[str, Tensor]:
    net = make_net(options)
    F.nll_loss(net(images.to(next(net.parameters()).dtype)), labels).backward()
    return {name: parameter.grad.norm().double() for name, parameter in net.named_parameters()}


def _ten_epochs(data: Data) -> Json:
    runs: Json = {}
    for name, gamma in (("constant", 1.0), ("gamma_0.7", 0.7)):
        options = Options(epochs=10, gamma=gamma)
        scores: list[Score] = []
        train(make_net(options), options, data, lambda _: None, lambda score, _: scores.append(score))
        runs[name] = {
            "val_accuracy": [score.val_accuracy for score in scores],
            "val_loss": [score.val_loss for score in scores],
        }
    return runs


def _small_batch(data_directory: Path) -> dict[str, Tensor]:
    training, _ = mnist.load(data_directory)
    count = Options().batch_size
    pictures = mnist.Split(training.images[:count], training.labels[:count]).pictures()
    transform, resize = image_transform(), transforms.Resize((8, 8))
    images = torch.stack([transform(picture) for picture in pictures[:SMALL_BATCH]])
    classes = torch.from_numpy(training.labels[:count].astype("int64"))
    tensors = {
        "images": torch.stack([torch.from_numpy(np.array(resize(picture))) for picture in pictures]),
        "labels": classes,
    }
    labels = classes[:SMALL_BATCH]

    net = make_net(Options())
    output = net(images)
    F.nll_loss(output, labels).backward()
    tensors["small/log_probabilities"] = output.detach()
    for name, parameter in net.named_parameters():
        if name not in LARGE_PARAMETERS:
            tensors[f"small/gradients/{name}"] = parameter.grad
    for name, norm in _gradient_norms(Options(double=True), images, labels).items():
        tensors[f"small/gradient_norms/{name}"] = norm
    tensors["small/losses"] = _small_losses(images, labels)
    return tensors


def _small_losses(images: Tensor, labels: Tensor) -> Tensor:
    net = make_net(Options())
    losses: list[float] = []
    batch = Data(TensorDataset(images, labels), TensorDataset(images, labels))
    train(net, Options(epochs=SMALL_STEPS), batch, losses.append, lambda *_: None)
    return torch.tensor(losses)


def _normalised_bytes() -> Tensor:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None], mode="L")
    transform = transforms.Compose(image_transform().transforms[1:])  # without the Resize
    return transform(ramp).flatten()


def _hello() -> tuple[dict[str, Tensor], Json]:
    tensors: dict[str, Tensor] = {}
    traces: Json = {}
    for seed in HELLO_SEEDS:
        run = vars(run_hello(seed))
        tensors |= {f"hello/seed_{seed}/{name}": value for name, value in run.items()}
        traces[str(seed)] = {name: value.tolist() for name, value in run.items()}
    return tensors, traces
