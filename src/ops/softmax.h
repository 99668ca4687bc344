#pragma once

#include <cstdint>

#include "autograd/tensor.h"

namespace gradlet::ops {

/// log(exp(x) / Σ exp(x)) along `dim`, computed so that large inputs do not overflow.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
autograd::Tensor log_softmax(const autograd::Tensor& input, std::int64_t dim);

/// exp(x) / Σ exp(x) along `dim`.
/// https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
autograd::Tensor softmax(const autograd::Tensor& input, std::int64_t dim);

}  // namespace gradlet::ops
