#pragma once

#include <cstdint>

namespace gradlet::kernels {

/// out (columns, rows) = in (rows, columns)ᵀ, both row-major and without overlap. Bits are copied.
void f32_transpose(std::int64_t rows, std::int64_t columns, const float* in, float* out);

/// (n, channels, pixels) → (n, pixels, channels): PyTorch's contiguous format to channels last.
void f32_nchw_to_nhwc(std::int64_t n, std::int64_t channels, std::int64_t pixels, const float* in,
                      float* out);

/// (n, pixels, channels) → (n, channels, pixels): the way back.
void f32_nhwc_to_nchw(std::int64_t n, std::int64_t channels, std::int64_t pixels, const float* in,
                      float* out);

}  // namespace gradlet::kernels
