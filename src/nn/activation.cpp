#include "nn/activation.h"

#include "core/error.h"
#include "core/text.h"
#include "ops/dropout.h"
#include "ops/elementwise.h"
#include "ops/softmax.h"

namespace gradlet::nn {

autograd::Tensor ReLU::forward(const autograd::Tensor& input, ForwardContext&) const {
  return ops::relu(input);
}

autograd::Tensor LogSoftmax::forward(const autograd::Tensor& input, ForwardContext&) const {
  return ops::log_softmax(input, dim_);
}

std::string LogSoftmax::extra_repr() const { return "dim=" + std::to_string(dim_); }

Dropout::Dropout(float p) : p_(p) {
  core::require(p >= 0.0f && p < 1.0f, "Dropout", "expected 0 <= p < 1, found ", p);
}

autograd::Tensor Dropout::forward(const autograd::Tensor& input, ForwardContext& context) const {
  if (!training()) return input;
  const std::int64_t samples = input.dim() > 0 && input.size(0) > 0 ? input.size(0) : 1;
  return ops::dropout(input, p_, context.next_dropout(input.numel() / samples));
}

std::string Dropout::extra_repr() const { return core::text("p=", p_, ", inplace=False"); }

}  // namespace gradlet::nn
