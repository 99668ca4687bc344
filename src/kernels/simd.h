#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <xsimd/xsimd.hpp>

namespace gradlet::kernels {

// What every kernel shares. Kernel names are a grammar: `dtype_op[_variant]`; the scalar twin,
// which the tests hold it against, is `reference::dtype_op[_variant]_ref`. Sizes count elements,
// buffers need no alignment. The bits of a result are the same natively and in WebAssembly, since
// both have vectors of four lanes and use no operation that one of them rounds differently; NaNs
// keep being NaN, but their sign and payload are the machine's.

using Batch = xsimd::batch<float>;
using BatchBool = xsimd::batch_bool<float>;
inline constexpr std::int64_t kLanes = 4;
static_assert(Batch::size == kLanes,
              "baseline SSE2 or WebAssembly SIMD: wider vectors add up differently");

inline Batch load(const float* x) { return Batch::load_unaligned(x); }
inline void store(float* y, const Batch& value) { value.store_unaligned(y); }

/// The first `count` lanes from `x`, 0 < count < 4; the others are 0. So the tail of a loop runs
/// the very code of its body, and where an element stands does not change its bits.
inline Batch load_partial(const float* x, std::int64_t count) {
  assert(0 < count && count < kLanes);
  alignas(16) float lanes[kLanes] = {};
  // Sizes known to the compiler become single moves.
  switch (count) {
    case 1:
      std::memcpy(lanes, x, 1 * sizeof(float));
      break;
    case 2:
      std::memcpy(lanes, x, 2 * sizeof(float));
      break;
    default:
      std::memcpy(lanes, x, 3 * sizeof(float));
      break;
  }
  return Batch::load_aligned(lanes);
}

/// Writes the first `count` lanes, 0 < count < 4.
inline void store_partial(float* y, const Batch& value, std::int64_t count) {
  assert(0 < count && count < kLanes);
  alignas(16) float lanes[kLanes];
  value.store_aligned(lanes);
  switch (count) {
    case 1:
      std::memcpy(y, lanes, 1 * sizeof(float));
      break;
    case 2:
      std::memcpy(y, lanes, 2 * sizeof(float));
      break;
    default:
      std::memcpy(y, lanes, 3 * sizeof(float));
      break;
  }
}

/// The first `count` lanes from `x`, all for 4 and more, none for 0 and less; the others are 0.
inline Batch load_up_to(const float* x, std::int64_t count) {
  if (count >= kLanes) return load(x);
  return count > 0 ? load_partial(x, count) : Batch(0.0f);
}

/// Writes the first `count` lanes, all for 4 and more; 0 < count.
inline void store_up_to(float* y, const Batch& value, std::int64_t count) {
  if (count >= kLanes) {
    store(y, value);
  } else {
    store_partial(y, value, count);
  }
}

/// (lane 0 + lane 2) + (lane 1 + lane 3).
inline float sum_of_lanes(const Batch& value) {
  alignas(16) float lanes[kLanes];
  value.store_aligned(lanes);
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

/// `value > best`, or NaN: what takes the place of `best` in a maximum, as in PyTorch.
inline BatchBool exceeds(const Batch& value, const Batch& best) {
  return (value > best) | (value != value);
}

/// Adds up a stream of values as a binary tree: neighbours, then pairs of neighbours, and so on; at
/// the end, what is left over from the right to the left. The error grows with the logarithm of the
/// count. `T` is `float` or `Batch`.
template <class T>
class PairwiseSum {
 public:
  void add(T value) {
    int level = 0;
    // Like carrying in a binary counter: a full level is added into the next.
    for (std::uint64_t carry = count_; carry & 1; carry >>= 1) value = levels_[level++] + value;
    levels_[level] = value;
    ++count_;
  }

  /// 0 if nothing was added.
  T total() const {
    T result(0.0f);
    bool first = true;
    for (int level = 0; count_ >> level; ++level) {
      if (!((count_ >> level) & 1)) continue;
      result = first ? levels_[level] : levels_[level] + result;
      first = false;
    }
    return result;
  }

 private:
  // Left uninitialised: a level is read only after it was written.
  std::array<T, 40> levels_;
  std::uint64_t count_ = 0;
};

}  // namespace gradlet::kernels
