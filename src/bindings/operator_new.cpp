#include <cstddef>
#include <cstdlib>
#include <new>

#include "core/small_blocks.h"

// Takes the place of the library's for the engine with threads. A step makes and destroys some
// thousand small objects, and Emscripten's heap has one lock for all threads.

namespace {

constinit thread_local gradlet::core::SmallBlocks small_blocks;

}  // namespace

void* operator new(std::size_t bytes) {
  void* memory = small_blocks.take(bytes);
  if (memory == nullptr) memory = std::malloc(gradlet::core::SmallBlocks::rounded(bytes));
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t bytes) noexcept {
  if (!small_blocks.put(memory, bytes)) std::free(memory);
}
