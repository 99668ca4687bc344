#include "kernels/reference/reduce_ref.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace gradlet::kernels::reference {

namespace {

/// Σ of blocks first … first + n − 1, n ≥ 1: the largest power of two of them that leaves any, then
/// the others, each in the same way.
template <class BlockSum>
float pairwise(std::int64_t first, std::int64_t n, BlockSum block_sum) {
  if (n == 1) return block_sum(first);
  const auto left = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(n - 1)));
  return pairwise(first, left, block_sum) + pairwise(first + left, n - left, block_sum);
}

float strided_sum(std::int64_t count, std::int64_t stride, const float* x) {
  if (count == 0) return 0.0f;
  return pairwise(0, (count + 63) / 64, [=](std::int64_t block) {
    float sum = 0.0f;
    for (std::int64_t i = block * 64; i < std::min(block * 64 + 64, count); ++i) {
      sum += x[i * stride];
    }
    return sum;
  });
}

/// Whether `value` at a later position wins over `best`.
bool wins(float value, float best) {
  if (std::isnan(best)) return false;
  return std::isnan(value) || value > best;
}

}  // namespace

float f32_sum_ref(std::int64_t n, const float* x) {
  if (n == 0) return 0.0f;
  const auto lane_sum = [=](std::int64_t lane) {
    return pairwise(0, (n + 511) / 512, [=](std::int64_t block) {
      float sums[4] = {};
      for (std::int64_t i = block * 512 + lane; i < std::min(block * 512 + 512, n); i += 4) {
        sums[i / 4 % 4] += x[i];
      }
      return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    });
  };
  return (lane_sum(0) + lane_sum(2)) + (lane_sum(1) + lane_sum(3));
}

double f64_sum_ref(std::int64_t n, const float* x) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < n; ++i) sum += static_cast<double>(x[i]);
  return sum;
}

void f32_sum_dim_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     float* y) {
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const float* first = x + o * count * inner + i;
      y[o * inner + i] = inner == 1 ? f32_sum_ref(count, first) : strided_sum(count, inner, first);
    }
  }
}

void f32_column_sums_ref(std::int64_t rows, std::int64_t cols, const float* x, float* y) {
  for (std::int64_t c = 0; c < cols; ++c) y[c] = strided_sum(rows, cols, x + c);
}

void f32_broadcast_dim_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                           const float* x, float* y) {
  for (std::int64_t i = 0; i < outer * count * inner; ++i) {
    y[i] = x[i / (count * inner) * inner + i % inner];
  }
}

float f32_max_ref(std::int64_t n, const float* x) {
  float y = 0.0f;
  std::int64_t index = 0;
  f32_max_dim_ref(1, n, 1, x, &y, &index);
  return y;
}

void f32_max_backward_ref(std::int64_t n, const float* x, float max, float grad, float* dx) {
  std::vector<std::int64_t> winners;
  for (std::int64_t i = 0; i < n; ++i) {
    if (x[i] == max || (std::isnan(x[i]) && std::isnan(max))) winners.push_back(i);
    dx[i] = 0.0f;
  }
  for (std::int64_t i : winners) dx[i] = grad / static_cast<float>(winners.size());
}

void f32_max_dim_ref(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     float* y, std::int64_t* index) {
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const float* terms = x + o * count * inner + i;
      std::int64_t best = 0;
      for (std::int64_t c = 1; c < count; ++c) {
        if (wins(terms[c * inner], terms[best * inner])) best = c;
      }
      y[o * inner + i] = terms[best * inner];
      index[o * inner + i] = best;
    }
  }
}

void f32_scatter_index_ref(std::int64_t outer, std::int64_t count, std::int64_t inner,
                           const float* grad, const std::int64_t* index, float* out) {
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t c = 0; c < count; ++c) {
      for (std::int64_t i = 0; i < inner; ++i) {
        out[(o * count + c) * inner + i] = index[o * inner + i] == c ? grad[o * inner + i] : 0.0f;
      }
    }
  }
}

}  // namespace gradlet::kernels::reference
