#include "core/small_blocks.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <vector>

namespace gradlet::tests {

using core::SmallBlocks;

namespace {

struct alignas(std::max_align_t) Memory {
  std::array<std::byte, SmallBlocks::kLargest> bytes;
};

}  // namespace

TEST_CASE("a small block is handed out again for what is rounded to its size, and once") {
  SmallBlocks blocks;
  std::array<Memory, 2> memory;
  CHECK(blocks.take(24) == nullptr);
  REQUIRE(blocks.put(&memory[0], 24));
  REQUIRE(blocks.put(&memory[1], 32));
  CHECK(SmallBlocks::rounded(24) == SmallBlocks::rounded(32));
  CHECK(blocks.take(33) == nullptr);
  CHECK(blocks.take(16) == nullptr);
  CHECK(blocks.take(25) == &memory[1]);
  CHECK(blocks.take(32) == &memory[0]);
  CHECK(blocks.take(32) == nullptr);
}

TEST_CASE("a block of every size that is kept is large enough for what it is handed out for") {
  for (std::size_t bytes = 0; bytes <= SmallBlocks::kLargest; ++bytes) {
    SmallBlocks blocks;
    Memory memory;
    REQUIRE(blocks.put(&memory, bytes));
    const std::size_t size = SmallBlocks::rounded(bytes);
    CHECK(size >= bytes);
    CHECK(size >= sizeof(void*));
    CHECK(size <= SmallBlocks::kLargest);
    CHECK(blocks.take(size + 1) == nullptr);
    CHECK(blocks.take(size) == &memory);
  }
}

TEST_CASE("neither large blocks nor null nor more than enough are kept") {
  SmallBlocks blocks;
  CHECK_FALSE(blocks.put(nullptr, 16));
  std::vector<Memory> memory(SmallBlocks::kMostKept + 2);
  CHECK_FALSE(blocks.put(&memory[0], SmallBlocks::kLargest + 1));
  CHECK(SmallBlocks::rounded(SmallBlocks::kLargest + 1) == SmallBlocks::kLargest + 1);
  CHECK(blocks.take(SmallBlocks::kLargest + 1) == nullptr);
  for (std::size_t i = 0; i < SmallBlocks::kMostKept; ++i) {
    REQUIRE(blocks.put(&memory[i], SmallBlocks::kLargest));
  }
  CHECK_FALSE(blocks.put(&memory[SmallBlocks::kMostKept], SmallBlocks::kLargest));
  CHECK(blocks.put(&memory[SmallBlocks::kMostKept + 1], 1));
}

}  // namespace gradlet::tests
