#include "core/storage.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <new>
#include <vector>

namespace gradlet::core {
namespace {

constexpr std::size_t kCacheLine = 64;
/// More than this is not kept, whatever sizes have been in use: 64 MiB.
constexpr std::size_t kMostKept = std::size_t{64} << 20;

/// At most so much is left free after a block: 4 KiB. A processor that walks to a block's end
/// fetches ahead, from what another one may be writing next to it; the lines then go back and
/// forth.
constexpr std::size_t kWidestGap = std::size_t{4} << 10;

/// Sizes that differ within a cache line share their memory.
std::size_t rounded(std::size_t bytes) {
  return (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
}

class Shelf;

/// The cache line before a block: the shelf that it goes back to.
Shelf*& owner_of(void* block) {
  return *reinterpret_cast<Shelf**>(static_cast<std::byte*>(block) - kCacheLine);
}

/// `bytes` from the system, apart from what lies next to them.
void* ask_system(std::size_t bytes) {
  void* const memory = ::operator new(kCacheLine + bytes + std::min(bytes, kWidestGap),
                                      std::align_val_t{kCacheLine});
  return static_cast<std::byte*>(memory) + kCacheLine;
}

void return_to_system(void* block) noexcept {
  ::operator delete(static_cast<std::byte*>(block) - kCacheLine, std::align_val_t{kCacheLine});
}

/// Memory that one thread has had and that was given back, by whomever: its processor's caches hold
/// it. Others use it only for want of their own, so that its lock is rarely waited for.
class alignas(2 * kCacheLine) Shelf {
 public:
  /// Null if it has none of this size.
  void* take(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = blocks_.find(bytes);
    if (found == blocks_.end() || found->second.empty()) return nullptr;
    void* const block = found->second.back();
    found->second.pop_back();
    kept_ -= bytes;
    return block;
  }

  void put(void* block, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    blocks_[bytes].push_back(block);
    kept_ += bytes;
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    for (const auto& [bytes, blocks] : blocks_) {
      for (void* block : blocks) return_to_system(block);
    }
    blocks_.clear();
    kept_ = 0;
  }

  std::size_t kept() const { return kept_; }

 private:
  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> blocks_;
  std::atomic<std::size_t> kept_ = 0;
};

/// The shelves of all threads. One whose thread has ended is the next new thread's.
class Shelves {
 public:
  Shelf& adopt() {
    const std::lock_guard lock(mutex_);
    if (unused_.empty()) {
      unused_.push_back(all_.emplace_back(new Shelf));
      share_ = kMostKept / all_.size();
    }
    Shelf& shelf = *unused_.back();
    unused_.pop_back();
    return shelf;
  }

  void leave(Shelf& shelf) {
    const std::lock_guard lock(mutex_);
    unused_.push_back(&shelf);
  }

  void* acquire(Shelf& own, std::size_t bytes) {
    if (void* const block = own.take(bytes)) return block;
    void* const block = find(bytes);
    owner_of(block) = &own;
    return block;
  }

  void release(void* block, std::size_t bytes) {
    Shelf& owner = *owner_of(block);
    if (owner.kept() + bytes > share_ && kept() + bytes > kMostKept) {
      return_to_system(block);
    } else {
      owner.put(block, bytes);
    }
  }

  void trim() {
    const std::lock_guard lock(mutex_);
    for (Shelf* shelf : all_) shelf->clear();
  }

  std::uint64_t requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  /// From any shelf, or from the system.
  void* find(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    for (Shelf* shelf : all_) {
      if (void* const block = shelf->take(bytes)) return block;
    }
    ++requests_;
    return ask_system(bytes);
  }

  std::size_t kept() {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const Shelf* shelf : all_) sum += shelf->kept();
    return sum;
  }

  std::mutex mutex_;
  std::vector<Shelf*> all_, unused_;
  std::uint64_t requests_ = 0;
  /// While no shelf has more, all together have no more than may be kept.
  std::atomic<std::size_t> share_ = 0;
};

/// Outlives every array, those in static storage too.
Shelves& shelves() {
  static Shelves* const instance = new Shelves;
  return *instance;
}

/// This thread's; null before its first use. A mere pointer is there still when the thread's other
/// objects are gone, some of which give back memory as they go.
thread_local Shelf* own_shelf = nullptr;

struct Adoption {
  Adoption() { own_shelf = &shelves().adopt(); }
  ~Adoption() { shelves().leave(*own_shelf); }
};

Shelf& shelf() {
  if (own_shelf == nullptr) static thread_local const Adoption adoption;
  return *own_shelf;
}

}  // namespace

void* acquire_storage(std::size_t bytes) { return shelves().acquire(shelf(), rounded(bytes)); }

void release_storage(void* memory, std::size_t bytes) noexcept {
  shelves().release(memory, rounded(bytes));
}

void trim_storage() noexcept { shelves().trim(); }

std::uint64_t storage_requests() { return shelves().requests(); }

}  // namespace gradlet::core
