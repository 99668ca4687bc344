#pragma once

#include <cstdint>

namespace gradlet::kernels {

// Softmax and its logarithm over the `count` of arrays (outer, count, inner). Four softmaxes are
// computed side by side, one to a lane, so a result does not depend on its neighbours. The terms
// are added in order in blocks of 64, the blocks pairwise. The result may be written over an input.
//
// As in PyTorch, NaN or +∞ in x, or nothing but −∞, makes that whole softmax NaN. `count` ≥ 1.

/// y = (x − max) − log Σ exp(x − max).
void f32_log_softmax(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     float* y);

/// dx = grad − exp(y) · Σ grad, with y the result of `f32_log_softmax`.
void f32_log_softmax_backward(std::int64_t outer, std::int64_t count, std::int64_t inner,
                              const float* y, const float* grad, float* dx);

/// y = exp(x − max) / Σ exp(x − max).
void f32_softmax(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                 float* y);

/// dx = (grad − Σ grad · y) · y, with y the result of `f32_softmax`.
void f32_softmax_backward(std::int64_t outer, std::int64_t count, std::int64_t inner,
                          const float* y, const float* grad, float* dx);

}  // namespace gradlet::kernels
