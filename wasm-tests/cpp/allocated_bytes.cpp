#include "allocated_bytes.h"

#include <malloc.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GRADLET_ASAN
#include <sanitizer/allocator_interface.h>
#endif
#endif

namespace gradlet::tests {

std::size_t allocated_bytes() {
#if defined(GRADLET_ASAN)
  return __sanitizer_get_current_allocated_bytes();  // its own allocator is in use
#elif defined(__EMSCRIPTEN__)
  return static_cast<std::size_t>(mallinfo().uordblks);
#else
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;  // the heap, and what is mapped by itself
#endif
}

}  // namespace gradlet::tests
