#include "kernels/reference/loss_ref.h"

namespace gradlet::kernels::reference {

void f32_nll_loss_ref(std::int64_t rows, std::int64_t classes, const float* log_p,
                      const std::int64_t* target, float* per_row) {
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < classes; ++c) {
      if (c == target[r]) per_row[r] = -log_p[r * classes + c];
    }
  }
}

void f32_nll_loss_backward_ref(std::int64_t rows, std::int64_t classes, const std::int64_t* target,
                               const float* grad, float* dx) {
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < classes; ++c) {
      dx[r * classes + c] = c == target[r] ? -grad[r] : 0.0f;
    }
  }
}

}  // namespace gradlet::kernels::reference
