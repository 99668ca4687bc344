#include "ops/loss.h"

#include <algorithm>
#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/elementwise.h"
#include "kernels/loss.h"
#include "ops/layout.h"
#include "ops/reduce.h"
#include "ops/softmax.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Saved;
using autograd::Tensor;
using core::Array;
using core::IntArray;
using core::MemoryFormat;

namespace {

Tensor reduce(const Tensor& losses, Reduction reduction) {
  switch (reduction) {
    case Reduction::kMean:
      return mean(losses);
    case Reduction::kSum:
      return sum(losses);
    case Reduction::kNone:
      break;
  }
  return losses;
}

}  // namespace

Tensor mse_loss(const Tensor& input, const Tensor& target, Reduction reduction) {
  core::require(input.shape() == target.shape(), "mse_loss", "expected target ", input.shape(),
                ", as the input, found ", target.shape());
  const Array x = to_format(input.array(), MemoryFormat::kContiguous);
  const Array t = to_format(target.array(), MemoryFormat::kContiguous);
  Array losses = Array::empty(x.shape());
  kernels::f32_map2(x.numel(), kernels::SquaredDifference{}, x.data(), t.data(),
                    losses.mutable_data());
  // d(x − t)² = 2·(x − t)·(dx − dt)
  const Tensor per_element = autograd::record(
      "MseLossBackward0", losses, {input, target},
      [saved_x = Saved(x), saved_t = Saved(t), need_x = input.requires_grad(),
       need_t = target.requires_grad()](const Array& grad) {
        const Array upstream = to_format(grad, MemoryFormat::kContiguous);
        const auto gradient = [&](float factor) {
          Array result = Array::empty(upstream.shape());
          kernels::f32_map3(result.numel(), kernels::SquaredDifferenceGrad{factor},
                            saved_x.get("mse_loss").data(), saved_t.get("mse_loss").data(),
                            upstream.data(), result.mutable_data());
          return result;
        };
        return Gradients{need_x ? gradient(2.0f) : Array(), need_t ? gradient(-2.0f) : Array()};
      });
  return reduce(per_element, reduction);
}

Tensor nll_loss(const Tensor& input, const IntArray& target, Reduction reduction) {
  core::require(input.dim() == 2 && target.shape() == core::Shape{input.size(0)}, "nll_loss",
                "expected input (N, C) and target (N), found input ", input.shape(), ", target ",
                target.shape());
  const std::int64_t rows = input.size(0), classes = input.size(1);
  const auto outside = std::find_if(target.values().begin(), target.values().end(),
                                    [=](std::int64_t t) { return t < 0 || t >= classes; });
  core::require(outside == target.values().end(), "nll_loss", "expected classes from 0 to ",
                classes - 1, ", found ", outside == target.values().end() ? 0 : *outside);
  const Array log_p = to_format(input.array(), MemoryFormat::kContiguous);
  Array losses = Array::empty({rows});
  kernels::f32_nll_loss(rows, classes, log_p.data(), target.data(), losses.mutable_data());
  const Tensor per_row = autograd::record(
      "NllLossBackward0", losses, {input}, [rows, classes, target](const Array& grad) {
        Array dx = Array::empty({rows, classes});
        kernels::f32_nll_loss_backward(rows, classes, target.data(), grad.data(),
                                       dx.mutable_data());
        return Gradients{dx};
      });
  return reduce(per_row, reduction);
}

Tensor cross_entropy(const Tensor& input, const IntArray& target, Reduction reduction) {
  return nll_loss(log_softmax(input, 1), target, reduction);
}

}  // namespace gradlet::ops
