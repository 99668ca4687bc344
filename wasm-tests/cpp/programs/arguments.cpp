#include "programs/arguments.h"

#include <algorithm>

namespace gradlet::programs {

bool Arguments::flag(const std::string& name) {
  const auto found = std::find(words_.begin(), words_.end(), name);
  if (found == words_.end()) return false;
  words_.erase(found);
  return true;
}

std::optional<std::string> Arguments::value(const std::string& name) {
  const auto found = std::find(words_.begin(), words_.end(), name);
  if (found == words_.end()) return std::nullopt;
  core::require(found + 1 != words_.end(), name.c_str(), "expected a value after it");
  std::string word = *(found + 1);
  words_.erase(found, found + 2);
  return word;
}

void Arguments::finish() const {
  if (!words_.empty()) core::fail(words_.front(), "expected an option, each at most once");
}

}  // namespace gradlet::programs
