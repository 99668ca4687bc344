#include "core/shape.h"

#include <doctest/doctest.h>

#include <vector>

#include "core/error.h"

namespace gradlet::tests {

using core::broadcast_shapes;
using core::Error;
using core::Shape;

TEST_CASE("a shape knows its sizes, from the front and from the end") {
  const Shape shape{64, 1, 28, 27};
  CHECK(shape.dim() == 4);
  CHECK(shape.numel() == 64 * 28 * 27);
  CHECK(shape[0] == 64);
  CHECK(shape[-1] == 27);
  CHECK(shape[-4] == 64);
  CHECK(shape.resolve(-2) == 2);
  CHECK(shape.product(1, 3) == 28);
  CHECK(shape.product(2, 2) == 1);
  CHECK(std::vector<std::int64_t>(shape.begin(), shape.end()) ==
        std::vector<std::int64_t>{64, 1, 28, 27});
  const std::vector<std::int64_t> sizes{2, 3};
  CHECK(Shape(sizes) == Shape{2, 3});
}

TEST_CASE("a scalar has no dimension and one element, an empty array a size of 0") {
  CHECK(Shape{}.dim() == 0);
  CHECK(Shape{}.numel() == 1);
  CHECK(Shape{3, 0, 2}.numel() == 0);
}

TEST_CASE("shapes are equal when all sizes are") {
  CHECK(Shape{2, 3} == Shape{2, 3});
  CHECK(Shape{2, 3} != Shape{3, 2});
  CHECK(Shape{2} != Shape{2, 1});
  CHECK(Shape{} != Shape{1});
}

TEST_CASE("dimensions are set, added and left out") {
  Shape shape{2, 3};
  shape.set(-1, 5);
  shape.push_back(7);
  CHECK(shape == Shape{2, 5, 7});
  CHECK(shape.without(1, false) == Shape{2, 7});
  CHECK(shape.without(-1, true) == Shape{2, 5, 1});
}

TEST_CASE("shapes refuse what does not exist") {
  Shape shape{2, 3};
  CHECK_THROWS_WITH_AS(shape[2], "[shape] expected a dimension in [-2, 1] of [2, 3], found 2",
                       Error);
  CHECK_THROWS_AS(shape[-3], Error);
  CHECK_THROWS_AS(shape.set(5, 1), Error);
  CHECK_THROWS_AS(shape.without(2, true), Error);
  CHECK_THROWS_AS(Shape{}[0], Error);
  CHECK_THROWS_WITH_AS(shape.push_back(-1), "[shape] expected sizes of at least 0, found -1",
                       Error);
  CHECK_THROWS_WITH_AS((Shape{1, 1, 1, 1, 1, 1, 1, 1, 1}), "[shape] expected at most 8 dimensions",
                       Error);
}

TEST_CASE("shapes broadcast by PyTorch's rules") {
  CHECK(broadcast_shapes("add", Shape{2, 3}, Shape{2, 3}) == Shape{2, 3});
  CHECK(broadcast_shapes("add", Shape{2, 3}, Shape{3}) == Shape{2, 3});
  CHECK(broadcast_shapes("add", Shape{}, Shape{2, 3}) == Shape{2, 3});
  CHECK(broadcast_shapes("add", Shape{4, 1, 3}, Shape{5, 1}) == Shape{4, 5, 3});
  CHECK(broadcast_shapes("add", Shape{0, 3}, Shape{1, 3}) == Shape{0, 3});
  CHECK_THROWS_WITH_AS(broadcast_shapes("add", Shape{2, 3}, Shape{2, 4}),
                       "[add] expected shapes that broadcast, found [2, 3] and [2, 4]", Error);
  CHECK_THROWS_AS(broadcast_shapes("add", Shape{0}, Shape{2}), Error);
}

TEST_CASE("shapes print like lists") {
  CHECK(core::to_string(Shape{64, 1, 28, 28}) == "[64, 1, 28, 28]");
  CHECK(core::to_string(Shape{}) == "[]");
}

}  // namespace gradlet::tests
