#pragma once

#include <memory>
#include <string>

#include "data/mnist.h"

namespace gradlet::programs {

struct MnistFolder {
  std::shared_ptr<const data::ImageSet> training;
  std::shared_ptr<const data::ImageSet> validation;
};

/// MNIST's four files in `folder`, gzipped (`train-images-idx3-ubyte.gz`) or not, with images of
/// `image_size`×`image_size` pixels. Throws an `Error` that names the file for whatever is wrong.
MnistFolder read_mnist(const std::string& folder, std::int64_t image_size);

}  // namespace gradlet::programs
