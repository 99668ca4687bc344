#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "train/thread_pool.h"

namespace gradlet::train {

using Clock = std::chrono::steady_clock;

/// A job cut into chunks that any thread may compute, whose results are merged in the chunks'
/// order: so the outcome depends neither on the number of threads nor on their speed.
///
/// It can be left after any chunk and taken up again later. A thread that gets too far ahead of a
/// slow one waits for it, so that few results are kept at a time.
template <class Result>
class OrderedChunks {
 public:
  /// `compute(chunk)` runs on any thread, for chunks from 0 on; `merge(chunk, result)` runs on one
  /// thread at a time, in ascending order of the chunks.
  OrderedChunks(std::function<Result(std::int64_t)> compute,
                std::function<void(std::int64_t, Result)> merge)
      : compute_(std::move(compute)), merge_(std::move(merge)) {}

  /// Begins a job of `count` chunks, in place of any other.
  void begin(std::int64_t count) {
    count_ = count;
    taken_ = merged_ = 0;
    failed_ = false;
    waiting_.clear();
  }

  bool done() const { return merged_ == count_; }

  /// Computes chunks on the pool's threads until all are done or `deadline` is past, and at least
  /// one per thread. Every chunk that was begun is finished on return. Returns whether all are
  /// done. Throws what a chunk threw; the job must then be begun anew.
  bool run(ThreadPool& pool, Clock::time_point deadline) {
    // None is left of an earlier call.
    waiting_.resize(kResultsPerThread * static_cast<std::size_t>(pool.size()));
    pool.run([this, deadline] { work(deadline); });
    return done();
  }

 private:
  /// Results, merged or not, that may be under way for each thread.
  static constexpr std::size_t kResultsPerThread = 2;

  void work(Clock::time_point deadline) try {
    do {
      const std::optional<std::int64_t> chunk = take();
      if (!chunk) return;
      put(*chunk, compute_(*chunk));
    } while (Clock::now() < deadline);
  } catch (...) {
    {
      const std::lock_guard lock(mutex_);
      failed_ = true;
    }
    changed_.notify_all();
    throw;
  }

  std::optional<std::int64_t> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      return failed_ || taken_ == count_ ||
             static_cast<std::size_t>(taken_ - merged_) < waiting_.size();
    });
    if (failed_ || taken_ == count_) return std::nullopt;
    return taken_++;
  }

  void put(std::int64_t chunk, Result result) {
    {
      const std::lock_guard lock(mutex_);
      place(chunk) = std::move(result);
      while (place(merged_)) {
        merge_(merged_, std::move(*place(merged_)));
        place(merged_++).reset();
      }
    }
    changed_.notify_all();
  }

  /// Where the result of `chunk` waits for those before it.
  std::optional<Result>& place(std::int64_t chunk) {
    return waiting_[static_cast<std::size_t>(chunk) % waiting_.size()];
  }

  std::function<Result(std::int64_t)> compute_;
  std::function<void(std::int64_t, Result)> merge_;
  std::int64_t count_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t taken_ = 0;
  std::int64_t merged_ = 0;
  bool failed_ = false;
  std::vector<std::optional<Result>> waiting_;
};

}  // namespace gradlet::train
