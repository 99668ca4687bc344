#include "kernels/reference/layout_ref.h"

namespace gradlet::kernels::reference {

void f32_transpose_ref(std::int64_t rows, std::int64_t columns, const float* in, float* out) {
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) out[j * rows + i] = in[i * columns + j];
  }
}

void f32_nchw_to_nhwc_ref(std::int64_t n, std::int64_t channels, std::int64_t pixels,
                          const float* in, float* out) {
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t p = 0; p < pixels; ++p) {
        out[(i * pixels + p) * channels + c] = in[(i * channels + c) * pixels + p];
      }
    }
  }
}

void f32_nhwc_to_nchw_ref(std::int64_t n, std::int64_t channels, std::int64_t pixels,
                          const float* in, float* out) {
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t p = 0; p < pixels; ++p) {
        out[(i * channels + c) * pixels + p] = in[(i * pixels + p) * channels + c];
      }
    }
  }
}

}  // namespace gradlet::kernels::reference
