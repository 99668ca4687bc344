#include "core/storage.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <memory>
#include <optional>
#include <thread>

#include "core/array.h"

namespace gradlet::tests {

using core::Array;

namespace {

class Block {
 public:
  explicit Block(std::size_t bytes) : bytes_(bytes), memory_(core::acquire_storage(bytes)) {}
  ~Block() { core::release_storage(memory_, bytes_); }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  std::uintptr_t address() const { return reinterpret_cast<std::uintptr_t>(memory_); }

 private:
  std::size_t bytes_;
  void* memory_;
};

}  // namespace

TEST_CASE("memory of arrays begins at a cache line") {
  for (const std::int64_t size : {0, 1, 15, 16, 17, 1000}) {
    CHECK(reinterpret_cast<std::uintptr_t>(Array::empty({size}).raw()) % 64 == 0);
  }
}

TEST_CASE("memory that was given back is handed out again") {
  core::trim_storage();
  {
    const Array first = Array::empty({100}), second = Array::empty({100});
  }
  const std::uint64_t before = core::storage_requests();
  for (int i = 0; i < 10; ++i) {
    const Array first = Array::empty({100}), second = Array::empty({97});  // the same cache lines
    CHECK(first.raw() != second.raw());
  }
  CHECK(core::storage_requests() == before);
  const Array larger = Array::empty({200});
  CHECK(core::storage_requests() == before + 1);
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST_CASE(
    "a thread is handed out what it had before, whoever gave it back, and in whatever order") {
  core::trim_storage();
  std::optional<Array> array = Array::empty({100}), handed_over;
  const void *own = nullptr, *again = nullptr;
  std::latch had(1), given_back(1);
  std::thread thread([&] {
    handed_over = Array::empty({100});
    own = handed_over->raw();
    had.count_down();
    given_back.wait();
    again = Array::empty({100}).raw();
  });
  had.wait();
  handed_over.reset();
  array.reset();
  given_back.count_down();
  thread.join();
  CHECK(again == own);
}

TEST_CASE("a thread without memory of its own is handed out that of others, ended or not") {
  core::trim_storage();
  const void* const own = Array::empty({100}).raw();
  const std::uint64_t before = core::storage_requests();
  const void* others = nullptr;
  std::thread([&] { others = Array::empty({100}).raw(); }).join();
  CHECK(others == own);
  CHECK(Array::empty({100}).raw() == own);
  CHECK(core::storage_requests() == before);
}
#endif

TEST_CASE("trimmed memory is asked for anew") {
  {
    const Block block(400);
  }
  core::trim_storage();
  const std::uint64_t before = core::storage_requests();
  const Block block(400);
  CHECK(core::storage_requests() == before + 1);
}

TEST_CASE("no more than 64 MiB are kept") {
  core::trim_storage();
  constexpr std::size_t kSixteenMiB = 16 << 20;
  {
    const Block a(kSixteenMiB), b(kSixteenMiB), c(kSixteenMiB), d(kSixteenMiB), e(kSixteenMiB);
  }
  const std::uint64_t before = core::storage_requests();
  {
    const Block a(kSixteenMiB), b(kSixteenMiB), c(kSixteenMiB), d(kSixteenMiB), e(kSixteenMiB);
  }
  CHECK(core::storage_requests() == before + 1);
  core::trim_storage();
}

TEST_CASE("blocks lie apart, by as much as they are long or 4 KiB") {
  core::trim_storage();
  for (const std::size_t bytes : {64u, 4096u, 100'000u}) {
    const Block one(bytes), other(bytes);
    const auto [first, second] = std::minmax({one.address(), other.address()});
    CHECK(second - first >= bytes + std::min<std::size_t>(bytes, 4096));
  }
}

TEST_CASE("what an allocator for graphs gives back is kept like the elements of arrays") {
  core::trim_storage();
  using Shared = std::shared_ptr<int>;
  const auto make = [] { return std::allocate_shared<int>(core::StorageAllocator<int>{}, 7); };
  {
    const Shared first = make();
  }
  const std::uint64_t before = core::storage_requests();
  const Shared second = make();
  CHECK(*second == 7);
  CHECK(core::storage_requests() == before);
}

}  // namespace gradlet::tests
