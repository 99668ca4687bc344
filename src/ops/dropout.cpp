#include "ops/dropout.h"

#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/dropout.h"
#include "kernels/elementwise.h"
#include "ops/layout.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;

namespace {

/// x·mask/(1 − p), which is its own derivative.
Array masked(const Array& values, const Array& mask, float p) {
  const Array x = to_format(values, MemoryFormat::kContiguous);
  Array y = Array::empty(x.shape());
  kernels::f32_map2(x.numel(), kernels::Scale{1.0f / (1.0f - p)}, x.data(), mask.data(),
                    y.mutable_data());
  return y;
}

}  // namespace

Tensor dropout(const Tensor& input, float p, const DropoutStream& stream) {
  core::require(p >= 0.0f && p < 1.0f, "dropout", "expected 0 <= p < 1, found ", p);
  Array mask = Array::empty(input.shape());
  kernels::f32_dropout_mask(mask.numel(), p,
                            {stream.seed, stream.step, stream.layer, stream.first_element},
                            mask.mutable_data());
  return autograd::record(
      "DropoutBackward0", masked(input.array(), mask, p), {input},
      [mask, p](const Array& grad) { return Gradients{masked(grad, mask, p)}; });
}

}  // namespace gradlet::ops
