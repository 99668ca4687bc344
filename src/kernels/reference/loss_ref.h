#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

// Scalar twins of kernels/loss.h; the bits must be equal.

void f32_nll_loss_ref(std::int64_t rows, std::int64_t classes, const float* log_p,
                      const std::int64_t* target, float* per_row);
void f32_nll_loss_backward_ref(std::int64_t rows, std::int64_t classes, const std::int64_t* target,
                               const float* grad, float* dx);

}  // namespace gradlet::kernels::reference
