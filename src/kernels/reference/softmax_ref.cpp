#include "kernels/reference/softmax_ref.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradlet::kernels::reference {

namespace {

/// Calls f(at) for every softmax, where at(c) is the position of its term `c`.
template <class F>
void for_each_softmax(std::int64_t outer, std::int64_t count, std::int64_t inner, F f) {
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      f([=](std::int64_t c) { return (o * count + c) * inner + i; });
    }
  }
}

}  // namespace

void f32_log_softmax_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                         double* y) {
  for_each_softmax(outer, count, inner, [=](auto at) {
    double max = -std::numeric_limits<double>::infinity();
    for (std::int64_t c = 0; c < count; ++c) max = std::max<double>(max, x[at(c)]);
    double sum = 0.0;
    for (std::int64_t c = 0; c < count; ++c) sum += std::exp(x[at(c)] - max);
    for (std::int64_t c = 0; c < count; ++c) y[at(c)] = x[at(c)] - max - std::log(sum);
  });
}

void f32_log_softmax_backward_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                                  const float* y, const float* grad, double* dx) {
  for_each_softmax(outer, count, inner, [=](auto at) {
    double sum = 0.0;
    for (std::int64_t c = 0; c < count; ++c) sum += static_cast<double>(grad[at(c)]);
    for (std::int64_t c = 0; c < count; ++c) {
      dx[at(c)] = grad[at(c)] - std::exp(static_cast<double>(y[at(c)])) * sum;
    }
  });
}

void f32_softmax_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     double* y) {
  f32_log_softmax_ref(outer, count, inner, x, y);
  for (std::int64_t i = 0; i < outer * count * inner; ++i) y[i] = std::exp(y[i]);
}

void f32_softmax_backward_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                              const float* y, const float* grad, double* dx) {
  for_each_softmax(outer, count, inner, [=](auto at) {
    double sum = 0.0;
    for (std::int64_t c = 0; c < count; ++c) {
      sum += static_cast<double>(grad[at(c)]) * static_cast<double>(y[at(c)]);
    }
    for (std::int64_t c = 0; c < count; ++c) dx[at(c)] = (grad[at(c)] - sum) * y[at(c)];
  });
}

}  // namespace gradlet::kernels::reference
