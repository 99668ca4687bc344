#include "kernels/softmax.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <limits>

#include "kernels/simd.h"

namespace gradlet::kernels {

namespace {

constexpr std::int64_t kSumBlock = 64;
static_assert(kSumBlock % kLanes == 0);

using Block = std::array<Batch, kLanes>;

/// Four rows that are contiguous (inner = 1), transposed on the way into the lanes. Where fewer are
/// left, the last one stands in for the missing, which are not written.
class RowTile {
 public:
  RowTile(std::int64_t first, std::int64_t rows, std::int64_t count)
      : rows_(std::min(rows - first, kLanes)), count_(count) {
    for (std::int64_t r = 0; r < kLanes; ++r) {
      offsets_[static_cast<std::size_t>(r)] = (first + std::min(r, rows_ - 1)) * count;
    }
  }

  std::int64_t count() const { return count_; }

  /// Terms `c` to `c` + `n` − 1 (n ≤ 4) of all four; further ones are 0.
  Block block(const float* x, std::int64_t c, std::int64_t n) const {
    Block result;
    for (std::size_t r = 0; r < kLanes; ++r) result[r] = load_up_to(x + offsets_[r] + c, n);
    xsimd::transpose(result.data(), result.data() + kLanes);
    return result;
  }

  /// Calls f(offset, width, statistics of the softmax that these `width` elements belong to).
  template <std::size_t N, class F>
  void for_each_vector(const std::array<Batch, N>& statistics, F f) const {
    std::array<std::array<float, kLanes>, N> lanes;
    for (std::size_t s = 0; s < N; ++s) statistics[s].store_unaligned(lanes[s].data());
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows_); ++r) {
      std::array<Batch, N> own;
      for (std::size_t s = 0; s < N; ++s) own[s] = Batch(lanes[s][r]);
      for (std::int64_t c = 0; c < count_; c += kLanes) {
        f(offsets_[r] + c, std::min(count_ - c, kLanes), own);
      }
    }
  }

 private:
  std::array<std::int64_t, kLanes> offsets_;
  std::int64_t rows_;
  std::int64_t count_;
};

/// Up to four neighbours along `inner`: their terms lie side by side already.
class StripTile {
 public:
  StripTile(std::int64_t offset, std::int64_t width, std::int64_t count, std::int64_t stride)
      : offset_(offset), width_(width), count_(count), stride_(stride) {}

  std::int64_t count() const { return count_; }

  Block block(const float* x, std::int64_t c, std::int64_t n) const {
    Block result;
    for (std::int64_t j = 0; j < n; ++j) {
      result[static_cast<std::size_t>(j)] = load_up_to(x + offset_ + (c + j) * stride_, width_);
    }
    return result;
  }

  template <std::size_t N, class F>
  void for_each_vector(const std::array<Batch, N>& statistics, F f) const {
    for (std::int64_t c = 0; c < count_; ++c) f(offset_ + c * stride_, width_, statistics);
  }

 private:
  std::int64_t offset_;
  std::int64_t width_;
  std::int64_t count_;
  std::int64_t stride_;
};

template <class F>
void for_each_tile(std::int64_t outer, std::int64_t count, std::int64_t inner, F f) {
  assert(outer >= 0 && count >= 1 && inner >= 0);
  if (inner == 1) {
    for (std::int64_t row = 0; row < outer; row += kLanes) f(RowTile(row, outer, count));
    return;
  }
  for (std::int64_t o = 0; o < outer; ++o) {
    for (std::int64_t i = 0; i < inner; i += kLanes) {
      f(StripTile(o * count * inner + i, std::min(inner - i, kLanes), count, inner));
    }
  }
}

/// The largest term of each lane's softmax; a NaN may be lost, but not from the sum that follows.
template <class Tile>
Batch max_of_terms(const Tile& tile, const float* x) {
  Batch max(-std::numeric_limits<float>::infinity());
  for (std::int64_t c = 0; c < tile.count(); c += kLanes) {
    const std::int64_t n = std::min(tile.count() - c, kLanes);
    const Block terms = tile.block(x, c, n);
    for (std::size_t j = 0; j < static_cast<std::size_t>(n); ++j) {
      max = xsimd::select(terms[j] > max, terms[j], max);
    }
  }
  return max;
}

