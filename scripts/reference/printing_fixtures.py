"""`printing.safetensors` and `printing.json`: what PyTorch prints for tensors and modules, in the same cases.

    tensors/<case>/values       what is printed, F32 or I64, in its shape
    tensors/<case>/text         its repr, UTF-8 (U8)
    parameters/<case>/...       likewise, printed as an nn.Parameter
    modules/<case>/text         the repr of a module

`printing.json` is for reading: its lists `tensors`, `parameters` and `modules` give for each case the `name` and
`text`; for tensors `dtype`, `shape`, `requires_grad` and `grad_fn` (a class name of PyTorch, or null), for modules
`construct`, the expression that makes it. The cases `grad_fn_<op>` say how PyTorch calls the history that an op leaves.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ops_cases import normal
from safetensors_file import bytes_tensor
from tutorial import Net

Json = dict[str, object]

NAN, INFINITY = float("nan"), float("inf")

_MODULES = {
    "linear": "Linear(5, 3)",
    "linear_no_bias": "Linear(5, 3, bias=False)",
    "conv2d": "Conv2d(1, 32, 3)",
    "conv2d_options": "Conv2d(3, 4, (3, 5), stride=2, padding=1, bias=False)",
    "conv2d_pairs": "Conv2d(3, 4, 3, stride=(2, 1), padding=(0, 1))",
    "max_pool2d": "MaxPool2d(2)",
    "max_pool2d_options": "MaxPool2d(3, stride=2, padding=1)",
    "max_pool2d_pairs": "MaxPool2d((2, 3), stride=(1, 2))",
    "relu": "ReLU()",
    "flatten": "Flatten()",
    "flatten_all": "Flatten(0, -1)",
    "dropout": "Dropout()",
    "dropout_quarter": "Dropout(0.25)",
    "log_softmax": "LogSoftmax(dim=1)",
    "mse_loss": "MSELoss()",
    "nll_loss": "NLLLoss()",
    "cross_entropy_loss": "CrossEntropyLoss()",
    "net": "Net()",
    "sequential_empty": "Sequential()",
    "sequential": "Sequential(Linear(5, 3), ReLU(), Linear(3, 1))",
    "sequential_nested": "Sequential(Sequential(Conv2d(1, 4, 3), ReLU()), Flatten(), Linear(144, 10))",
    "sequential_tutorial": (
        "Sequential(Conv2d(1, 32, 3), ReLU(), Conv2d(32, 64, 3), ReLU(), MaxPool2d(1), Dropout(0.5), "
        "Flatten(), Linear(1024, 10), LogSoftmax(dim=1))"
    ),
}


def make() -> tuple[dict[str, Tensor], Json]:
    """Prints every case; returns the tensors and the JSON object."""
    lists: Json = {
        "tensors": [_tensor_case(name, tensor) for name, tensor in _printed_tensors().items()],
        "parameters": [_tensor_case(name, tensor) for name, tensor in _printed_parameters().items()],
        "modules": [_module_case(name, construct) for name, construct in _MODULES.items()],
    }
    tensors: dict[str, Tensor] = {}
    for kind, printed in (("tensors", _printed_tensors()), ("parameters", _printed_parameters())):
        for name, tensor in printed.items():
            tensors[f"{kind}/{name}/values"] = tensor
            tensors[f"{kind}/{name}/text"] = bytes_tensor(repr(tensor).encode())
    for name, construct in _MODULES.items():
        tensors[f"modules/{name}/text"] = bytes_tensor(repr(_construct(construct)).encode())
    return tensors, lists


def _construct(construct: str) -> nn.Module:
    """The text is the reader's own account of the module, so it is what makes the module here."""
    return eval(construct, {"Net": Net, **vars(nn)})


def _module_case(name: str, construct: str) -> Json:
    return {"name": name, "construct": construct, "text": repr(_construct(construct))}


def _tensor_case(name: str, tensor: Tensor) -> Json:
    return {
        "name": name,
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "requires_grad": tensor.requires_grad,
        "grad_fn": None if tensor.grad_fn is None else type(tensor.grad_fn).__name__,
        "text": repr(tensor),
    }


