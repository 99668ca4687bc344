#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gradlet::bindings {

/// The bytes of a JavaScript `Uint8Array`, copied.
std::vector<std::uint8_t> bytes_of(const emscripten::val& array);

/// The numbers of a JavaScript `Float32Array`, copied.
std::vector<float> floats_of(const emscripten::val& array);

/// Typed arrays of JavaScript's own that hold a copy: the heap's views do not outlast its growth.
emscripten::val to_uint8_array(std::span<const std::uint8_t> bytes);
emscripten::val to_uint32_array(std::span<const std::uint32_t> values);
emscripten::val to_float32_array(std::span<const float> values);
emscripten::val to_float64_array(std::span<const double> values);

/// A decimal whole number of any size that PyTorch takes as a seed; only its low 32 bits count.
/// Throws for anything else.
std::uint64_t parse_seed(const std::string& text);

}  // namespace gradlet::bindings
