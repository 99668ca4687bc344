#pragma once

#include <cstdint>

namespace gradlet::kernels {

/// Where a stream of dropout masks stands: see `f32_dropout_mask`.
struct DropoutCounter {
  std::uint64_t seed;
  std::uint64_t step;
  std::uint32_t layer;
  /// Index of the first element of the mask.
  std::uint64_t first;
};

/// mask[i] = 0 with probability `p`, else 1, for elements first … first + n − 1 of the stream.
///
/// Element e takes word e mod 4 of Philox4x32-10 at counter (e div 4 as two words, layer, step's
/// low word) with key (seed's low word, step's high word), and is dropped when that word is below
/// p·2³². Philox is the counter-based generator of Salmon, Moraes, Dror, Shaw: Parallel random
/// numbers: as easy as 1, 2, 3 (SC 2011). Any part of a mask can be made without the rest.
void f32_dropout_mask(std::int64_t n, float p, const DropoutCounter& counter, float* mask);

}  // namespace gradlet::kernels
