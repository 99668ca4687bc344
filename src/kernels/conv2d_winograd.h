#pragma once

#include "kernels/conv2d.h"

namespace gradlet::kernels {

// Winograd's minimal filtering for kernels of 3×3 and stride 1, with any size and padding; tiles
// that reach beyond the image are padded with zeros. Outputs next to zero are computed again as
// plain sums (conv2d_near_zeros.h). Gradients are the exact adjoints. A NaN or ∞ spoils all outputs
// of its tile, not only those whose patch holds it.

/// Tiles of 4×4 outputs: 36 multiplications where the plain sum has 144.
extern const Conv2dAlgorithm kConv2dWinograd4x4;

/// Tiles of 2×2 outputs: 16 where the plain sum has 36.
extern const Conv2dAlgorithm kConv2dWinograd2x2;

/// Multiplications for an image, an input channel and an output channel.
std::int64_t winograd4x4_products(const Conv2dGeometry& geometry);
std::int64_t winograd2x2_products(const Conv2dGeometry& geometry);

}  // namespace gradlet::kernels