/// Σ f(term of each of `inputs`) for each lane's softmax.
template <class Tile, class F, class... Inputs>
Batch sum_of_terms(const Tile& tile, F f, Inputs... inputs) {
  PairwiseSum<Batch> total;
  for (std::int64_t begin = 0; begin < tile.count(); begin += kSumBlock) {
    const std::int64_t end = std::min(begin + kSumBlock, tile.count());
    Batch sum(0.0f);
    for (std::int64_t c = begin; c < end; c += kLanes) {
      const std::int64_t n = std::min(end - c, kLanes);
      const auto add = [&](const auto&... terms) {
        for (std::size_t j = 0; j < static_cast<std::size_t>(n); ++j) sum += f(terms[j]...);
      };
      add(tile.block(inputs, c, n)...);
    }
    total.add(sum);
  }
  return total.total();
}

}  // namespace

void f32_log_softmax(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                     float* y) {
  for_each_tile(outer, count, inner, [=](const auto& tile) {
    const Batch max = max_of_terms(tile, x);
    const Batch sum =
        sum_of_terms(tile, [&](const Batch& term) { return xsimd::exp(term - max); }, x);
    tile.for_each_vector(
        std::array{max, xsimd::log(sum)},
        [=](std::int64_t at, std::int64_t width, const std::array<Batch, 2>& max_and_log) {
          const Batch value = (load_up_to(x + at, width) - max_and_log[0]) - max_and_log[1];
          store_up_to(y + at, value, width);
        });
  });
}

void f32_log_softmax_backward(std::int64_t outer, std::int64_t count, std::int64_t inner,
                              const float* y, const float* grad, float* dx) {
  for_each_tile(outer, count, inner, [=](const auto& tile) {
    const Batch grad_sum = sum_of_terms(tile, [](const Batch& term) { return term; }, grad);
    tile.for_each_vector(std::array{grad_sum}, [=](std::int64_t at, std::int64_t width,
                                                   const std::array<Batch, 1>& sum) {
      const Batch probability = xsimd::exp(load_up_to(y + at, width));
      store_up_to(dx + at, load_up_to(grad + at, width) - probability * sum[0], width);
    });
  });
}

void f32_softmax(std::int64_t outer, std::int64_t count, std::int64_t inner, const float* x,
                 float* y) {
  for_each_tile(outer, count, inner, [=](const auto& tile) {
    tile.for_each_vector(std::array{max_of_terms(tile, x)}, [=](std::int64_t at, std::int64_t width,
                                                                const std::array<Batch, 1>& max) {
      store_up_to(y + at, xsimd::exp(load_up_to(x + at, width) - max[0]), width);
    });
    const Batch exp_sum = sum_of_terms(tile, [](const Batch& term) { return term; }, y);
    tile.for_each_vector(std::array{exp_sum},
                         [=](std::int64_t at, std::int64_t width, const std::array<Batch, 1>& sum) {
                           store_up_to(y + at, load_up_to(y + at, width) / sum[0], width);
                         });
  });
}

void f32_softmax_backward(std::int64_t outer, std::int64_t count, std::int64_t inner,
                          const float* y, const float* grad, float* dx) {
  for_each_tile(outer, count, inner, [=](const auto& tile) {
    const Batch dot =
        sum_of_terms(tile, [](const Batch& g, const Batch& p) { return g * p; }, grad, y);
    tile.for_each_vector(
        std::array{dot}, [=](std::int64_t at, std::int64_t width, const std::array<Batch, 1>& sum) {
          const Batch probability = load_up_to(y + at, width);
          store_up_to(dx + at, (load_up_to(grad + at, width) - sum[0]) * probability, width);
        });
  });
}

}  // namespace gradlet::kernels
