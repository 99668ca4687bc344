#pragma once

#include <cstddef>

namespace gradlet::tests {

/// Bytes of the heap that are in use now, in whichever build.
std::size_t allocated_bytes();

}  // namespace gradlet::tests
