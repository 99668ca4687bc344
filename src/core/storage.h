#pragma once

#include <cstddef>
#include <cstdint>

namespace gradlet::core {

// Memory for arrays, and for the graphs that record how they were computed. What is given back is
// kept and handed out again, first to the thread that had it last, whoever gave it back: a training
// run asks for the same sizes step after step, and after its first steps asks the system for
// nothing any more. Any thread may call these functions.

/// `bytes` of memory that begins at a cache line: vectors that straddle two cost the kernels time.
/// Throws `std::bad_alloc` when there is none.
void* acquire_storage(std::size_t bytes);

/// Gives back what `acquire_storage(bytes)` returned.
void release_storage(void* memory, std::size_t bytes) noexcept;

/// For what is made and destroyed as often as arrays are: takes its memory from there, so that
/// threads which do so at the same time neither wait for each other, as at the heap, nor write to
/// the same cache lines.
template <class T>
struct StorageAllocator {
  using value_type = T;

  StorageAllocator() = default;
  template <class Other>
  StorageAllocator(const StorageAllocator<Other>& /*other*/) noexcept {}

  T* allocate(std::size_t count) { return static_cast<T*>(acquire_storage(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) noexcept {
    release_storage(memory, count * sizeof(T));
  }

  friend bool operator==(StorageAllocator /*a*/, StorageAllocator /*b*/) { return true; }
};

/// Returns to the system all that was given back, as is fitting when another run begins.
void trim_storage() noexcept;

/// How often the system has been asked for memory so far.
std::uint64_t storage_requests();

}  // namespace gradlet::core
