#include "kernels/reference/elementwise_ref.h"

#include <cmath>

namespace gradlet::kernels::reference {

float relu_ref(float x) { return x < 0.0f ? 0.0f : x; }

float relu_grad_ref(float x, float grad) { return x <= 0.0f ? 0.0f : grad; }

float divide_grad_divisor_ref(float a, float b, float grad) { return -grad * ((a / b) / b); }

float sqrt_grad_ref(float result, float grad) { return grad / (2.0f * result); }

float tanh_grad_ref(float result, float grad) { return grad * (1.0f - result * result); }

float sigmoid_grad_ref(float result, float grad) { return grad * (1.0f - result) * result; }

float squared_difference_ref(float a, float b) { return (a - b) * (a - b); }

float squared_difference_grad_ref(float factor, float a, float b, float grad) {
  return factor * (a - b) * grad;
}

float scale_ref(float factor, float x, float mask) { return x * (mask * factor); }

double exp_ref(double x) { return std::exp(x); }

double log_ref(double x) { return std::log(x); }

double tanh_ref(double x) { return std::tanh(x); }

double sigmoid_ref(double x) { return 1.0 / (1.0 + std::exp(-x)); }

}  // namespace gradlet::kernels::reference
