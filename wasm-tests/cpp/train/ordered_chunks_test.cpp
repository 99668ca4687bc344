#include "train/ordered_chunks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "train/threads.h"

namespace gradlet::tests {
namespace {

using train::Clock;
using train::OrderedChunks;
using train::ThreadPool;

constexpr Clock::time_point kNever = Clock::time_point::max();

}  // namespace

TEST_CASE("chunks are merged in their order, whoever computes them") {
  std::vector<std::int64_t> merged;
  OrderedChunks<std::int64_t> chunks([](std::int64_t chunk) { return 10 * chunk; },
                                     [&](std::int64_t chunk, std::int64_t result) {
                                       CHECK(result == 10 * chunk);
                                       merged.push_back(chunk);
                                     });
  ThreadPool pool;
  for (const int threads : {1, kThreads}) {
    pool.resize(threads);
    merged.clear();
    chunks.begin(500);
    // The job is left after every chunk, and taken up again.
    for (int runs = 0; runs < 20; ++runs) CHECK_FALSE(chunks.run(pool, Clock::time_point::min()));
    CHECK(merged.size() >= 20);
    CHECK(chunks.run(pool, kNever));
    CHECK(chunks.run(pool, kNever));
    CHECK(merged.size() == 500);
    CHECK(std::is_sorted(merged.begin(), merged.end()));
  }
}

TEST_CASE("a job without chunks is done") {
  OrderedChunks<int> chunks([](std::int64_t) { return 0; }, [](std::int64_t, int) {});
  ThreadPool pool;
  chunks.begin(0);
  CHECK(chunks.done());
  CHECK(chunks.run(pool, kNever));
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST_CASE("fast threads wait for a slow one rather than pile up results") {
  constexpr std::int64_t kMost = 2 * kThreads;
  std::mutex mutex;
  std::int64_t begun = 0, merged = 0, most = 0;
  std::condition_variable changed;
  OrderedChunks<int> chunks(
      [&](std::int64_t chunk) {
        std::unique_lock lock(mutex);
        most = std::max(most, ++begun - merged);
        changed.notify_all();
        // The first one is not done before the others can do no more.
        if (chunk == 0) changed.wait(lock, [&] { return begun == kMost; });
        return 0;
      },
      [&](std::int64_t, int) {
        const std::lock_guard lock(mutex);
        ++merged;
      });
  ThreadPool pool;
  pool.resize(kThreads);
  chunks.begin(200);
  CHECK(chunks.run(pool, kNever));
  CHECK(merged == 200);
  CHECK(most == kMost);
}

TEST_CASE("a chunk that fails ends the job on all threads, and it can be begun anew") {
  bool failing = true;
  std::int64_t merged = 0;
  OrderedChunks<int> chunks(
      [&](std::int64_t chunk) {
        // All others come to wait for it.
        if (failing && chunk == 0) throw std::runtime_error("chunk 0");
        return 0;
      },
      [&](std::int64_t, int) { ++merged; });
  ThreadPool pool;
  pool.resize(kThreads);
  chunks.begin(100);
  CHECK_THROWS_WITH_AS(chunks.run(pool, kNever), "chunk 0", std::runtime_error);
  CHECK(merged == 0);
  failing = false;
  chunks.begin(100);
  CHECK(chunks.run(pool, kNever));
  CHECK(merged == 100);
}
#endif

}  // namespace gradlet::tests
