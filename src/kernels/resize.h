#pragma once

#include <cstdint>

namespace gradlet::kernels {

/// One direction of a resize: each result is the weighted sum of `taps` neighbouring inputs, of
/// which the first is `first[i]`, with weights[i·taps … i·taps + taps − 1]. The weights are
/// fractions of 2^22 that are not negative and add up to at most 2^22 + taps; 0 ≤ first[i] ≤
/// in_size − taps.
struct ResizeAxis {
  std::int64_t in_size = 0;
  std::int64_t out_size = 0;
  std::int64_t taps = 0;
  const std::int64_t* first = nullptr;
  const std::int32_t* weights = nullptr;
};

/// result (vertical.out_size, horizontal.out_size) = `image` (vertical.in_size,
/// horizontal.in_size), resized as Pillow does it: first horizontally, then vertically, both
/// rounded half up and clipped to bytes; a direction whose size stays is skipped. `scratch` holds
/// vertical.in_size · horizontal.out_size bytes. The buffers must not overlap.
void u8_resize(const ResizeAxis& horizontal, const ResizeAxis& vertical, const std::uint8_t* image,
               std::uint8_t* result, std::uint8_t* scratch);

}  // namespace gradlet::kernels
