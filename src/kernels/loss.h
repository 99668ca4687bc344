#pragma once

#include <cstdint>

namespace gradlet::kernels {

// The negative log-likelihood of classes 0 ≤ target[r] < classes, which callers have checked.

/// per_row (rows) = −log_p[r, target[r]], with log_p (rows, classes). A NaN elsewhere in a row does
/// not matter.
void f32_nll_loss(std::int64_t rows, std::int64_t classes, const float* log_p,
                  const std::int64_t* target, float* per_row);

/// dx (rows, classes) = 0 but for dx[r, target[r]] = −grad[r], with grad (rows).
void f32_nll_loss_backward(std::int64_t rows, std::int64_t classes, const std::int64_t* target,
                           const float* grad, float* dx);

/// The same with one `grad` for all rows, as after a mean or a sum.
void f32_nll_loss_backward(std::int64_t rows, std::int64_t classes, const std::int64_t* target,
                           float grad, float* dx);

}  // namespace gradlet::kernels
