#include "ops/softmax.h"

#include <vector>

#include "autograd/graph.h"
#include "kernels/softmax.h"
#include "ops/dim_split.h"
#include "ops/layout.h"

namespace gradlet::ops {

using autograd::Gradients;
using autograd::Saved;
using autograd::Tensor;
using core::Array;
using core::MemoryFormat;

namespace {

using Forward = void (*)(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                         float* y);
using Backward = void (*)(std::int64_t outer, std::int64_t count, std::int64_t inner,
                          const float* y, const float* grad, float* dx);

/// A function along one dimension whose derivative needs its result.
Tensor along(const char* name, const Tensor& input, std::int64_t dim, Forward forward,
             Backward backward) {
  const Array x = to_format(input.array(), MemoryFormat::kContiguous);
  const DimSplit split = split_at(x.shape(), dim);
  Array y = Array::empty(x.shape());
  forward(split.outer, split.count, split.inner, x.data(), y.mutable_data());
  return autograd::record(name, y, {input},
                          [name, split, saved = Saved(y), backward](const Array& grad) {
                            const Array& result = saved.get(name);
                            const Array upstream = to_format(grad, MemoryFormat::kContiguous);
                            Array dx = Array::empty(result.shape());
                            backward(split.outer, split.count, split.inner, result.data(),
                                     upstream.data(), dx.mutable_data());
                            return Gradients{dx};
                          });
}

}  // namespace

/// y = x − log Σ exp(x);  dx = dy − exp(y)·Σ dy
Tensor log_softmax(const Tensor& input, std::int64_t dim) {
  return along("LogSoftmaxBackward0", input, dim, kernels::f32_log_softmax,
               kernels::f32_log_softmax_backward);
}

/// y = exp(x) / Σ exp(x);  dx = y·(dy − Σ y·dy)
Tensor softmax(const Tensor& input, std::int64_t dim) {
  return along("SoftmaxBackward0", input, dim, kernels::f32_softmax, kernels::f32_softmax_backward);
}

}  // namespace gradlet::ops
