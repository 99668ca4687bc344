#pragma once

#include <cstdint>

#include "kernels/conv2d.h"

namespace gradlet::kernels {

// Winograd's outputs err by some 2^-21 of their usual size, four times as much as plain sums. That
// is little, but for outputs so close to zero that it may turn their sign: with it a ReLU that
// follows switches, and gradients change by far more than a rounding error. Those few outputs, in
// training about one of 150,000, are computed again as plain sums in double precision.

/// Elements of the weight in the form that `recompute_near_zeros` reads.
std::int64_t near_zeros_size(const Conv2dGeometry& geometry);

/// weight (K, C, kernel) → the same, and the norm of each of its rows.
void prepare_near_zeros(const Conv2dGeometry& geometry, const float* weight, float* prepared);

/// Computes again what is below 2^-18 of the largest magnitude in its image times the norm of its
/// channel's weight: ten times the usual error or more. `bias` may be null; `limits` is scratch
/// space of `out_channels` elements.
void recompute_near_zeros(const Conv2dGeometry& geometry, const float* input, const float* prepared,
                          const float* bias, float* output, float* limits);

}  // namespace gradlet::kernels
