#pragma once

#include <cstdint>

#include "kernels/pooling.h"

namespace gradlet::kernels::reference {

// Scalar twins of kernels/pooling.h; values, index and gradient must be equal bit for bit. The
// index is written for the identity too.

void f32_max_pool2d_ref(const MaxPool2dGeometry& geometry, const float* x, float* y,
                        std::int32_t* index);
void f32_max_pool2d_backward_ref(const MaxPool2dGeometry& geometry, const float* grad,
                                 const std::int32_t* index, float* dx);

}  // namespace gradlet::kernels::reference
