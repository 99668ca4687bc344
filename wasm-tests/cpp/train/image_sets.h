#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "data/mnist.h"

namespace gradlet::tests {

using Bytes = std::vector<std::uint8_t>;

/// IDX files of images whose class, 0 to 7, is told by which eighth of their rows is bright.
struct ImageFiles {
  Bytes images;
  Bytes labels;
};

/// Files of `count` random images of `size`×`size` pixels; `size` is at least 8.
ImageFiles make_image_files(std::uint32_t count, std::uint64_t seed = 0, std::uint32_t size = 8);

/// The set of such files, all of it there.
std::shared_ptr<const data::ImageSet> make_image_set(std::uint32_t count, std::uint64_t seed = 0,
                                                     std::uint32_t size = 8);

}  // namespace gradlet::tests