def _printed_tensors() -> dict[str, Tensor]:
    values: dict[str, object] = {
        "scalar": 3.0,
        "scalar_fraction": 0.1,
        "scalar_loss": 2.3211319,
        "scalar_small": -2.5e-6,
        "scalar_large": 123456789.0,
        "scalar_nan": NAN,
        "scalar_inf": -INFINITY,
        "scalar_int": 7,
        "one": [0.25],
        "whole": [1.0, 2.0, 3.0],
        "whole_wide": [1.0, -20.0, 300.0],
        "whole_large": [1.0, 99999.0],
        "whole_limit": [1e8, 99999999.0],
        "whole_beyond_limit": [100000008.0, 99999999.0],
        "whole_scientific": [1.0, 1e8],
        "negative": [-1.5, 2.0, -0.333333],
        "rounded": [0.12345, 0.12355, 0.99995, 1.00005],
        "rounded_up_in_width": [9.99999, 1.5],
        "negative_zero": [-0.0, 0.0],
        "negative_zero_fraction": [-0.0, 0.5],
        "scientific": [1e-5, 1.0, 2.5],
        "scientific_ratio": [0.5, 1000.0],
        "scientific_ratio_beyond": [0.5, 1000.5],
        "fixed_ratio": [0.5, 500.0],
        "fixed_small": [0.00011, 0.05],
        "scientific_from_float": [1e-4, 0.05],
        "scientific_small": [0.00009, 0.00005],
        "scientific_large": [1.5, 1.5e9],
        "scientific_negative": [-1e-7, 3.0],
        "scientific_extreme": [1e-40, 3.4e38],
        "thousands": [1234.5678, -999.25, 1000.0],
        "nan_inf": [NAN, INFINITY, -INFINITY, 1.5],
        "nan_inf_whole": [NAN, INFINITY, 1.0, -12.0],
        "nan_inf_scientific": [NAN, -INFINITY, 1e-6, 1.0],
        "nan_only": [NAN, NAN],
        "inf_only": [INFINITY, -INFINITY],
        "matrix": [[1.0, 2.0], [3.0, 4.5]],
        "matrix_row": [[1.0, 2.0, 3.0]],
        "matrix_column": [[1.0], [-2.0], [3.0]],
        "whole_int": [1, 2, 3],
        "negative_int": [-1, 20, 300],
        "matrix_int": [[5, 0], [4, 19]],
        "large_int": [2**40, -1],
    }
    tensors = {name: torch.tensor(value) for name, value in values.items()}
    tensors |= {
        "cube": torch.arange(24.0).reshape(2, 3, 4) / 4,
        "four_dims": torch.arange(12.0).reshape(2, 1, 2, 3),
        "four_dims_images": normal("images", 2, 2, 3, 3),
        "empty": torch.empty(0),
        "empty_rows": torch.empty(0, 3),
        "empty_columns": torch.empty(2, 0),
        "empty_int": torch.empty(0, dtype=torch.int64),
        "empty_int_rows": torch.empty(0, 3, dtype=torch.int64),
        "wrapped": normal("wrapped", 25),
        "wrapped_int": torch.arange(50),
        "wrapped_whole": torch.arange(40.0),
        "wrapped_matrix": normal("wrapped", 2, 12),
        "wrapped_scientific": normal("wrapped", 20) * 1e-6,
        "thousand": torch.arange(1000.0) % 10,
        "summarised": torch.arange(1001.0),
        "summarised_int": torch.arange(1001),
        "summarised_hides_large": torch.cat([torch.arange(500.0), torch.tensor([1e9]), torch.arange(500.0) / 2]),
        "summarised_matrix": torch.arange(1040.0).reshape(40, 26) / 8,
        "summarised_cube": torch.arange(1001.0).reshape(7, 11, 13),
        "summarised_images": torch.arange(1024.0).reshape(2, 1, 8, 64),
        "summarised_one_row": torch.arange(1001.0).reshape(1, 1001),
        "summarised_six": torch.arange(1002.0).reshape(6, 167),
        "summarised_seven": torch.arange(1001.0).reshape(7, 143),
    }
    return tensors | _printed_with_history()


