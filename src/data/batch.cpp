#include "data/batch.h"

#include <algorithm>

#include "core/error.h"
#include "data/transforms.h"

namespace gradlet::data {

Batch make_batch(const ImageSet& set, std::span<const std::int64_t> indices) {
  const std::int64_t size = set.image_size();
  const auto count = static_cast<std::int64_t>(indices.size());
  const auto pixels = static_cast<std::size_t>(size * size);
  Batch batch{core::Array::empty({count, 1, size, size}), core::IntArray::empty({count})};
  float* image = batch.images.mutable_data();
  std::int64_t* target = batch.targets.mutable_data();
  for (const std::int64_t index : indices) {
    normalize(set.image(index), kMnistMean, kMnistStd, {image, pixels});
    image += pixels;
    *target++ = set.label(index);
  }
  return batch;
}

core::Array make_input(std::span<const std::uint8_t> image, std::int64_t size) {
  core::require(static_cast<std::int64_t>(image.size()) == size * size, "input",
                "expected an image of ", size, "×", size, " bytes, found ", image.size());
  core::Array input = core::Array::empty({1, 1, size, size});
  normalize(image, kMnistMean, kMnistStd, {input.mutable_data(), input.size()});
  return input;
}

}  // namespace gradlet::data
