#include "core/array.h"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

#include "core/error.h"

namespace gradlet::tests {

using core::Array;
using core::Error;
using core::IntArray;
using core::MemoryFormat;
using core::Shape;

namespace {

std::vector<float> values(const Array& array) {
  return {array.values().begin(), array.values().end()};
}

/// 0, 1, 2, … in the order of memory.
Array counted(const Shape& shape, MemoryFormat format = MemoryFormat::kContiguous) {
  Array array = Array::empty(shape, format);
  float* target = array.mutable_raw();
  for (std::size_t i = 0; i < array.size(); ++i) target[i] = static_cast<float>(i);
  return array;
}

}  // namespace

TEST_CASE("arrays are made of values") {
  CHECK(values(Array::zeros({2, 2})) == std::vector<float>{0, 0, 0, 0});
  CHECK(values(Array::full({3}, 1.5f)) == std::vector<float>{1.5f, 1.5f, 1.5f});
  CHECK(values(Array::from({1, 2}, {3, 4})) == std::vector<float>{3, 4});
  CHECK(Array::from({}, {7.0f}).numel() == 1);
  CHECK(IntArray::from({2}, {-1, std::int64_t{1} << 40}).data()[1] == std::int64_t{1} << 40);
  CHECK(Array::zeros({0, 3}).size() == 0);
  CHECK_THROWS_WITH_AS(Array::from({2, 2}, {1, 2, 3}),
                       "[array] expected 4 values for shape [2, 2], found 3", Error);
}

TEST_CASE("an undefined array has nothing") {
  const Array array;
  CHECK_FALSE(array.defined());
  CHECK(array.numel() == 0);
  CHECK(array.version() == 0);
  CHECK(Array::zeros({0}).defined());
}

TEST_CASE("copies and reshaped arrays share their elements, clones do not") {
  Array array = counted({2, 3});
  CHECK(array.unique());
  const Array copy = array, flat = array.reshaped({6}), clone = array.clone();
  CHECK_FALSE(array.unique());
  CHECK(clone.unique());
  array.mutable_data()[4] = 40;
  CHECK(copy.data()[4] == 40);
  CHECK(flat.data()[4] == 40);
  CHECK(clone.data()[4] == 4);
  CHECK(flat.shape() == Shape{6});
  CHECK(copy.shape() == Shape{2, 3});
}

TEST_CASE("every write advances the version of the shared elements") {
  Array array = Array::zeros({2});
  const Array copy = array, clone = array.clone();
  const std::uint64_t version = array.version();
  array.mutable_data();
  CHECK(array.version() == version + 1);
  CHECK(copy.version() == version + 1);
  array.reshaped({1, 2}).mutable_raw();
  CHECK(copy.version() == version + 2);
  CHECK(clone.version() == 0);
  array.data();
  CHECK(array.version() == version + 2);
}

TEST_CASE("channels-last arrays become contiguous with their elements in place") {
  const std::int64_t n = 2, c = 3, h = 4, w = 5;
  const Array array = counted({n, c, h, w}, MemoryFormat::kChannelsLast);
  const Array result = core::contiguous(array);
  CHECK(result.format() == MemoryFormat::kContiguous);
  CHECK(result.shape() == array.shape());
  for (std::int64_t i = 0, at = 0; i < n; ++i) {
    for (std::int64_t j = 0; j < c; ++j) {
      for (std::int64_t y = 0; y < h; ++y) {
        for (std::int64_t x = 0; x < w; ++x, ++at) {
          CHECK(result.data()[at] == array.raw()[((i * h + y) * w + x) * c + j]);
        }
      }
    }
  }
  CHECK(array.clone().format() == MemoryFormat::kChannelsLast);
}

TEST_CASE("contiguous leaves contiguous arrays as they are") {
  const Array array = counted({2, 3});
  CHECK(core::contiguous(array).data() == array.data());
}

TEST_CASE("add_to adds in place, over formats if need be") {
  Array sum = counted({2, 2});
  const Array copy = sum;
  core::add_to(sum, Array::full({2, 2}, 10));
  CHECK(values(sum) == std::vector<float>{10, 11, 12, 13});
  CHECK(copy.data()[0] == 10);

  Array mixed = counted({1, 2, 1, 2});
  core::add_to(mixed, counted({1, 2, 1, 2}, MemoryFormat::kChannelsLast));
  CHECK(values(core::contiguous(mixed)) == std::vector<float>{0, 3, 3, 6});
  Array last = counted({1, 2, 1, 2}, MemoryFormat::kChannelsLast);
  core::add_to(last, counted({1, 2, 1, 2}));
  CHECK(values(core::contiguous(last)) == std::vector<float>{0, 3, 3, 6});

  CHECK_THROWS_WITH_AS(core::add_to(sum, Array::zeros({4})),
                       "[add_to] expected shape [2, 2], found [4]", Error);
}

TEST_CASE("a form is made once for as long as the elements stay as they are") {
  Array array = Array::from({2, 2}, {1, 2, 3, 4});
  static const char kDoubled = 0, kSum = 0;
  int made = 0;
  const auto doubled = [&](const Array& source) {
    return source.form(&kDoubled, [&] {
      ++made;
      return Array::from({1}, {2 * source.data()[0]});
    });
  };
  CHECK(doubled(array).data()[0] == 2);
  const Array shared = array;
  CHECK(doubled(shared).data()[0] == 2);
  CHECK(made == 1);

  CHECK(array.form(&kSum, [] { return Array::from({1}, {10}); }).data()[0] == 10);
  CHECK(doubled(array).data()[0] == 2);
  CHECK(made == 1);
  // Under another shape the same elements may mean something else.
  CHECK(doubled(array.reshaped({4})).data()[0] == 2);
  CHECK(made == 2);

  array.mutable_data()[0] = 5;
  CHECK(doubled(shared).data()[0] == 10);
  CHECK(made == 3);
  CHECK(doubled(array.clone()).data()[0] == 10);
  CHECK(made == 4);
}

TEST_CASE("threads that ask for a form at the same time have one each, until the next write") {
  Array array = Array::from({1}, {7});
  static const char kKey = 0;
  std::atomic<int> made = 0;
  const auto ask = [&] {
    return array.form(&kKey, [&] {
      ++made;
      return Array::from({1}, {array.data()[0] + 1});
    });
  };
  // Kept here, so that no memory is used twice.
  std::array<std::array<Array, 2>, 4> forms;
  std::vector<std::thread> threads;
  for (auto& own : forms) {
    const auto ask_twice = [&] { own = {ask(), ask()}; };
    try {
      threads.emplace_back(ask_twice);
    } catch (const std::system_error&) {
      ask_twice();  // a build without threads
    }
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(made == (threads.empty() ? 1 : 4));
  for (const auto& [first, second] : forms) {
    CHECK(first.raw() == second.raw());
    CHECK(first.data()[0] == 8);
  }
  array.mutable_data()[0] = 9;
  CHECK(ask().data()[0] == 10);
}

TEST_CASE("broadcast_to stretches sizes of 1 and missing dimensions") {
  const Array row = Array::from({3}, {1, 2, 3}), column = Array::from({2, 1}, {10, 20});
  CHECK(values(core::broadcast_to(row, {2, 3})) == std::vector<float>{1, 2, 3, 1, 2, 3});
  CHECK(values(core::broadcast_to(column, {2, 3})) == std::vector<float>{10, 10, 10, 20, 20, 20});
  CHECK(values(core::broadcast_to(Array::from({}, {5}), {2, 1, 2})) ==
        std::vector<float>{5, 5, 5, 5});
  CHECK(core::broadcast_to(row, {0, 3}).size() == 0);
  CHECK(values(core::broadcast_to(row, {3})) == values(row));
  const Array images = counted({1, 2, 1, 2}, MemoryFormat::kChannelsLast);
  CHECK(values(core::broadcast_to(images, {2, 2, 1, 2})) ==
        std::vector<float>{0, 2, 1, 3, 0, 2, 1, 3});
}

TEST_CASE("transposed exchanges two dimensions") {
  const Array array = counted({2, 3});
  const Array result = core::transposed(array, 0, 1);
  CHECK(result.shape() == Shape{3, 2});
  CHECK(values(result) == std::vector<float>{0, 3, 1, 4, 2, 5});
  const Array cube = core::transposed(counted({2, 3, 4}), 0, -1);
  CHECK(cube.shape() == Shape{4, 3, 2});
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 3; ++j) {
      for (int k = 0; k < 4; ++k) CHECK(cube.data()[(k * 3 + j) * 2 + i] == (i * 3 + j) * 4 + k);
    }
  }
  CHECK(values(core::transposed(array, 1, 1)) == values(array));
  CHECK(core::transposed(Array::zeros({0, 3}), 0, 1).shape() == Shape{3, 0});
  CHECK_THROWS_AS(core::transposed(array, 0, 2), Error);
}

}  // namespace gradlet::tests
