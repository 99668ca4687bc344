#include "core/text.h"

#include <array>
#include <cstdio>

namespace gradlet::core {

void append(std::string& text, double part) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%g", part);
  text += digits.data();
}

}  // namespace gradlet::core
