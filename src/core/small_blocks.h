#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace gradlet::core {

/// Small pieces of memory that one thread has given back, from the heap or from here, for it to be
/// handed out again: without a lock, and without the lines of the heap's lists, which processors
/// would take from each other each time.
///
/// Has no destructor, so that it can be used until its thread's very end. What it then keeps is
/// lost: it is meant for threads that end with the program.
class SmallBlocks {
 public:
  /// Larger ones are not kept.
  static constexpr std::size_t kLargest = 512;
  /// As many of each size are kept at most.
  static constexpr std::size_t kMostKept = 64;

  /// How much to ask the heap for, so that what fits into a block is known by its size.
  static constexpr std::size_t rounded(std::size_t bytes) {
    if (bytes > kLargest) return bytes;
    return (bytes + (bytes == 0) + kStep - 1) / kStep * kStep;
  }

  /// A block of `rounded(bytes)`; null where none is kept.
  void* take(std::size_t bytes) {
    if (bytes > kLargest) return nullptr;
    List& list = list_for(bytes);
    Block* const block = list.first;
    if (block != nullptr) {
      list.first = block->next;
      --list.count;
    }
    return block;
  }

  /// Keeps a block of `rounded(bytes)`; returns false where it is the heap's to have.
  bool put(void* memory, std::size_t bytes) {
    if (memory == nullptr || bytes > kLargest) return false;
    List& list = list_for(bytes);
    if (list.count == kMostKept) return false;
    list.first = new (memory) Block{list.first};
    ++list.count;
    return true;
  }

 private:
  /// Sizes that differ by less share a list.
  static constexpr std::size_t kStep = 16;

  struct Block {
    Block* next;
  };
  struct List {
    Block* first = nullptr;
    std::size_t count = 0;
  };

  List& list_for(std::size_t bytes) { return lists_[rounded(bytes) / kStep - 1]; }

  std::array<List, kLargest / kStep> lists_{};
};

}  // namespace gradlet::core
