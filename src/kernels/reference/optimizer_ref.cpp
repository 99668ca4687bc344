#include "kernels/reference/optimizer_ref.h"

#include <cmath>

namespace gradlet::kernels::reference {

namespace {

float rounded(double value) { return static_cast<float>(value); }

}  // namespace

void f32_sgd_step_ref(std::int64_t n, const SgdOptions& options, bool first_step, const float* grad,
                      float* param, float* buffer) {
  for (std::int64_t i = 0; i < n; ++i) {
    float d_p = grad[i];
    if (options.weight_decay != 0.0) d_p += rounded(options.weight_decay) * param[i];
    if (options.momentum != 0.0) {
      if (first_step) {
        buffer[i] = d_p;
      } else {
        buffer[i] *= rounded(options.momentum);
        buffer[i] += rounded(1.0 - options.dampening) * d_p;
      }
      if (options.nesterov) {
        d_p += rounded(options.momentum) * buffer[i];
      } else {
        d_p = buffer[i];
      }
    }
    param[i] += rounded(-options.learning_rate) * d_p;
  }
}

void f32_adadelta_step_ref(std::int64_t n, const AdadeltaOptions& options, const float* grad,
                           float* param, float* square_avg, float* acc_delta) {
  for (std::int64_t i = 0; i < n; ++i) {
    float g = grad[i];
    if (options.weight_decay != 0.0) g += rounded(options.weight_decay) * param[i];
    square_avg[i] *= rounded(options.rho);
    square_avg[i] += rounded(1.0 - options.rho) * g * g;
    const float std = std::sqrt(square_avg[i] + rounded(options.eps));
    float delta = std::sqrt(acc_delta[i] + rounded(options.eps));
    delta /= std;
    delta *= g;
    acc_delta[i] *= rounded(options.rho);
    acc_delta[i] += rounded(1.0 - options.rho) * delta * delta;
    param[i] += rounded(-options.learning_rate) * delta;
  }
}

void f32_adam_step_ref(std::int64_t n, const AdamOptions& options, std::int64_t step,
                       const float* grad, float* param, float* exp_avg, float* exp_avg_sq) {
  // In double the powers may differ in their last bits from the kernel's, rounded to float they
  // agree.
  const double bias_correction1 = 1.0 - std::pow(options.beta1, static_cast<double>(step));
  const double bias_correction2 = 1.0 - std::pow(options.beta2, static_cast<double>(step));
  const double step_size = options.learning_rate / bias_correction1;
  for (std::int64_t i = 0; i < n; ++i) {
    float g = grad[i];
    if (options.decoupled_weight_decay) {
      param[i] *= rounded(1.0 - options.learning_rate * options.weight_decay);
    } else if (options.weight_decay != 0.0) {
      g += rounded(options.weight_decay) * param[i];
    }
    exp_avg[i] *= rounded(options.beta1);
    exp_avg[i] += rounded(1.0 - options.beta1) * g;
    exp_avg_sq[i] *= rounded(options.beta2);
    exp_avg_sq[i] += rounded(1.0 - options.beta2) * g * g;
    const float denom =
        std::sqrt(exp_avg_sq[i]) / rounded(std::sqrt(bias_correction2)) + rounded(options.eps);
    param[i] += rounded(-step_size) * exp_avg[i] / denom;
  }
}

}  // namespace gradlet::kernels::reference
