#pragma once

#include <cstdint>

namespace gradlet::kernels {

// Sums and maxima, and the loops of their gradients. An array is seen as (outer, count, inner): the
// reduction runs over `count`, `inner` elements lie between neighbours of it. Inputs and outputs
// must not overlap unless said so.
//
// The shape of a sum depends on its number of terms alone. Zeros are summed to +0, nothing to 0.

/// The sum of `n` elements. Blocks of 512: within a block, element i goes to lane i mod 4 of
/// accumulator (i div 4) mod 4, the accumulators are added as (0 + 1) + (2 + 3); the blocks are
/// added pairwise (`PairwiseSum`), at last the lanes as (0 + 2) + (1 + 3).
float f32_sum(std::int64_t n, const float* x);

/// y (outer, inner) = Σ over `count` of x (outer, count, inner). With inner 1 each sum is
/// `f32_sum`; otherwise blocks of 64 terms, each in order, are added pairwise.
void f32_sum_dim(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                 float* y);

/// y (cols) = Σ over the rows of x (rows, cols): `f32_sum_dim` with outer 1, but in blocks of 64
/// for a single column too. The gradient of a bias.
void f32_column_sums(std::int64_t rows, std::int64_t cols, const float* x, float* y);

/// y (outer, count, inner)[o, c, i] = x (outer, inner)[o, i]: the gradient of `f32_sum_dim`.
void f32_broadcast_dim(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                       float* y);

/// The largest of `n` ≥ 1 elements, the first of equals (±0 are equal); NaN if any is NaN.
float f32_max(std::int64_t n, const float* x);

/// dx of `f32_max`, whose result was `max`: `grad` shared evenly among the elements equal to it, or
/// among the NaNs if it is NaN; 0 elsewhere.
void f32_max_backward(std::int64_t n, const float* x, float max, float grad, float* dx);

/// y (outer, inner) = the largest over `count` ≥ 1 of x (outer, count, inner); index (outer, inner)
/// = its position along `count`. The first of equals wins (±0 are equal), the first NaN wins over
/// all.
void f32_max_dim(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                 float* y, std::int64_t* index);

/// out (outer, count, inner) = 0 but for out[o, index[o, i], i] = grad[o, i], with grad and index
/// (outer, inner) and 0 ≤ index < count: the gradient of `f32_max_dim`.
void f32_scatter_index(std::int64_t outer, std::int64_t count, std::int64_t inner,
                       const float* grad, const std::int64_t* index, float* out);

}  // namespace gradlet::kernels
