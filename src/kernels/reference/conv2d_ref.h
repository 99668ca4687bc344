#pragma once

#include "kernels/conv2d.h"

namespace gradlet::kernels::reference {

// The definition of a cross-correlation and of its gradients, added up in double, by which the
// algorithms of kernels/conv2d.h are judged. Layouts as there. Products with the padding's zeros
// are left out.

/// `bias` may be null.
void conv2d_forward_ref(const Conv2dGeometry& geometry, const float* input, const float* weight,
                        const float* bias, double* output);
void conv2d_grad_input_ref(const Conv2dGeometry& geometry, const float* grad_output,
                           const float* weight, double* grad_input);
void conv2d_grad_weight_ref(const Conv2dGeometry& geometry, const float* input,
                            const float* grad_output, double* grad_weight);
void conv2d_grad_bias_ref(const Conv2dGeometry& geometry, const float* grad_output,
                          double* grad_bias);

}  // namespace gradlet::kernels::reference
