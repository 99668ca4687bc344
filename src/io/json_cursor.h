#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace gradlet::io {

/// Walks over a JSON text whose structure the caller knows: each function takes what it is named
/// for, with the blanks before it, or throws an `Error` that says where it was expected.
/// https://www.rfc-editor.org/rfc/rfc8259
///
/// Objects, arrays, strings and whole numbers that are not negative are all there is.
class JsonCursor {
 public:
  /// Errors name the file and, as `title`, its part. The text must outlive the cursor.
  JsonCursor(std::string file_name, std::string title, std::span<const std::uint8_t> text)
      : file_name_(std::move(file_name)), title_(std::move(title)), text_(text) {}

  /// Calls `take_value(key)` for each key of an object; it must take the value.
  template <class Function>
  void object(Function&& take_value) {
    sequence('{', '}', [&] {
      const std::string key = string();
      take(':', "a colon");
      take_value(key);
    });
  }

  /// Calls `take_element()` for each element of an array; it must take the element.
  template <class Function>
  void array(Function&& take_element) {
    sequence('[', ']', take_element);
  }

  /// The characters of a string as UTF-8.
  std::string string();

  /// A whole number below 2⁶⁴.
  std::uint64_t number();

  /// Nothing but blanks up to the end.
  void end();

 private:
  template <class Function>
  void sequence(char open, char close, Function&& take_item) {
    take(open, open == '{' ? "an object" : "an array");
    if (next_is(close)) return;
    do {
      take_item();
    } while (next_is(','));
    take(close,
         close == '}' ? "a comma or the end of the object" : "a comma or the end of the array");
  }

  [[noreturn]] void fail(const char* expected, std::size_t at) const;
  void skip_blanks();
  bool next_is(char character);
  void take(char character, const char* name);
  std::uint8_t byte(const char* expected);
  std::uint32_t hex4();
  std::uint32_t escaped();

  std::string file_name_;
  std::string title_;
  std::span<const std::uint8_t> text_;
  std::size_t at_ = 0;
};

}  // namespace gradlet::io
