#include "io/json_cursor.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "core/error.h"

namespace gradlet::tests {

using core::Error;
using io::JsonCursor;

namespace {

std::span<const std::uint8_t> bytes(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string string_of(const std::string& text) {
  JsonCursor json("file", "text", bytes(text));
  const std::string result = json.string();
  json.end();
  return result;
}

std::uint64_t number_of(const std::string& text) {
  JsonCursor json("file", "text", bytes(text));
  const std::uint64_t result = json.number();
  json.end();
  return result;
}

/// The numbers of an object of arrays.
std::map<std::string, std::vector<std::uint64_t>> numbers_of(const std::string& text) {
  std::map<std::string, std::vector<std::uint64_t>> result;
  JsonCursor json("file", "text", bytes(text));
  json.object(
      [&](const std::string& key) { json.array([&] { result[key].push_back(json.number()); }); });
  json.end();
  return result;
}

}  // namespace

TEST_CASE("objects and arrays are walked through") {
  CHECK(numbers_of(" { \"a\" : [ 1 , 22,\t333 ] ,\r\n\"b\":[0]} ") ==
        std::map<std::string, std::vector<std::uint64_t>>{{"a", {1, 22, 333}}, {"b", {0}}});
  CHECK(numbers_of("{}").empty());
  CHECK(numbers_of("{\"a\":[ ]}").empty());
}

TEST_CASE("objects and arrays that are not whole are refused") {
  const std::string prefix = "[file] text: expected ";
  const auto refused = [&](const std::string& text, const std::string& message) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(numbers_of(text), (prefix + message).c_str(), Error);
  };
  refused("", "an object at its byte 1, found its end");
  refused("[", "an object at its byte 1, found something else");
  refused("{", "a string at its byte 2, found its end");
  refused("{1", "a string at its byte 2, found something else");
  refused("{\"a\"}", "a colon at its byte 5, found something else");
  refused("{\"a\":}", "an array at its byte 6, found something else");
  refused("{\"a\":[1 2]}", "a comma or the end of the array at its byte 9, found something else");
  refused("{\"a\":[1", "a comma or the end of the array at its byte 8, found its end");
  refused("{\"a\":[1.5]}", "a comma or the end of the array at its byte 8, found something else");
  refused("{\"a\":[] \"b\":[]}",
          "a comma or the end of the object at its byte 9, found something else");
  refused("{\"a\":[],}", "a string at its byte 9, found something else");
  refused("{\"a\":[1,]}", "a whole number from 0 to 2^64 - 1 at its byte 9, found something else");
  refused("{}{", "its end at its byte 3, found something else");
  refused("{}\xc2\xa0", "its end at its byte 3, found something else");
}

TEST_CASE("whole numbers are read up to the largest, and nothing else is") {
  CHECK(number_of("0") == 0);
  CHECK(number_of(" 1234567890 ") == 1234567890);
  CHECK(number_of("18446744073709551615") == 18446744073709551615u);
  for (const char* text : {"18446744073709551616", "99999999999999999999", "-1", "+1", "00", "01",
                           "1.0", "1e3", ".5", "x", "", "true", "null", "\"1\"", "0x10"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(number_of(text), Error);
  }
}

TEST_CASE("strings are read with their escapes") {
  CHECK(string_of("\"\"") == "");
  CHECK(string_of(R"("a\"\\\/\b\f\n\r\tz")") == "a\"\\/\b\f\n\r\tz");
  CHECK(string_of(R"("\u0041\u00e9\u20AC\ud83d\uDE00")") == "Aé€😀");
  CHECK(string_of("\"\\u0000\"") == std::string(1, '\0'));
  CHECK(string_of("\"é€😀\x7f\"") == "é€😀\x7f");
}

TEST_CASE("strings that are no strings are refused") {
  for (const char* text : {"", "a", "'a'", "\"", "\"a", "\"\n\"", "\"\\", "\"\\\"", "\"\\x\"",
                           "\"\\u12\"", "\"\\u12g4\"",
                           // Halves of characters, alone or in the wrong order.
                           "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"",
                           "\"\\ude00\\ud83d\"", "\"\\ud83d\\ud83d\"",
                           // No UTF-8: tails alone, cut characters, more bytes than needed,
                           // surrogates, beyond Unicode.
                           "\"\x80\"", "\"\xc3\"", "\"\xe2\x82\"", "\"\xc0\xaf\"",
                           "\"\xe0\x80\xaf\"", "\"\xf0\x80\x80\xaf\"", "\"\xed\xa0\x80\"",
                           "\"\xf4\x90\x80\x80\"", "\"\xf8\x88\x80\x80\x80\"", "\"\xff\""}) {
    CAPTURE(text);
    CHECK_THROWS_AS(string_of(text), Error);
  }
  CHECK_THROWS_WITH_AS(
      string_of("\"a\\x\""),
      "[file] text: expected an escape sequence at its byte 4, found something else", Error);
  CHECK_THROWS_WITH_AS(
      string_of("\"a\xff\""),
      "[file] text: expected a character of a string in UTF-8 at its byte 3, found something else",
      Error);
  CHECK_THROWS_WITH_AS(
      string_of("\"a"),
      "[file] text: expected a character of a string in UTF-8 at its byte 3, found its end", Error);
}

}  // namespace gradlet::tests
