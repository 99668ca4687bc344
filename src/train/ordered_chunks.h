#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

#include "train/thread_pool.h"

namespace gradlet::train {

using Clock = std::chrono::steady_clock;

/// A job cut into chunks that any thread may compute, whose results are merged in the chunks'
/// order: so the outcome depends neither on the number of threads nor on their speed.
///
/// It can be left after any chunk and taken up again later.
template <class Result>
class OrderedChunks {
 public:
  /// `compute(chunk)` runs on any thread, for chunks 0 to `count` − 1; `merge(chunk, result)` runs
  /// on one thread at a time, in ascending order of the chunks.
  OrderedChunks(std::int64_t count, std::function<Result(std::int64_t)> compute,
                std::function<void(std::int64_t, Result)> merge)
      : count_(count), compute_(std::move(compute)), merge_(std::move(merge)) {}

  bool done() const { return merged_ == count_; }

  /// Computes chunks on the pool's threads until all are done or `deadline` is past, and at least
  /// one per thread. Every chunk that was begun is finished on return. Returns whether all are
  /// done.
  bool run(ThreadPool& pool, Clock::time_point deadline) {
    pool.run([&] {
      do {
        const std::int64_t chunk = take();
        if (chunk == count_) return;
        put(chunk, compute_(chunk));
      } while (Clock::now() < deadline);
    });
    return done();
  }

 private:
  std::int64_t take() {
    const std::lock_guard lock(mutex_);
    return taken_ < count_ ? taken_++ : count_;
  }

  void put(std::int64_t chunk, Result result) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(chunk, std::move(result));
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == merged_;
         next = waiting_.erase(next)) {
      merge_(merged_++, std::move(next->second));
    }
  }

  std::int64_t count_;
  std::function<Result(std::int64_t)> compute_;
  std::function<void(std::int64_t, Result)> merge_;
  std::mutex mutex_;
  std::int64_t taken_ = 0;
  std::int64_t merged_ = 0;
  std::map<std::int64_t, Result> waiting_;
};

}  // namespace gradlet::train
