#include "data/resize.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "core/error.h"
#include "kernels/reference/resize_ref.h"

namespace gradlet::data {

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes resized(int in_height, int in_width, int out_height, int out_width, const Bytes& images,
              std::size_t count = 1) {
  Bytes results(count * static_cast<std::size_t>(out_height * out_width));
  Resize(in_height, in_width, out_height, out_width).apply(images, results);
  return results;
}

/// The picture that the expected bytes below were made from.
Bytes picture(int height, int width) {
  Bytes result;
  for (int r = 0; r < height; ++r) {
    for (int c = 0; c < width; ++c) {
      result.push_back(
          static_cast<std::uint8_t>(31 * r * r + 17 * c * c + 101 * r * c + 7 * (r ^ c)));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("Resize gives the bytes of torchvision 0.14 with Pillow 9.4") {
  CHECK(resized(28, 28, 8, 8, picture(28, 28)) ==
        Bytes{105, 144, 114, 140, 128, 129, 158, 125, 119, 133, 127, 138, 138, 141, 121, 134,
              135, 143, 119, 114, 122, 140, 106, 124, 151, 133, 130, 129, 148, 147, 119, 136,
              135, 134, 105, 116, 124, 137, 121, 141, 131, 114, 125, 113, 132, 125, 145, 151,
              158, 125, 126, 135, 138, 136, 137, 136, 144, 144, 118, 107, 105, 150, 108, 111});
  CHECK(resized(28, 28, 5, 31, picture(28, 28)) ==
        Bytes{57,  112, 118, 133, 128, 140, 161, 140, 103, 106, 119, 130, 131, 159, 143, 121,
              119, 131, 155, 145, 102, 149, 128, 163, 146, 145, 152, 137, 128, 112, 147, 114,
              140, 150, 134, 121, 133, 160, 154, 108, 145, 103, 87,  145, 133, 110, 125, 130,
              126, 161, 102, 165, 171, 117, 120, 105, 93,  104, 129, 138, 103, 161, 145, 165,
              135, 133, 120, 124, 148, 147, 133, 129, 65,  121, 120, 140, 128, 108, 117, 148,
              161, 140, 116, 142, 150, 148, 108, 95,  112, 135, 150, 128, 174, 151, 181, 120,
              103, 113, 116, 122, 134, 127, 115, 117, 124, 119, 102, 121, 133, 133, 142, 142,
              123, 76,  123, 172, 159, 160, 135, 109, 123, 149, 159, 167, 117, 176, 135, 140,
              173, 155, 113, 111, 117, 108, 121, 146, 150, 87,  116, 139, 114, 104, 121, 151,
              101, 177, 148, 146, 124, 98,  101, 124, 125, 107, 151});
}

TEST_CASE("Resize has the bytes of its twin for all kinds of sizes") {
  const std::vector<std::array<int, 4>> sizes = {
      {28, 28, 8, 8},  {28, 28, 14, 14}, {28, 28, 28, 28}, {28, 28, 28, 8}, {28, 28, 8, 28},
      {28, 28, 32, 9}, {28, 28, 27, 29}, {1, 1, 5, 3},     {3, 5, 1, 1},    {7, 13, 5, 20},
      {2, 2, 3, 17},   {64, 3, 1, 8},    {5, 100, 5, 1},   {11, 17, 16, 24}};
  for (const auto& [in_height, in_width, out_height, out_width] : sizes) {
    CAPTURE(in_height);
    CAPTURE(in_width);
    CAPTURE(out_height);
    CAPTURE(out_width);
    Bytes image = picture(in_height, in_width);
    Bytes expected(static_cast<std::size_t>(out_height * out_width));
    kernels::reference::u8_resize_ref(in_height, in_width, out_height, out_width, image.data(),
                                      expected.data());
    CHECK(resized(in_height, in_width, out_height, out_width, image) == expected);
    // Black and white: what clipping is for.
    for (std::uint8_t& pixel : image) pixel = pixel < 128 ? 0 : 255;
    kernels::reference::u8_resize_ref(in_height, in_width, out_height, out_width, image.data(),
                                      expected.data());
    CHECK(resized(in_height, in_width, out_height, out_width, image) == expected);
  }
}

TEST_CASE("Resize has the bytes of its twin for every size about that of a vector") {
  // Both directions, with images too narrow for four taps, and with and without a tail.
  for (int in = 1; in <= 13; ++in) {
    for (int out = 1; out <= 9; ++out) {
      CAPTURE(in);
      CAPTURE(out);
      const Bytes image = picture(in, 14 - in);
      Bytes expected(static_cast<std::size_t>(out * (10 - out)));
      kernels::reference::u8_resize_ref(in, 14 - in, out, 10 - out, image.data(), expected.data());
      CHECK(resized(in, 14 - in, out, 10 - out, image) == expected);
    }
  }
}

TEST_CASE("Resize takes several images at once, or none") {
  Bytes images = picture(28, 28);
  const Bytes first = resized(28, 28, 8, 8, images);
  Bytes other(images.rbegin(), images.rend());
  const Bytes second = resized(28, 28, 8, 8, other);
  images.insert(images.end(), other.begin(), other.end());
  Bytes expected = first;
  expected.insert(expected.end(), second.begin(), second.end());
  CHECK(resized(28, 28, 8, 8, images, 2) == expected);
  CHECK(resized(28, 28, 8, 8, {}, 0).empty());
}

TEST_CASE("Resize refuses sizes that do not fit") {
  CHECK_THROWS_WITH_AS(Resize(28, 0, 8, 8), "[resize] expected sizes from 1 to 32767, found 0 to 8",
                       core::Error);
  CHECK_THROWS_AS(Resize(28, 28, -1, 8), core::Error);
  CHECK_THROWS_AS(Resize(40000, 28, 8, 8), core::Error);
  Bytes result(64);
  CHECK_THROWS_WITH_AS(Resize(28, 28, 8, 8).apply(Bytes(785), result),
                       "[resize] expected images of 28×28 bytes each, found 785 bytes",
                       core::Error);
  CHECK_THROWS_AS(Resize(28, 28, 8, 8).apply(Bytes(784), std::span(result).first(63)), core::Error);
  CHECK_THROWS_WITH_AS(Resize(28, 28, 8, 8).apply(Bytes(2 * 784), result),
                       "[resize] expected as many results as images, found 1 and 2", core::Error);
}

}  // namespace gradlet::data
