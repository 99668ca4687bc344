#include "core/storage.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <latch>
#include <optional>
#include <thread>
#include <vector>

#include "core/array.h"

namespace gradlet::tests {

using core::Array;

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
TEST_CASE("a thread is handed out what it gave back itself, though another gave back later") {
  core::trim_storage();
  std::optional<Array> array = Array::empty({100});
  const void *own = nullptr, *again = nullptr;
  std::latch gave(1), other_gave(1);
  std::thread thread([&] {
    own = Array::empty({100}).raw();
    gave.count_down();
    other_gave.wait();
    again = Array::empty({100}).raw();
  });
  gave.wait();
  array.reset();
  other_gave.count_down();
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
    const Array array = Array::empty({100});
  }
  core::trim_storage();
  const std::uint64_t before = core::storage_requests();
  const Array array = Array::empty({100});
  CHECK(core::storage_requests() == before + 1);
}

TEST_CASE("no more than 64 MiB are kept") {
  core::trim_storage();
  constexpr std::int64_t kSixteenMiB = 4 << 20;  // elements
  {
    const std::vector<Array> arrays = {Array::empty({kSixteenMiB}), Array::empty({kSixteenMiB}),
                                       Array::empty({kSixteenMiB}), Array::empty({kSixteenMiB}),
                                       Array::empty({kSixteenMiB})};
  }
  const std::uint64_t before = core::storage_requests();
  std::vector<Array> again;
  for (int i = 0; i < 5; ++i) again.push_back(Array::empty({kSixteenMiB}));
  CHECK(core::storage_requests() == before + 1);
  again.clear();
  core::trim_storage();
}

}  // namespace gradlet::tests
