#pragma once

#include <cstdint>

#include "kernels/optimizer.h"

namespace gradlet::kernels::reference {

// Scalar twins of kernels/optimizer.h, written line by line after torch/optim/*.py of PyTorch 1.13;
// the bits must be equal.

void f32_sgd_step_ref(std::int64_t n, const SgdOptions& options, bool first_step, const float* grad,
                      float* param, float* buffer);
void f32_adadelta_step_ref(std::int64_t n, const AdadeltaOptions& options, const float* grad,
                           float* param, float* square_avg, float* acc_delta);
void f32_adam_step_ref(std::int64_t n, const AdamOptions& options, std::int64_t step,
                       const float* grad, float* param, float* exp_avg, float* exp_avg_sq);

}  // namespace gradlet::kernels::reference
