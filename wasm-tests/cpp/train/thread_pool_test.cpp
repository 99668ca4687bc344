#include "train/thread_pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "train/threads.h"

namespace gradlet::tests {
namespace {

using train::ThreadPool;

}  // namespace

TEST_CASE("each task of many is called once, and all are over on return") {
  ThreadPool pool;
  for (const int threads : {1, kThreads}) {
    pool.resize(threads);
    for (const std::int64_t count : {0, 1, 2, 1000}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
      pool.for_each(count, [&](std::int64_t i) { ++calls[static_cast<std::size_t>(i)]; });
      for (const auto& called : calls) CHECK(called == 1);
    }
  }
}

TEST_CASE("what one task of many throws is thrown, and the pool can be used again") {
  ThreadPool pool;
  pool.resize(kThreads);
  const auto fail = [](std::int64_t i) {
    if (i == 7) throw std::runtime_error("task 7");
  };
  CHECK_THROWS_WITH_AS(pool.for_each(100, fail), "task 7", std::runtime_error);
  std::atomic<int> calls = 0;
  pool.for_each(100, [&](std::int64_t) { ++calls; });
  CHECK(calls == 100);
}

}  // namespace gradlet::tests
