#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gradlet::data {

/// A point of the pen's way over the pad.
struct StrokePoint {
  /// From 0 at the left to 1 at the right.
  float x = 0.0f;
  /// From 0 at the top to 1 at the bottom.
  float y = 0.0f;
  /// From 0 to 1; 0.5 where it is not measured.
  float pressure = 0.5f;
};

/// From where the pen touched the pad to where it was lifted; one point is a dot.
using Stroke = std::vector<StrokePoint>;

struct DrawingOptions {
  /// Whether to scale the ink to a box of 20×20 and to centre it by its mass, as MNIST's digits
  /// were; otherwise the pad is mapped to the image as it is.
  bool centre = true;
};

/// Height and width of a drawing as an image.
inline constexpr std::size_t kDrawingSize = 28;
using DrawnImage = std::array<std::uint8_t, kDrawingSize * kDrawingSize>;

/// The strokes as a 28×28 image in MNIST's manner, row by row: 255 is ink.
///
/// The pen is as wide in the image as MNIST's, however large the drawing was. No strokes make a
/// black image. The same strokes make the same bytes everywhere. Throws if a coordinate or pressure
/// is not a number from 0 to 1.
DrawnImage rasterize(std::span<const Stroke> strokes, const DrawingOptions& options = {});

}  // namespace gradlet::data
