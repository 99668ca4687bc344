#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "core/array.h"

namespace gradlet::data {

/// Mean and deviation of MNIST's training images, each pixel from 0 to 1.
inline constexpr float kMnistMean = 0.1307f;
inline constexpr float kMnistStd = 0.3081f;

/// (byte/255 − mean)/std for each of `bytes`: `ToTensor` and `Normalize` at once, with their bits.
/// `result` must be as long as `bytes`.
void normalize(std::span<const std::uint8_t> bytes, float mean, float std, std::span<float> result);

/// What a data set's image goes through, in torchvision's manner:
/// `Compose({Resize{8, 8}, ToTensor{}, Normalize{kMnistMean, kMnistStd}})`.
/// https://pytorch.org/vision/stable/transforms.html
namespace transforms {

/// A grey image of 8 bits a pixel, row by row.
struct Image {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::vector<std::uint8_t> pixels;
};

/// An image before `ToTensor`, an array (1, H, W) after it.
using Sample = std::variant<Image, core::Array>;

/// Image → image of another size, as Pillow resizes bilinearly with antialiasing.
struct Resize {
  std::int64_t height = 0;
  std::int64_t width = 0;
  Sample operator()(const Sample& sample) const;
};

/// Image → array (1, H, W) of values from 0 to 1.
struct ToTensor {
  Sample operator()(const Sample& sample) const;
};

/// Array → (array − mean)/std.
struct Normalize {
  float mean = 0.0f;
  float std = 1.0f;
  Sample operator()(const Sample& sample) const;
};

using Transform = std::variant<Resize, ToTensor, Normalize>;

/// Transforms one after the other. Each throws an `Error` if it is given the kind of sample that it
/// does not take, or sizes that do not fit.
class Compose {
 public:
  explicit Compose(std::vector<Transform> steps) : steps_(std::move(steps)) {}
  Sample operator()(Sample sample) const;

 private:
  std::vector<Transform> steps_;
};

}  // namespace transforms
}  // namespace gradlet::data
