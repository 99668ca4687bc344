#pragma once

#include <cstdint>
#include <span>

#include "core/array.h"
#include "data/mnist.h"

namespace gradlet::data {

/// Images as a model reads them, and their classes.
struct Batch {
  core::Array images;      // (N, 1, H, W), normalised with MNIST's mean and deviation
  core::IntArray targets;  // (N)
};

/// The images `indices` of `set`, in that order; all of them must have arrived.
Batch make_batch(const ImageSet& set, std::span<const std::int64_t> indices);

/// One image of `size`×`size` bytes as a batch of one: (1, 1, size, size).
core::Array make_input(std::span<const std::uint8_t> image, std::int64_t size);

}  // namespace gradlet::data
