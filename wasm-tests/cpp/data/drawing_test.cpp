#include "data/drawing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "core/error.h"
#include "core/sha256.h"

namespace gradlet::tests {

using core::Error;
using data::DrawnImage;
using data::kDrawingSize;
using data::rasterize;
using data::Stroke;

namespace {

using Strokes = std::vector<Stroke>;

/// Pixels of the image with ink, and what it weighs (1 for each white pixel).
struct Ink {
  std::size_t left = kDrawingSize, right = 0, top = kDrawingSize, bottom = 0;
  double mass = 0.0, x = 0.0, y = 0.0;

  explicit Ink(const DrawnImage& image) {
    for (std::size_t i = 0; i < image.size(); ++i) {
      if (image[i] == 0) continue;
      const std::size_t column = i % kDrawingSize, row = i / kDrawingSize;
      left = std::min(left, column);
      right = std::max(right, column + 1);
      top = std::min(top, row);
      bottom = std::max(bottom, row + 1);
      mass += image[i] / 255.0;
      x += static_cast<double>(column) * image[i] / 255.0;
      y += static_cast<double>(row) * image[i] / 255.0;
    }
    x /= mass;
    y /= mass;
  }

  std::size_t width() const { return right - left; }
  std::size_t height() const { return bottom - top; }
};

/// A seven, a slanted line, a hook, a flat zigzag; coordinates are multiples of 1/64.
Strokes drawing(int which) {
  switch (which) {
    case 0:
      return {{{0.25f, 0.125f}, {0.75f, 0.125f}, {0.375f, 0.875f}},
              {{0.25f, 0.5f}, {0.625f, 0.5f}}};
    case 1:
      return {{{0.375f, 0.25f}, {0.5f, 0.75f}}};
    case 2:
      return {{{0.25f, 0.25f}, {0.25f, 0.75f}, {0.5f, 0.75f}, {0.5f, 0.5f}}};
    default:
      return {{{0.125f, 0.5f}, {0.375f, 0.40625f}, {0.625f, 0.59375f}, {0.875f, 0.5f}}};
  }
}

/// The largest difference of any byte.
int difference(const DrawnImage& a, const DrawnImage& b) {
  int largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

/// `strokes` with every coordinate c made c·scale + offset.
Strokes moved(Strokes strokes, float scale, float offset) {
  for (Stroke& stroke : strokes) {
    for (data::StrokePoint& point : stroke) {
      point.x = point.x * scale + offset;
      point.y = point.y * scale + offset;
    }
  }
  return strokes;
}

DrawnImage image_of(const Strokes& strokes, bool centre = true) {
  return rasterize(strokes, {.centre = centre});
}

}  // namespace

TEST_CASE("no strokes make a black image") {
  CHECK(image_of({}) == DrawnImage{});
  CHECK(image_of({{}, {}}) == DrawnImage{});
  CHECK(image_of({{}}, false) == DrawnImage{});
}

TEST_CASE("a centred drawing fits the box of 20 and has its mass where MNIST's digits have it") {
  for (int which = 0; which < 4; ++which) {
    CAPTURE(which);
    const Ink ink(image_of(drawing(which)));
    // The box need not lie on the borders of pixels.
    CHECK(std::max(ink.width(), ink.height()) >= 20);
    CHECK(std::max(ink.width(), ink.height()) <= 21);
    // Pixels sample the soft edge otherwise once the ink has been moved.
    CHECK(std::abs(ink.x - 14.0) < 0.2);
    CHECK(std::abs(ink.y - 14.0) < 0.2);
  }
}

TEST_CASE("the drawing's proportions are kept") {
  const Ink ink(image_of({{{0.25f, 0.25f}, {0.5f, 0.25f}, {0.5f, 0.75f}, {0.25f, 0.75f}}}));
  CHECK(ink.height() <= 21);
  // The pen's middle goes over 20 − 2·1.525 = 16.95 pixels in height and half of that in width, to
  // which its own width comes.
  CHECK(ink.width() >= 11);
  CHECK(ink.width() <= 13);
}

TEST_CASE("the pen is as wide as MNIST's, however large the drawing") {
  for (const float length : {0.125f, 0.25f, 0.5f, 1.0f}) {
    CAPTURE(length);
    const DrawnImage image = image_of({{{0.0f, 0.5f}, {length, 0.5f}}});
    double width = 0.0;
    for (std::size_t row = 0; row < kDrawingSize; ++row) {
      width += image[row * kDrawingSize + 14] / 255.0;
    }
    // As exactly as pixels sample an edge of 1.25.
    CHECK(std::abs(width - 2.8) < 0.15);
  }
}

TEST_CASE("size and place on the pad do not matter when centred") {
  for (int which = 0; which < 4; ++which) {
    CAPTURE(which);
    const DrawnImage image = image_of(drawing(which));
    // Powers of two, so that the points are not rounded; a byte may be, where it lies at one half.
    CHECK(difference(image_of(moved(drawing(which), 0.5f, 0.0f)), image) <= 1);
    CHECK(difference(image_of(moved(drawing(which), 0.5f, 0.5f)), image) <= 1);
    CHECK(difference(image_of(moved(drawing(which), 0.25f, 0.25f)), image) <= 1);
  }
}

TEST_CASE("a dot is a dot, also if the hand trembles") {
  const Ink dot(image_of({{{0.3f, 0.8f}}}));
  CHECK(dot.width() <= 5);
  CHECK(dot.height() <= 5);
  // π·(1.4² + 0.625²/3) is 6.57; pixels sample it coarsely.
  CHECK(std::abs(dot.mass - 6.57) < 0.7);
  CHECK(std::abs(dot.x - 14.0) < 0.05);

  const Ink trembling(image_of({{{0.3f, 0.8f}, {0.303f, 0.799f}, {0.301f, 0.802f}}}));
  CHECK(trembling.width() <= 5);
  CHECK(trembling.height() <= 5);
  CHECK(image_of({{{0.3f, 0.8f}, {0.3f, 0.8f}}}) == image_of({{{0.3f, 0.8f}}}));
}

TEST_CASE("without centring the pad is the image") {
  const Ink dot(image_of({{{0.25f, 0.75f}}}, false));
  CHECK(std::abs(dot.x - 6.5) < 1e-9);  // between pixels 6 and 7
  CHECK(std::abs(dot.y - 20.5) < 1e-9);
  const Ink frame(
      image_of({{{0.0f, 0.0f}, {1.0f, 0.0f}, {1.0f, 1.0f}, {0.0f, 1.0f}, {0.0f, 0.0f}}}, false));
  CHECK(frame.width() == 28);
  CHECK(frame.height() == 28);
}

TEST_CASE("the pen's pressure is its width") {
  const auto mass = [](float first, float last) {
    return Ink(image_of({{{0.25f, 0.5f, first}, {0.75f, 0.5f, last}}}, false)).mass;
  };
  CHECK(mass(0.0f, 0.0f) < mass(0.0f, 1.0f));
  CHECK(mass(0.0f, 1.0f) < mass(1.0f, 1.0f));
  CHECK(std::abs(mass(0.0f, 1.0f) - mass(1.0f, 0.0f)) < 1e-9);
  // A thick point is round also where the line leaves it.
  const Ink thick(image_of({{{0.5f, 0.5f, 1.0f}, {0.51f, 0.5f, 0.0f}}}, false));
  CHECK(thick.mass >= Ink(image_of({{{0.5f, 0.5f, 1.0f}}}, false)).mass);
}

TEST_CASE("ink of which one side is heavy stays within the image") {
  const Ink ink(image_of({{{0.25f, 0.25f}, {0.25f, 0.75f}, {0.75f, 0.75f}}}));
  CHECK(ink.left >= 7);
  CHECK(ink.right == 28);
  CHECK(ink.top == 0);
  CHECK(ink.bottom <= 21);
}

TEST_CASE("what is drawn twice is as what is drawn once, in either direction") {
  const Stroke there{{0.25f, 0.25f}, {0.75f, 0.625f}}, back{{0.75f, 0.625f}, {0.25f, 0.25f}};
  // The way back rounds otherwise, which shows where a byte lies at one half.
  CHECK(difference(image_of({there}), image_of({there, there, back})) <= 1);
}

TEST_CASE("points that are no points of the pad are refused") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(image_of({{{0.5f, 0.5f}, {nan, 0.5f}}}),
                       "[drawing] x: expected a number from 0 to 1, found nan", Error);
  CHECK_THROWS_WITH_AS(image_of({{{0.5f, 1.5f}}}),
                       "[drawing] y: expected a number from 0 to 1, found 1.5", Error);
  CHECK_THROWS_WITH_AS(image_of({{{0.5f, 0.5f, -1.0f}}}),
                       "[drawing] pressure: expected a number from 0 to 1, found -1", Error);
  CHECK_THROWS_AS(image_of({{{0.5f, infinity}}}), Error);
  CHECK_THROWS_AS(image_of({{{-infinity, 0.5f}}}, false), Error);
  CHECK_THROWS_AS(image_of({{{0.5f, 0.5f, nan}}}), Error);
}

TEST_CASE("drawings have the same bytes in every build") {
  core::Sha256 hash;
  for (int which = 0; which < 4; ++which) {
    for (const bool centre : {false, true}) {
      Strokes strokes = drawing(which);
      for (std::size_t i = 0; i < strokes[0].size(); ++i) {
        strokes[0][i].pressure = static_cast<float>(i) / 4.0f;
        strokes[0][i].x += 0.0123f;
      }
      hash.update(image_of(strokes, centre));
    }
  }
  // Taken from the native build; the test runs in all others too.
  CHECK(hash.hex() == "72aca2dccec5091149e762ab7d8d0a0d08eac79086697ec05ba5bfd913f425af");
}

}  // namespace gradlet::tests
