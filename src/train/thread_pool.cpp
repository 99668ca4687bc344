#include "train/thread_pool.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "core/error.h"

namespace gradlet::train {
namespace {

/// A thread stays awake for so long when it has to wait: to wake one takes the system some 0.1 ms,
/// and what it waits for (the optimizer's step, the end of another's chunk) often no longer.
constexpr std::chrono::microseconds kAwake(300);

/// Returns once `condition` holds or that time is over.
template <class Condition>
void stay_awake_for(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + kAwake;
  while (!condition() && std::chrono::steady_clock::now() < end) {
  }
}

}  // namespace

struct ThreadPool::Shared {
  std::mutex mutex;
  std::condition_variable started;
  std::condition_variable finished;
  std::vector<std::thread> threads;
  /// What to run, for the first `wanted` threads; `round` advances with each task.
  const std::function<void()>* task = nullptr;
  std::atomic<std::uint64_t> round = 0;
  std::size_t wanted = 0;
  std::atomic<std::size_t> busy = 0;
  std::exception_ptr failure;
  std::atomic<bool> ending = false;

  /// The life of thread number `index`, made when `round` was `seen`.
  void work(std::size_t index, std::uint64_t seen);
  void attempt(const std::function<void()>& attempted);
};

/// Runs the task and keeps the first exception for the caller.
void ThreadPool::Shared::attempt(const std::function<void()>& attempted) {
  try {
    attempted();
  } catch (...) {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::current_exception();
  }
}

void ThreadPool::Shared::work(std::size_t index, std::uint64_t seen) {
  std::unique_lock lock(mutex);
  for (;;) {
    started.wait(lock, [&] { return ending || (round != seen && index < wanted); });
    if (ending) return;
    seen = round;
    lock.unlock();
    attempt(*task);
    lock.lock();
    if (--busy == 0) finished.notify_one();
    lock.unlock();
    stay_awake_for([&] { return ending || round != seen; });
    lock.lock();
  }
}

ThreadPool::ThreadPool() : shared_(std::make_unique<Shared>()) {}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->ending = true;
  }
  shared_->started.notify_all();
  for (std::thread& thread : shared_->threads) thread.join();
}

void ThreadPool::resize(int threads) {
  core::require(threads >= 1, "threads", "expected at least 1, found ", threads);
  const std::size_t others = static_cast<std::size_t>(threads) - 1;
  try {
    while (shared_->threads.size() < others) {
      const std::size_t index = shared_->threads.size();
      shared_->threads.emplace_back([shared = shared_.get(), index, round = shared_->round.load()] {
        shared->work(index, round);
      });
    }
  } catch (const std::system_error&) {
    core::fail("threads", "expected at most ", shared_->threads.size() + 1,
               " threads on this system, found ", threads);
  }
  size_ = threads;
}

void ThreadPool::run(const std::function<void()>& task) {
  Shared& shared = *shared_;
  if (size_ == 1) {
    task();
    return;
  }
  {
    const std::lock_guard lock(shared.mutex);
    shared.task = &task;
    shared.busy = shared.wanted = static_cast<std::size_t>(size_) - 1;
    shared.failure = nullptr;
    ++shared.round;
  }
  shared.started.notify_all();
  shared.attempt(task);
  stay_awake_for([&] { return shared.busy == 0; });
  std::unique_lock lock(shared.mutex);
  shared.finished.wait(lock, [&] { return shared.busy == 0; });
  if (shared.failure) std::rethrow_exception(shared.failure);
}

void ThreadPool::for_each(std::int64_t count, const std::function<void(std::int64_t)>& task) {
  std::atomic<std::int64_t> next = 0;
  run([&] {
    for (std::int64_t i = next++; i < count; i = next++) task(i);
  });
}

}  // namespace gradlet::train
