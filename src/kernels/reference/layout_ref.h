#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

// Scalar twins of kernels/layout.h.

void f32_transpose_ref(std::int64_t rows, std::int64_t columns, const float* in, float* out);
void f32_nchw_to_nhwc_ref(std::int64_t n, std::int64_t channels, std::int64_t pixels,
                          const float* in, float* out);
void f32_nhwc_to_nchw_ref(std::int64_t n, std::int64_t channels, std::int64_t pixels,
                          const float* in, float* out);

}  // namespace gradlet::kernels::reference
