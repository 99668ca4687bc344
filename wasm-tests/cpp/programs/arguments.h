#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"

namespace gradlet::programs {

/// The words of a command line: `--name value`, or `--name` alone for what is on or off. Each
/// option is asked for by its name; `finish` refuses what nobody has asked for.
class Arguments {
 public:
  Arguments(int argc, const char* const* argv) : words_(argv + 1, argv + argc) {}

  /// Whether `name` is there.
  bool flag(const std::string& name);

  /// The word after `name`, if that is there. Throws if nothing follows it.
  std::optional<std::string> value(const std::string& name);

  /// Sets `number` to the value of `name`, if that is there. Throws for anything but one number in
  /// the range of `T`.
  template <class T>
  void number(const std::string& name, T& number) {
    const auto word = value(name);
    if (!word) return;
    const char* const end = word->data() + word->size();
    const auto [rest, error] = std::from_chars(word->data(), end, number);
    core::require(error == std::errc() && rest == end, name.c_str(), "expected a number, found '",
                  *word, "'");
  }

  /// Throws if words are left.
  void finish() const;

 private:
  std::vector<std::string> words_;
};

}  // namespace gradlet::programs
