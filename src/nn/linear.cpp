#include "nn/linear.h"

#include "core/error.h"
#include "core/text.h"
#include "nn/init.h"
#include "ops/matmul.h"

namespace gradlet::nn {

Linear::Linear(std::int64_t in_features, std::int64_t out_features, core::Generator& generator,
               bool bias) {
  core::require(in_features >= 1 && out_features >= 1, "Linear",
                "expected sizes of at least 1, found in_features ", in_features, ", out_features ",
                out_features);
  weight_ = register_parameter("weight", autograd::Tensor(default_weight(
                                             {out_features, in_features}, in_features, generator)));
  if (bias) {
    bias_ = register_parameter(
        "bias", autograd::Tensor(default_bias(out_features, in_features, generator)));
  }
}

autograd::Tensor Linear::forward(const autograd::Tensor& input, ForwardContext&) const {
  return ops::linear(input, weight_, bias_);
}

std::string Linear::extra_repr() const {
  return core::text("in_features=", weight_.size(1), ", out_features=", weight_.size(0),
                    ", bias=", bias_.defined() ? "True" : "False");
}

}  // namespace gradlet::nn
