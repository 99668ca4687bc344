#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace gradlet::train {

/// Threads that run one task together with their caller.
///
/// They are made when first needed and end with the pool only: in a browser a thread that has ended
/// can be replaced only after its maker has returned to the event loop.
class ThreadPool {
 public:
  /// Begins with the calling thread alone.
  ThreadPool();
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// How many threads take part in `run`, the caller among them. Throws unless it is at least 1 and
  /// the system gives as many; the number stays as it was then.
  void resize(int threads);
  int size() const { return size_; }

  /// Calls `task` once on each thread and returns when all calls have. Throws what a call threw.
  void run(const std::function<void()>& task);

  /// Calls `task(i)` for each i from 0 to `count` − 1, in any order, on whatever thread is free,
  /// and returns when all calls have. Throws what a call threw.
  void for_each(std::int64_t count, const std::function<void(std::int64_t)>& task);

 private:
  struct Shared;

  int size_ = 1;
  std::unique_ptr<Shared> shared_;
};

}  // namespace gradlet::train
