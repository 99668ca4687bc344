#pragma once

#include <cstdint>

namespace gradlet::kernels::reference {

/// Scalar twin of `u8_resize`, which computes its weights itself: Pillow's algorithm of two passes
/// from src/libImaging/Resample.c, bilinear, each pixel with the support of its own.
void u8_resize_ref(std::int64_t in_height, std::int64_t in_width, std::int64_t out_height,
                   std::int64_t out_width, const std::uint8_t* image, std::uint8_t* result);

}  // namespace gradlet::kernels::reference
