"""`optim.safetensors`: five steps of each optimizer from given parameters with given gradients.

Names are `<case>/<what>`, with two parameters, `weight` (5, 7) and `bias` (3):

    <parameter>/values        (6, ...): the parameter before the first step and after each of the five
    <parameter>/gradients     (5, ...): the gradients handed to the steps
    <parameter>/state/<name>  the optimizer's state of it after the last step, by PyTorch's names; step as I64
    lr                        (5) F64: the learning rate of each step
    options/<name>            F64, the arguments that differ from PyTorch's defaults

Cases: sgd, sgd_momentum, sgd_nesterov, sgd_weight_decay, sgd_dampening, adadelta, adadelta_lr, adadelta_rho_eps,
adadelta_weight_decay, adam, adam_betas, adam_weight_decay, adamw, adamw_weight_decay; and with StepLR(step_size,
gamma), whose step follows each step of the optimizer: sgd_steplr, adadelta_steplr, adadelta_steplr_2.

One value of the weight has a zero gradient in all five steps, and one a tiny one: there eps alone keeps the quotient
finite.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn, optim

from ops_cases import random_source

STEPS = 5

# case: (optimizer, its arguments, StepLR's arguments if there is a schedule)
_CASES: dict[str, tuple[type[optim.Optimizer], dict[str, float], dict[str, float]]] = {
    "sgd": (optim.SGD, {"lr": 0.1}, {}),
    "sgd_momentum": (optim.SGD, {"lr": 0.1, "momentum": 0.9}, {}),
    "sgd_nesterov": (optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}, {}),
    "sgd_weight_decay": (optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}, {}),
    "sgd_dampening": (optim.SGD, {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}, {}),
    "sgd_steplr": (optim.SGD, {"lr": 0.1, "momentum": 0.9}, {"step_size": 1, "gamma": 0.7}),
    "adadelta": (optim.Adadelta, {}, {}),
    "adadelta_lr": (optim.Adadelta, {"lr": 0.5}, {}),
    "adadelta_rho_eps": (optim.Adadelta, {"rho": 0.8, "eps": 1e-3}, {}),
    "adadelta_weight_decay": (optim.Adadelta, {"weight_decay": 0.01}, {}),
    "adadelta_steplr": (optim.Adadelta, {"lr": 1.0}, {"step_size": 1, "gamma": 0.7}),
    "adadelta_steplr_2": (optim.Adadelta, {"lr": 1.0}, {"step_size": 2, "gamma": 0.7}),
    "adam": (optim.Adam, {}, {}),
    "adam_betas": (optim.Adam, {"lr": 0.01, "beta1": 0.8, "beta2": 0.99, "eps": 1e-6}, {}),
    "adam_weight_decay": (optim.Adam, {"lr": 0.01, "weight_decay": 0.01}, {}),
    "adamw": (optim.AdamW, {}, {}),
    "adamw_weight_decay": (optim.AdamW, {"lr": 0.01, "weight_decay": 0.1}, {}),
}


def make() -> dict[str, Tensor]:
    """Runs every case that the head of this file lists."""
    tensors: dict[str, Tensor] = {}
    for case, (kind, arguments, schedule) in _CASES.items():
        for name, tensor in _run(kind, arguments, schedule).items():
            tensors[f"{case}/{name}"] = tensor
    return tensors


def _run(
    kind: type[optim.Optimizer], arguments: dict[str, float], schedule: dict[str, float]
) -> dict[str, Tensor]:
    parameters = {
        "weight": nn.Parameter(torch.randn(5, 7, generator=random_source("weight"))),
        "bias": nn.Parameter(torch.randn(3, generator=random_source("bias"))),
    }
    gradients = {
        name: torch.randn(STEPS, *parameter.shape, generator=random_source(f"{name}/gradients"))
        for name, parameter in parameters.items()
    }
    gradients["weight"][:, 1, 2] = 0.0
    gradients["weight"][:, 3, 4] = 1e-12

    optimizer = kind(list(parameters.values()), **_torch_arguments(arguments))
    scheduler = optim.lr_scheduler.StepLR(optimizer, **schedule) if schedule else None
    values = {name: [parameter.detach().clone()] for name, parameter in parameters.items()}
    rates = []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        for name, parameter in parameters.items():
            parameter.grad = gradients[name][step].clone()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        for name, parameter in parameters.items():
            values[name].append(parameter.detach().clone())

    tensors = {"lr": torch.tensor(rates, dtype=torch.float64)}
    for name, option in (arguments | schedule).items():
        tensors[f"options/{name}"] = torch.tensor(float(option), dtype=torch.float64)
    for name, parameter in parameters.items():
        tensors[f"{name}/values"] = torch.stack(values[name])
        tensors[f"{name}/gradients"] = gradients[name]
        for key, state in optimizer.state[parameter].items():
            if state is not None:  # plain SGD has a momentum_buffer of None
                tensors[f"{name}/state/{key}"] = torch.tensor(int(state)) if key == "step" else state
    return tensors


def _torch_arguments(arguments: dict[str, float]) -> dict[str, object]:
    """PyTorch takes Adam's two betas as one pair."""
    plain: dict[str, object] = {key: value for key, value in arguments.items() if not key.startswith("beta")}
    if "beta1" in arguments:
        plain["betas"] = (arguments["beta1"], arguments["beta2"])
    return plain
