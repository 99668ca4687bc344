#include "bindings/values.h"

#include <algorithm>
#include <cctype>

#include "core/error.h"

namespace gradlet::bindings {

using emscripten::typed_memory_view;
using emscripten::val;

namespace {

template <class T>
std::vector<T> copy_in(const val& array) {
  std::vector<T> values(array["length"].as<std::size_t>());
  val(typed_memory_view(values.size(), values.data())).call<void>("set", array);
  return values;
}

template <class T>
val copy_out(const char* constructor, std::span<const T> values) {
  // Made by its constructor, not by `slice`, so that it is never a view of shared memory.
  val result = val::global(constructor).new_(values.size());
  result.call<void>("set", val(typed_memory_view(values.size(), values.data())));
  return result;
}

}  // namespace

std::vector<std::uint8_t> bytes_of(const val& array) { return copy_in<std::uint8_t>(array); }

std::vector<float> floats_of(const val& array) { return copy_in<float>(array); }

val to_uint8_array(std::span<const std::uint8_t> bytes) { return copy_out("Uint8Array", bytes); }

val to_uint32_array(std::span<const std::uint32_t> values) {
  return copy_out("Uint32Array", values);
}

val to_float32_array(std::span<const float> values) { return copy_out("Float32Array", values); }

val to_float64_array(std::span<const double> values) { return copy_out("Float64Array", values); }

std::uint64_t parse_seed(const std::string& text) {
  const bool negative = text.starts_with('-');
  const std::string digits = text.substr(negative ? 1 : 0);
  core::require(!digits.empty() && std::all_of(digits.begin(), digits.end(),
                                               [](unsigned char c) { return std::isdigit(c); }),
                "seed", "expected a whole number, found '", text, "'");
  // Modulo 2^64, as two's complement: the low 32 bits come out right for any number of digits.
  std::uint64_t value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return negative ? ~value + 1 : value;
}

}  // namespace gradlet::bindings
