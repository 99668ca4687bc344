#include "ops/reduce.h"

#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "kernels/elementwise.h"
#include "kernels/reduce.h"
#include "ops/dim_split.h"
#include "ops/elementwise.h"
#include "ops/layout.h"
#include "ops/view.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Tensor;
using core::Array;
using core::IntArray;
using core::MemoryFormat;
using core::Shape;

namespace {

Array row_major(const Tensor& tensor) {
  return to_format(tensor.array(), MemoryFormat::kContiguous);
}

}  // namespace

/// d(Σx) = Σdx: every element gets the sum's gradient.
Tensor sum(const Tensor& input) {
  const Array x = row_major(input);
  return autograd::record("SumBackward0", Array::full({}, kernels::f32_sum(x.numel(), x.data())),
                          {input}, [shape = input.shape()](const Array& grad) {
                            return Gradients{Array::full(shape, *grad.data())};
                          });
}

Tensor sum(const Tensor& input, std::int64_t dim, bool keepdim) {
  const Array x = row_major(input);
  const DimSplit split = split_at(x.shape(), dim);
  Array result = Array::empty(x.shape().without(dim, keepdim));
  kernels::f32_sum_dim(split.outer, split.count, split.inner, x.data(), result.mutable_data());
  return autograd::record("SumBackward1", result, {input},
                          [shape = input.shape(), split](const Array& grad) {
                            const Array upstream = to_format(grad, MemoryFormat::kContiguous);
                            Array spread = Array::empty(shape);
                            kernels::f32_broadcast_dim(split.outer, split.count, split.inner,
                                                       upstream.data(), spread.mutable_data());
                            return Gradients{spread};
                          });
}

Tensor mean(const Tensor& input) { return sum(input) / static_cast<float>(input.numel()); }

Tensor mean(const Tensor& input, std::int64_t dim, bool keepdim) {
  return sum(input, dim, keepdim) / static_cast<float>(input.size(dim));
}

/// Every element that equals the maximum gets an equal share of its gradient.
Tensor max(const Tensor& input) {
  core::require(input.numel() > 0, "max", "expected at least one element, found shape ",
                input.shape());
  const Array x = row_major(input);
  const float largest = kernels::f32_max(x.numel(), x.data());
  return autograd::record("MaxBackward1", Array::full({}, largest), {input},
                          [saved = autograd::Saved(x), largest](const Array& grad) {
                            const Array& from = saved.get("max");
                            Array spread = Array::empty(from.shape());
                            kernels::f32_max_backward(from.numel(), from.data(), largest,
                                                      *grad.data(), spread.mutable_data());
                            return Gradients{spread};
                          });
}

/// The element that was taken gets the gradient, the others nothing.
MaxResult max(const Tensor& input, std::int64_t dim, bool keepdim) {
  const Array x = row_major(input);
  const DimSplit split = split_at(x.shape(), dim);
  core::require(split.count > 0, "max", "expected at least one element along dimension ", dim,
                ", found shape ", input.shape());
  const Shape shape = x.shape().without(dim, keepdim);
  Array values = Array::empty(shape);
  IntArray indices = IntArray::empty(shape);
  kernels::f32_max_dim(split.outer, split.count, split.inner, x.data(), values.mutable_data(),
                       indices.mutable_data());
  const Tensor result = autograd::record(
      "MaxBackward0", values, {input}, [from = input.shape(), split, indices](const Array& grad) {
        const Array upstream = to_format(grad, MemoryFormat::kContiguous);
        Array spread = Array::empty(from);
        kernels::f32_scatter_index(split.outer, split.count, split.inner, upstream.data(),
                                   indices.data(), spread.mutable_data());
        return Gradients{spread};
      });
  return {result, indices};
}

}  // namespace gradlet::ops
