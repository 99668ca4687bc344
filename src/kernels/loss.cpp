#include "kernels/loss.h"

#include <algorithm>
#include <cassert>

namespace gradlet::kernels {

namespace {

/// Asserts that row `r` has a valid class and returns where that lies in (rows, classes).
std::int64_t position(std::int64_t classes, const std::int64_t* target, std::int64_t r) {
  assert(0 <= target[r] && target[r] < classes);
  return r * classes + target[r];
}

}  // namespace

void f32_nll_loss(std::int64_t rows, std::int64_t classes, const float* log_p,
                  const std::int64_t* target, float* per_row) {
  assert(rows >= 0 && classes >= 0);
  for (std::int64_t r = 0; r < rows; ++r) per_row[r] = -log_p[position(classes, target, r)];
}

void f32_nll_loss_backward(std::int64_t rows, std::int64_t classes, const std::int64_t* target,
                           const float* grad, float* dx) {
  assert(rows >= 0 && classes >= 0);
  std::fill_n(dx, rows * classes, 0.0f);
  for (std::int64_t r = 0; r < rows; ++r) dx[position(classes, target, r)] = -grad[r];
}

void f32_nll_loss_backward(std::int64_t rows, std::int64_t classes, const std::int64_t* target,
                           float grad, float* dx) {
  assert(rows >= 0 && classes >= 0);
  std::fill_n(dx, rows * classes, 0.0f);
  for (std::int64_t r = 0; r < rows; ++r) dx[position(classes, target, r)] = -grad;
}

}  // namespace gradlet::kernels
