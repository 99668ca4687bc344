#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

/// Scalar twin of `u8_normalize`; the bits must be equal.
void u8_normalize_ref(std::int64_t n, const std::uint8_t* x, float mean, float deviation, float* y);

}  // namespace gradlet::kernels::reference
