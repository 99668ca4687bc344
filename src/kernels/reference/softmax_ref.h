#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

// Scalar twins of kernels/softmax.h, computed in double from the same inputs.

void f32_log_softmax_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                         double* y);
void f32_log_softmax_backward_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                                  const float* y, const float* grad, double* dx);
void f32_softmax_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     double* y);
void f32_softmax_backward_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                              const float* y, const float* grad, double* dx);

}  // namespace gradlet::kernels::reference
