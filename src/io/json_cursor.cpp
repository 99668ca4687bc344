#include "io/json_cursor.h"

#include <limits>
#include <utility>

#include "core/error.h"

namespace gradlet::io {
namespace {

constexpr const char* kCharacter = "a character of a string in UTF-8";
constexpr const char* kEscape = "an escape sequence";

constexpr std::pair<char, char> kEscapes[] = {{'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'b', '\b'},
                                              {'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'}};

bool is_digit(std::uint8_t byte) { return byte >= '0' && byte <= '9'; }

/// Appends the character with this code point.
void append_utf8(std::string& text, std::uint32_t code) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xc0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xe0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xf0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// How many bytes follow the first one of a character, and the code points that need so many. Bytes
/// that begin no character have `least` above `most`.
struct Utf8Length {
  int tail;
  std::uint32_t least;
  std::uint32_t most;
};

Utf8Length utf8_length(std::uint8_t first) {
  if (first < 0x80) return {0, 0x20, 0x7f};
  if (first >= 0xc0 && first < 0xe0) return {1, 0x80, 0x7ff};
  if (first >= 0xe0 && first < 0xf0) return {2, 0x800, 0xffff};
  if (first >= 0xf0 && first < 0xf8) return {3, 0x10000, 0x10ffff};
  return {0, 1, 0};
}

// Halves of a character in UTF-16, the second ones from `kLowSurrogate`; no characters themselves.
constexpr std::uint32_t kSurrogate = 0xd800, kLowSurrogate = 0xdc00, kSurrogateEnd = 0xe000;

bool is_surrogate(std::uint32_t code) { return code >= kSurrogate && code < kSurrogateEnd; }

}  // namespace

void JsonCursor::fail(const char* expected, std::size_t at) const {
  core::fail(file_name_, title_, ": expected ", expected, " at its byte ", at + 1,
             at < text_.size() ? ", found something else" : ", found its end");
}

void JsonCursor::skip_blanks() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
    ++at_;
  }
}

bool JsonCursor::next_is(char character) {
  skip_blanks();
  if (at_ == text_.size() || text_[at_] != static_cast<std::uint8_t>(character)) return false;
  ++at_;
  return true;
}

void JsonCursor::take(char character, const char* name) {
  if (!next_is(character)) fail(name, at_);
}

void JsonCursor::end() {
  skip_blanks();
  if (at_ < text_.size()) fail("its end", at_);
}

std::uint64_t JsonCursor::number() {
  constexpr const char* kNumber = "a whole number from 0 to 2^64 - 1";
  skip_blanks();
  const std::size_t begin = at_;
  std::uint64_t value = 0;
  for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
    const std::uint64_t digit = text_[at_] - std::uint64_t{'0'};
    const bool leading_zero = at_ == begin + 1 && value == 0;
    if (leading_zero || value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) {
      fail(kNumber, at_);
    }
    value = value * 10 + digit;
  }
  if (at_ == begin) fail(kNumber, at_);
  return value;
}

std::uint8_t JsonCursor::byte(const char* expected) {
  if (at_ == text_.size()) fail(expected, at_);
  return text_[at_++];
}

std::uint32_t JsonCursor::hex4() {
  std::uint32_t code = 0;
  for (int i = 0; i < 4; ++i) {
    const std::uint8_t digit = byte(kEscape), lower = digit | 0x20;
    const bool is_letter = lower >= 'a' && lower <= 'f';
    if (!is_digit(digit) && !is_letter) fail(kEscape, at_ - 1);
    code = code * 16 + (is_letter ? lower - 'a' + 10u : digit - std::uint32_t{'0'});
  }
  return code;
}

/// The code point of what follows a backslash.
std::uint32_t JsonCursor::escaped() {
  const std::uint8_t letter = byte(kEscape);
  for (const auto& [name, character] : kEscapes) {
    if (letter == name) return static_cast<std::uint32_t>(character);
  }
  if (letter != 'u') fail(kEscape, at_ - 1);
  const std::uint32_t code = hex4();
  if (!is_surrogate(code)) return code;
  // Two of them, high and low, make one character.
  if (code >= kLowSurrogate || byte(kEscape) != '\\' || byte(kEscape) != 'u') {
    fail(kEscape, at_ - 1);
  }
  const std::uint32_t low = hex4();
  if (!is_surrogate(low) || low < kLowSurrogate) fail(kEscape, at_ - 1);
  return 0x10000 + ((code - kSurrogate) << 10) + (low - kLowSurrogate);
}

std::string JsonCursor::string() {
  take('"', "a string");
  std::string result;
  while (true) {
    const std::uint8_t first = byte(kCharacter);
    if (first == '"') return result;
    if (first == '\\') {
      append_utf8(result, escaped());
      continue;
    }
    const Utf8Length length = utf8_length(first);
    std::uint32_t code = length.tail == 0 ? first : first & (0x3fu >> length.tail);
    for (int i = 0; i < length.tail; ++i) {
      const std::uint8_t next = byte(kCharacter);
      if ((next & 0xc0) != 0x80) fail(kCharacter, at_ - 1);
      code = code << 6 | (next & 0x3f);
    }
    if (code < length.least || code > length.most || is_surrogate(code)) {
      fail(kCharacter, at_ - 1);
    }
    append_utf8(result, code);
  }
}

}  // namespace gradlet::io
