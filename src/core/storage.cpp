#include "core/storage.h"

#include <map>
#include <mutex>
#include <new>
#include <vector>

namespace gradlet::core {
namespace {

constexpr std::size_t kCacheLine = 64;
/// More than this is not kept, whatever sizes have been in use: 64 MiB.
constexpr std::size_t kMostKept = std::size_t{64} << 20;

/// Sizes that differ within a cache line share their memory.
std::size_t rounded(std::size_t bytes) {
  return (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
}

class Storage {
 public:
  void* acquire(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    std::vector<void*>& blocks = kept_[bytes];
    if (blocks.empty()) {
      ++requests_;
      return ::operator new(bytes, std::align_val_t{kCacheLine});
    }
    void* const block = blocks.back();
    blocks.pop_back();
    kept_bytes_ -= bytes;
    return block;
  }

  void release(void* block, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (kept_bytes_ + bytes > kMostKept) {
      ::operator delete(block, std::align_val_t{kCacheLine});
      return;
    }
    kept_[bytes].push_back(block);
    kept_bytes_ += bytes;
  }

  void trim() {
    const std::lock_guard lock(mutex_);
    for (const auto& [bytes, blocks] : kept_) {
      for (void* block : blocks) ::operator delete(block, std::align_val_t{kCacheLine});
    }
    kept_.clear();
    kept_bytes_ = 0;
  }

  std::uint64_t requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> kept_;
  std::size_t kept_bytes_ = 0;
  std::uint64_t requests_ = 0;
};

/// Outlives every array, those in static storage too.
Storage& storage() {
  static Storage* const instance = new Storage;
  return *instance;
}

}  // namespace

void* acquire_storage(std::size_t bytes) { return storage().acquire(rounded(bytes)); }

void release_storage(void* memory, std::size_t bytes) noexcept {
  storage().release(memory, rounded(bytes));
}

void trim_storage() noexcept { storage().trim(); }

std::uint64_t storage_requests() { return storage().requests(); }

}  // namespace gradlet::core
