#pragma once

#include <cstdint>

namespace gradlet::kernels {

// One optimizer step over `n` parameters, with the formulas of PyTorch 1.13's single-tensor
// versions in torch/optim/*.py and in their order, each operation rounded to float; numbers derived
// from the options, such as 1 − rho, are computed in double first, as Python does. (PyTorch's own
// AVX2 build fuses the last multiplication and addition of some, so its last bits may differ.)
// Gradients are read only. NaN and ∞ go through.

/// https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
struct SgdOptions {
  double learning_rate = 1e-3;
  double momentum = 0.0;
  double dampening = 0.0;
  double weight_decay = 0.0;
  bool nesterov = false;
};

/// d = grad + weight_decay·param; with momentum: buffer = momentum·buffer + (1 − dampening)·d, or
/// just d if `first_step`, then d = buffer, or d + momentum·buffer for Nesterov;
/// param −= learning_rate·d. `buffer` (n) is not touched without momentum and may be null then.
void f32_sgd_step(std::int64_t n, const SgdOptions& options, bool first_step, const float* grad,
                  float* param, float* buffer);

/// https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
struct AdadeltaOptions {
  double learning_rate = 1.0;
  double rho = 0.9;
  double eps = 1e-6;
  double weight_decay = 0.0;
};

/// g = grad + weight_decay·param; square_avg = rho·square_avg + (1 − rho)·g²;
/// delta = √(acc_delta + eps) / √(square_avg + eps) · g, by the old acc_delta;
/// acc_delta = rho·acc_delta + (1 − rho)·delta²; param −= learning_rate·delta. The two averages (n)
/// start at 0.
void f32_adadelta_step(std::int64_t n, const AdadeltaOptions& options, const float* grad,
                       float* param, float* square_avg, float* acc_delta);

/// https://pytorch.org/docs/stable/generated/torch.optim.Adam.html and AdamW.html
struct AdamOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0.0;
  /// AdamW: the parameters shrink by 1 − learning_rate·weight_decay, the gradient stays as it is.
  bool decoupled_weight_decay = false;
};

/// g = grad + weight_decay·param (Adam only); exp_avg = beta1·exp_avg + (1 − beta1)·g;
/// exp_avg_sq = beta2·exp_avg_sq + (1 − beta2)·g²;
/// param −= learning_rate/(1 − beta1^step) · exp_avg / (√exp_avg_sq / √(1 − beta2^step) + eps).
/// `step` counts from 1; the two averages (n) start at 0.
void f32_adam_step(std::int64_t n, const AdamOptions& options, std::int64_t step, const float* grad,
                   float* param, float* exp_avg, float* exp_avg_sq);

}  // namespace gradlet::kernels
