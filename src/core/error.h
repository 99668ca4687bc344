#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "core/text.h"

namespace gradlet::core {

/// The one exception of gradlet: what was attempted, what was expected and what was found.
///
/// `what()` reads "[conv2d] expected 4 dimensions (N, C, H, W), found input [64, 28, 28]".
/// Thrown by `ops`, `nn`, `optim`, `data`, `io` and `train`; kernels only assert.
class Error : public std::runtime_error {
 public:
  /// `where` names the operation or the file, `reason` says what was expected and found.
  Error(std::string where, const std::string& reason)
      : std::runtime_error("[" + where + "] " + reason), where_(std::move(where)) {}

  /// The operation or file that refused.
  const std::string& where() const { return where_; }

 private:
  std::string where_;
};

/// Throws an `Error` whose reason is all of `parts` written one after the other.
template <class... Parts>
[[noreturn]] void fail(const std::string& where, const Parts&... parts) {
  throw Error(where, text(parts...));
}

/// Throws an `Error` unless `condition` holds.
template <class... Parts>
void require(bool condition, const char* where, const Parts&... parts) {
  if (!condition) fail(where, parts...);
}

}  // namespace gradlet::core
