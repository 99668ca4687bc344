#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

// Scalar twins of kernels/reduce.h. The sums add in the documented shape, so that the bits must be
// equal; `f64_sum_ref` tells how good that shape is.

float f32_sum_ref(std::int64_t n, const float* x);
double f64_sum_ref(std::int64_t n, const float* x);
void f32_sum_dim_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     float* y);
void f32_column_sums_ref(std::int64_t rows, std::int64_t cols, const float* x, float* y);
void f32_broadcast_dim_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                           const float* x, float* y);
float f32_max_ref(std::int64_t n, const float* x);
void f32_max_backward_ref(std::int64_t n, const float* x, float max, float grad, float* dx);
void f32_max_dim_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     float* y, std::int64_t* index);
void f32_scatter_index_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                           const float* grad, const std::int64_t* index, float* out);

}  // namespace gradlet::kernels::reference
