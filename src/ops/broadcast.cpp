#include "ops/broadcast.h"

#include "kernels/reduce.h"
#include "ops/dim_split.h"
#include "ops/layout.h"

namespace gradlet::ops {

core::Array sum_to(const core::Array& gradient, const core::Shape& shape) {
  if (gradient.shape() == shape) return gradient;
  core::Array result = to_format(gradient, core::MemoryFormat::kContiguous);
  // From the last dimension to the first; those that `shape` lacks count as stretched from 1.
  for (std::int64_t d = -1; d >= -result.shape().dim(); --d) {
    const std::int64_t size = -d <= shape.dim() ? shape[d] : 1;
    const auto [outer, count, inner] = split_at(result.shape(), d);
    if (size == count) continue;
    core::Array summed = core::Array::empty(result.shape().without(d, /*keepdim=*/true));
    kernels::f32_sum_dim(outer, count, inner, result.data(), summed.mutable_data());
    result = summed;
  }
  return result.reshaped(shape);
}

}  // namespace gradlet::ops
