#include "kernels/reduce.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

constexpr std::int64_t kSumBlock = 512;
constexpr std::int64_t kSumAccumulators = 4;
constexpr std::int64_t kRowBlock = 64;

/// The lanes' sums over at most one block.
Batch sum_block(std::int64_t n, const float* x) {
  std::array<Batch, kSumAccumulators> sums;
  sums.fill(Batch(0.0f));
  constexpr std::int64_t kStep = kSumAccumulators * kLanes;
  std::int64_t i = 0;
  for (; i + kStep <= n; i += kStep) {
    sums[0] += load(x + i);
    sums[1] += load(x + i + kLanes);
    sums[2] += load(x + i + 2 * kLanes);
    sums[3] += load(x + i + 3 * kLanes);
  }
  for (std::size_t a = 0; a < kSumAccumulators; ++a) {
    const std::int64_t at = i + static_cast<std::int64_t>(a) * kLanes;
    sums[a] += load_up_to(x + std::min(at, n), n - at);
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// The sums of `V` × 4 neighbouring columns, or of `width` columns if that is less (then V is 1),
/// `stride` elements from row to row.
template <std::size_t V>
void sum_columns(std::int64_t rows, std::int64_t stride, std::int64_t width, const float* x,
                 float* y) {
  const std::int64_t lanes = V == 1 ? width : kLanes;
  std::array<PairwiseSum<Batch>, V> totals;
  for (std::int64_t begin = 0; begin < rows; begin += kRowBlock) {
    const std::int64_t end = std::min(begin + kRowBlock, rows);
    std::array<Batch, V> sums;
    sums.fill(Batch(0.0f));
    for (std::int64_t r = begin; r < end; ++r) {
      const float* row = x + r * stride;
      for (std::size_t v = 0; v < V; ++v) sums[v] += load_up_to(row + kLanes * v, lanes);
    }
    for (std::size_t v = 0; v < V; ++v) totals[v].add(sums[v]);
  }
  for (std::size_t v = 0; v < V; ++v) store_up_to(y + kLanes * v, totals[v].total(), lanes);
}

bool takes_over(float value, float best) {
  return value > best || (std::isnan(value) && !std::isnan(best));
}

}  // namespace

float f32_sum(std::int64_t n, const float* x) {
  assert(n >= 0);
  PairwiseSum<Batch> total;
  for (std::int64_t i = 0; i < n; i += kSumBlock) {
    total.add(sum_block(std::min(kSumBlock, n - i), x + i));
  }
  return sum_of_lanes(total.total());
}

void f32_column_sums(std::int64_t rows, std::int64_t cols, const float* x, float* y) {
  assert(rows >= 0 && cols >= 0);
  std::int64_t c = 0;
  // Wide strips first: they read whole cache lines of each row.
  for (; c + 8 * kLanes <= cols; c += 8 * kLanes)
    sum_columns<8>(rows, cols, 8 * kLanes, x + c, y + c);
  for (; c + 2 * kLanes <= cols; c += 2 * kLanes)
    sum_columns<2>(rows, cols, 2 * kLanes, x + c, y + c);
  for (; c < cols; c += kLanes) sum_columns<1>(rows, cols, cols - c, x + c, y + c);
}

void f32_sum_dim(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                 float* y) {
  assert(outer >= 0 && count >= 0 && inner >= 0);
  for (std::int64_t o = 0; o < outer; ++o) {
    if (inner == 1) {
      y[o] = f32_sum(count, x + o * count);
    } else {
      f32_column_sums(count, inner, x + o * count * inner, y + o * inner);
    }
  }
}

void f32_broadcast_dim(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                       float* y) {
  assert(outer >= 0 && count >= 0 && inner >= 0);
  for (std::int64_t o = 0; o < outer; ++o) {
    if (inner == 1) {
      std::fill_n(y + o * count, count, x[o]);
    } else {
      for (std::int64_t c = 0; c < count; ++c) {
        std::copy_n(x + o * inner, inner, y + (o * count + c) * inner);
      }
    }
  }
}

float f32_max(std::int64_t n, const float* x) {
  assert(n >= 1);
  float best = x[0];
  for (std::int64_t i = 1; i < n; ++i) {
    if (takes_over(x[i], best)) best = x[i];
  }
  return best;
}

void f32_max_backward(std::int64_t n, const float* x, float max, float grad, float* dx) {
  assert(n >= 1);
  const bool is_nan = std::isnan(max);
  const auto is_max = [&](float value) { return is_nan ? std::isnan(value) : value == max; };
  const std::int64_t winners = std::count_if(x, x + n, is_max);
  const float share = grad / static_cast<float>(winners);
  std::transform(x, x + n, dx, [&](float value) { return is_max(value) ? share : 0.0f; });
}

void f32_max_dim(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                 float* y, std::int64_t* index) {
  assert(outer >= 0 && count >= 1 && inner >= 0);
  for (std::int64_t o = 0; o < outer; ++o) {
    const float* slice = x + o * count * inner;
    float* best = y + o * inner;
    std::int64_t* where = index + o * inner;
    std::copy_n(slice, inner, best);
    std::fill_n(where, inner, 0);
    for (std::int64_t c = 1; c < count; ++c) {
      for (std::int64_t i = 0; i < inner; ++i) {
        const float value = slice[c * inner + i];
        if (takes_over(value, best[i])) {
          best[i] = value;
          where[i] = c;
        }
      }
    }
  }
}

void f32_scatter_index(std::int64_t outer, std::int64_t count, std::int64_t inner,
                       const float* grad, const std::int64_t* index, float* out) {
  assert(outer >= 0 && count >= 0 && inner >= 0);
  std::fill_n(out, outer * count * inner, 0.0f);
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const std::int64_t winner = index[o * inner + i];
      assert(0 <= winner && winner < count);
      out[(o * count + winner) * inner + i] = grad[o * inner + i];
    }
  }
}

}  // namespace gradlet::kernels
