#include "data/transforms.h"

#include <cassert>

#include "core/error.h"
#include "data/resize.h"
#include "kernels/normalize.h"

namespace gradlet::data {

void normalize(std::span<const std::uint8_t> bytes, float mean, float std,
               std::span<float> result) {
  assert(bytes.size() == result.size());
  kernels::u8_normalize(static_cast<std::int64_t>(bytes.size()), bytes.data(), mean, std,
                        result.data());
}

namespace transforms {
namespace {

const Image& expect_image(const char* transform, const Sample& sample) {
  const Image* image = std::get_if<Image>(&sample);
  if (image == nullptr) {
    core::fail(transform, "expected an image, found an array ",
               std::get<core::Array>(sample).shape());
  }
  const std::int64_t pixels = image->height * image->width;
  if (image->height < 1 || image->width < 1 ||
      static_cast<std::int64_t>(image->pixels.size()) != pixels) {
    core::fail(transform, "expected ", image->height, "×", image->width, " pixels, found ",
               image->pixels.size());
  }
  return *image;
}

}  // namespace

Sample Resize::operator()(const Sample& sample) const {
  const Image& image = expect_image("Resize", sample);
  core::require(height >= 1 && width >= 1, "Resize", "expected a size of at least 1×1, found ",
                height, "×", width);
  Image result{height, width, std::vector<std::uint8_t>(static_cast<std::size_t>(height * width))};
  const data::Resize resize(static_cast<int>(image.height), static_cast<int>(image.width),
                            static_cast<int>(height), static_cast<int>(width));
  resize.apply(image.pixels, result.pixels);
  return result;
}

Sample ToTensor::operator()(const Sample& sample) const {
  const Image& image = expect_image("ToTensor", sample);
  core::Array result = core::Array::empty({1, image.height, image.width});
  normalize(image.pixels, 0.0f, 1.0f, {result.mutable_data(), result.size()});
  return result;
}

Sample Normalize::operator()(const Sample& sample) const {
  const core::Array* array = std::get_if<core::Array>(&sample);
  core::require(array != nullptr, "Normalize", "expected an array, found an image");
  core::require(std != 0.0f, "Normalize", "expected a deviation other than 0");
  core::Array result = core::Array::empty(array->shape());
  const core::Array source = core::contiguous(*array);
  float* target = result.mutable_data();
  for (const float value : source.values()) *target++ = (value - mean) / std;
  return result;
}

Sample Compose::operator()(Sample sample) const {
  for (const Transform& step : steps_) {
    sample = std::visit([&](const auto& transform) { return transform(sample); }, step);
  }
  return sample;
}

}  // namespace transforms
}  // namespace gradlet::data
