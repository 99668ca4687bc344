#pragma once

#include <cstdint>

namespace gradlet::kernels {

/// y = (x/255 − mean) / deviation, each operation rounded to float: torchvision's ToTensor, then
/// Normalize, bit for bit. `deviation` ≠ 0.
void u8_normalize(std::int64_t n, const std::uint8_t* x, float mean, float deviation, float* y);

}  // namespace gradlet::kernels
