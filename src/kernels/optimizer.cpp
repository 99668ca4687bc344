#include "kernels/optimizer.h"

#include <cassert>
#include <cmath>
#include <cstddef>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

Batch rounded(double value) { return Batch(static_cast<float>(value)); }

/// base^exponent by squaring: `std::pow` may differ in its last bit from one C library to another.
double power(double base, std::int64_t exponent) {
  double result = 1.0;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  return result;
}

/// Calls f(i, width) for the vectors of `n` elements.
template <class F>
void for_each_vector(std::int64_t n, F f) {
  assert(n >= 0);
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) f(i, kLanes);
  if (i < n) f(i, n - i);
}

}  // namespace

void f32_sgd_step(std::int64_t n, const SgdOptions& options, bool first_step, const float* grad,
                  float* param, float* buffer) {
  const bool decays = options.weight_decay != 0.0;
  const bool has_momentum = options.momentum != 0.0;
  const Batch decay = rounded(options.weight_decay);
  const Batch momentum = rounded(options.momentum);
  const Batch fresh = rounded(1.0 - options.dampening);
  const Batch step = rounded(-options.learning_rate);
  assert(!has_momentum || buffer != nullptr);
  for_each_vector(n, [&](std::int64_t i, std::int64_t width) {
    const Batch p = load_up_to(param + i, width);
    Batch d = load_up_to(grad + i, width);
    if (decays) d = d + decay * p;
    if (has_momentum) {
      const Batch b = first_step ? d : load_up_to(buffer + i, width) * momentum + fresh * d;
      store_up_to(buffer + i, b, width);
      d = options.nesterov ? d + momentum * b : b;
    }
    store_up_to(param + i, p + step * d, width);
  });
}

void f32_adadelta_step(std::int64_t n, const AdadeltaOptions& options, const float* grad,
                       float* param, float* square_avg, float* acc_delta) {
  const bool decays = options.weight_decay != 0.0;
  const Batch decay = rounded(options.weight_decay);
  const Batch rho = rounded(options.rho);
  const Batch fresh = rounded(1.0 - options.rho);
  const Batch eps = rounded(options.eps);
  const Batch step = rounded(-options.learning_rate);
  for_each_vector(n, [&](std::int64_t i, std::int64_t width) {
    const Batch p = load_up_to(param + i, width);
    Batch g = load_up_to(grad + i, width);
    if (decays) g = g + decay * p;
    const Batch square = load_up_to(square_avg + i, width) * rho + (fresh * g) * g;
    const Batch old = load_up_to(acc_delta + i, width);
    const Batch delta = xsimd::sqrt(old + eps) / xsimd::sqrt(square + eps) * g;
    store_up_to(square_avg + i, square, width);
    store_up_to(acc_delta + i, old * rho + (fresh * delta) * delta, width);
    store_up_to(param + i, p + step * delta, width);
  });
}

void f32_adam_step(std::int64_t n, const AdamOptions& options, std::int64_t step, const float* grad,
                   float* param, float* exp_avg, float* exp_avg_sq) {
  assert(step >= 1);
  const bool adds_decay = options.weight_decay != 0.0 && !options.decoupled_weight_decay;
  const Batch decay = rounded(options.weight_decay);
  const Batch shrink = rounded(
      options.decoupled_weight_decay ? 1.0 - options.learning_rate * options.weight_decay : 1.0);
  const Batch beta1 = rounded(options.beta1);
  const Batch beta2 = rounded(options.beta2);
  const Batch fresh1 = rounded(1.0 - options.beta1);
  const Batch fresh2 = rounded(1.0 - options.beta2);
  const Batch eps = rounded(options.eps);
  const Batch correction = rounded(std::sqrt(1.0 - power(options.beta2, step)));
  const Batch step_size = rounded(-(options.learning_rate / (1.0 - power(options.beta1, step))));
  for_each_vector(n, [&](std::int64_t i, std::int64_t width) {
    const Batch p = load_up_to(param + i, width) * shrink;
    Batch g = load_up_to(grad + i, width);
    if (adds_decay) g = g + decay * p;
    const Batch mean = load_up_to(exp_avg + i, width) * beta1 + fresh1 * g;
    const Batch square = load_up_to(exp_avg_sq + i, width) * beta2 + (fresh2 * g) * g;
    const Batch denominator = xsimd::sqrt(square) / correction + eps;
    store_up_to(exp_avg + i, mean, width);
    store_up_to(exp_avg_sq + i, square, width);
    store_up_to(param + i, p + (step_size * mean) / denominator, width);
  });
}

}  // namespace gradlet::kernels
