#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace gradlet::core {

// Text is put together without iostreams, which would make up a third of the WebAssembly module.

inline void append(std::string& text, std::string_view part) { text += part; }
inline void append(std::string& text, char part) { text += part; }
/// Six digits, as "%g" writes them.
void append(std::string& text, double part);
template <std::integral T>
void append(std::string& text, T part) {
  text += std::to_string(part);
}

/// All of `parts`, one after the other.
template <class... Parts>
std::string text(const Parts&... parts) {
  std::string result;
  (append(result, parts), ...);
  return result;
}

}  // namespace gradlet::core
