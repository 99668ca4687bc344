#include "data/transforms.h"

#include <doctest/doctest.h>

#include <numeric>
#include <variant>
#include <vector>

#include "core/error.h"

namespace gradlet::tests {

using core::Array;
using core::Error;
using data::kMnistMean;
using data::kMnistStd;
namespace transforms = data::transforms;

namespace {

/// 16×16 pixels of all values from 0 to 255.
transforms::Image all_bytes() {
  transforms::Image image{16, 16, std::vector<std::uint8_t>(256)};
  std::iota(image.pixels.begin(), image.pixels.end(), std::uint8_t{0});
  return image;
}

}  // namespace

TEST_CASE("ToTensor and Normalize give torchvision's bits") {
  const transforms::Compose compose(
      {transforms::ToTensor{}, transforms::Normalize{kMnistMean, kMnistStd}});
  const Array array = std::get<Array>(compose(all_bytes()));
  CHECK(array.shape() == core::Shape{1, 16, 16});
  // What torchvision 0.14 makes of these bytes.
  CHECK(array.data()[0] == -0x1.b264e2p-2f);
  CHECK(array.data()[1] == -0x1.a55c4p-2f);
  CHECK(array.data()[33] == -0x1.12054ep-8f);
  CHECK(array.data()[128] == 0x1.347af4p+0f);
  CHECK(array.data()[255] == 0x1.69267ap+1f);
  for (std::size_t i = 0; i < 256; ++i) {
    CHECK(array.data()[i] == (static_cast<float>(i) / 255.0f - kMnistMean) / kMnistStd);
  }
}

TEST_CASE("normalize gives the bits of the transforms one after the other") {
  const transforms::Image image = all_bytes();
  const Array expected = std::get<Array>(
      transforms::Compose({transforms::ToTensor{}, transforms::Normalize{0.25f, 0.75f}})(image));
  std::vector<float> result(256);
  data::normalize(image.pixels, 0.25f, 0.75f, result);
  for (std::size_t i = 0; i < 256; ++i) CHECK(result[i] == expected.data()[i]);
}

TEST_CASE("Resize changes the size of the image") {
  const transforms::Image image{28, 28, std::vector<std::uint8_t>(784, 200)};
  const auto resized = std::get<transforms::Image>(transforms::Resize{8, 6}(image));
  CHECK(resized.height == 8);
  CHECK(resized.width == 6);
  CHECK(resized.pixels == std::vector<std::uint8_t>(48, 200));
  const transforms::Compose compose({transforms::Resize{8, 6}, transforms::ToTensor{}});
  CHECK(std::get<Array>(compose(image)).shape() == core::Shape{1, 8, 6});
}

TEST_CASE("a transform refuses what it does not take") {
  const Array array = Array::zeros({1, 2, 2});
  CHECK_THROWS_WITH_AS((transforms::Resize{8, 8}(array)),
                       "[Resize] expected an image, found an array [1, 2, 2]", Error);
  CHECK_THROWS_WITH_AS(transforms::ToTensor{}(array),
                       "[ToTensor] expected an image, found an array [1, 2, 2]", Error);
  CHECK_THROWS_WITH_AS((transforms::Normalize{0.1f, 0.3f}(all_bytes())),
                       "[Normalize] expected an array, found an image", Error);
  CHECK_THROWS_WITH_AS((transforms::Normalize{0.1f, 0.0f}(array)),
                       "[Normalize] expected a deviation other than 0", Error);
  CHECK_THROWS_WITH_AS((transforms::Resize{0, 8}(all_bytes())),
                       "[Resize] expected a size of at least 1×1, found 0×8", Error);
  CHECK_THROWS_WITH_AS(transforms::ToTensor{}(transforms::Image{2, 2, {1, 2, 3}}),
                       "[ToTensor] expected 2×2 pixels, found 3", Error);
}

}  // namespace gradlet::tests
