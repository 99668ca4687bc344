#include <cstddef>

/// Takes the place of libc++abi's demangler, which would make a seventh of the module: all that it
/// is asked for here is the readable name of an exception that brings no message.
extern "C" char* __cxa_demangle(const char* /*mangled*/, char* /*buffer*/, std::size_t* /*size*/,
                                int* status) {
  constexpr int kInvalidName = -2;
  if (status != nullptr) *status = kInvalidName;
  return nullptr;
}