def _printed_with_history() -> dict[str, Tensor]:
    """Tensors whose text ends in requires_grad or grad_fn; the op before names the function."""
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    image = torch.arange(16.0).reshape(1, 1, 4, 4).requires_grad_()
    kernel, bias = torch.ones(1, 1, 3, 3), torch.zeros(1)
    classes = torch.tensor([0, 1])
    return {
        "requires_grad": x,
        "requires_grad_scalar": torch.tensor(1.5, requires_grad=True),
        "requires_grad_empty": torch.empty(0, requires_grad=True),
        "requires_grad_wrapped": normal("wrapped", 8).requires_grad_(),
        "requires_grad_next_line": normal("next_line", 6).requires_grad_(),
        "requires_grad_matrix": normal("wrapped", 2, 7).requires_grad_(),
        "requires_grad_summarised": torch.arange(1001.0).requires_grad_(),
        "detached": (x * 2).detach(),
        "grad_fn_wrapped": normal("wrapped", 8).requires_grad_() * 2,
        "grad_fn_add": x + x,
        "grad_fn_add_scalar": x + 1,
        "grad_fn_sub": x - x,
        "grad_fn_rsub": 1 - x,
        "grad_fn_mul": x * x,
        "grad_fn_div": x / 2,
        "grad_fn_rdiv": 2 / x,
        "grad_fn_neg": -x,
        "grad_fn_matmul": x @ x,
        "grad_fn_matmul_vector": x @ x[0].detach(),
        "grad_fn_matmul_vector_left": x[0].detach() @ x,
        "grad_fn_dot": torch.ones(2, requires_grad=True) @ torch.ones(2),
        "grad_fn_reshape": x.reshape(4),
        "grad_fn_flatten": x.flatten(),
        "grad_fn_flatten_same": torch.flatten(x, 1),
        "grad_fn_transpose": x.transpose(0, 1),
        "grad_fn_sum": x.sum(),
        "grad_fn_sum_dim": x.sum(1),
        "grad_fn_mean": x.mean(),
        "grad_fn_mean_dim": x.mean(0),
        "grad_fn_max": x.max(),
        "grad_fn_max_dim": x.max(1).values,
        "grad_fn_exp": x.exp(),
        "grad_fn_log": x.log(),
        "grad_fn_sqrt": x.sqrt(),
        "grad_fn_relu": x.relu(),
        "grad_fn_tanh": x.tanh(),
        "grad_fn_sigmoid": x.sigmoid(),
        "grad_fn_linear": F.linear(x, torch.ones(1, 2), bias),
        "grad_fn_linear_no_bias": F.linear(x, torch.ones(1, 2)),
        "grad_fn_linear_vector": F.linear(torch.ones(2, requires_grad=True), torch.ones(1, 2), bias),
        "grad_fn_conv2d": F.conv2d(image, kernel, bias),
        "grad_fn_max_pool2d": F.max_pool2d(image, 2),
        "grad_fn_max_pool2d_one": F.max_pool2d(image, 1),
        "grad_fn_dropout_none": F.dropout(x, 0.0),
        "grad_fn_log_softmax": F.log_softmax(x, dim=1),
        "grad_fn_softmax": F.softmax(x, dim=1),
        "grad_fn_mse_loss": F.mse_loss(x, torch.zeros(2, 2)),
        "grad_fn_nll_loss": F.nll_loss(x, classes),
        "grad_fn_nll_loss_none": F.nll_loss(x, classes, reduction="none"),
        "grad_fn_cross_entropy": F.cross_entropy(x, classes),
    }


def _printed_parameters() -> dict[str, Tensor]:
    return {
        "vector": nn.Parameter(torch.tensor([0.5, -1.0])),
        "matrix": nn.Parameter(torch.tensor([[0.5, -1.0, 2.0]])),
        "conv": nn.Parameter(torch.arange(9.0).reshape(1, 1, 3, 3)),
    }
