#include "ops/view.h"

#include <algorithm>
#include <vector>

#include "autograd/graph.h"
#include "core/error.h"
#include "ops/layout.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;
using core::Shape;

Tensor reshape(const Tensor& input, const Shape& shape) {
  core::require(shape.numel() == input.numel(), "reshape", "expected a shape of ", input.numel(),
                " elements for input ", input.shape(), ", found ", shape);
  // The gradient goes back under the input's shape.
  return autograd::record(
      "ReshapeBackward0", to_format(input.array(), MemoryFormat::kContiguous).reshaped(shape),
      {input}, [from = input.shape()](const Array& grad) {
        return Gradients{to_format(grad, MemoryFormat::kContiguous).reshaped(from)};
      });
}

Tensor reshape(const Tensor& input, std::span<const std::int64_t> sizes) {
  std::vector<std::int64_t> resolved(sizes.begin(), sizes.end());
  const auto unknown = std::find(resolved.begin(), resolved.end(), -1);
  if (unknown != resolved.end()) {
    *unknown = 1;
    const std::int64_t known = Shape(std::span<const std::int64_t>(resolved)).numel();
    core::require(known > 0 && input.numel() % known == 0, "reshape", "expected a multiple of ",
                  known, " elements, found input ", input.shape());
    *unknown = input.numel() / known;
  }
  return reshape(input, Shape(std::span<const std::int64_t>(resolved)));
}

Tensor flatten(const Tensor& input, std::int64_t start_dim, std::int64_t end_dim) {
  const Shape& from = input.shape();
  if (from.dim() == 0) return reshape(input, Shape{1});
  const std::size_t first = from.resolve(start_dim);
  const std::size_t last = from.resolve(end_dim);
  core::require(first <= last, "flatten", "expected start_dim <= end_dim, found ", start_dim,
                " and ", end_dim);
  Shape shape;
  std::for_each(from.begin(), from.begin() + first, [&](std::int64_t n) { shape.push_back(n); });
  shape.push_back(from.product(first, last + 1));
  std::for_each(from.begin() + last + 1, from.end(), [&](std::int64_t n) { shape.push_back(n); });
  return reshape(input, shape);
}

Tensor transpose(const Tensor& input, std::int64_t first, std::int64_t second) {
  // Exchanging the same two dimensions again undoes it.
  return autograd::record("TransposeBackward0", core::transposed(input.array(), first, second),
                          {input}, [first, second](const Array& grad) {
                            return Gradients{core::transposed(grad, first, second)};
                          });
}

}  // namespace gradlet::ops
