#include "programs/mnist_folder.h"

#include <zlib.h>

#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "core/error.h"

namespace gradlet::programs {
namespace {

using Take = std::function<void(std::span<const std::uint8_t>)>;

/// Hands on the bytes of `path`, inflated if they are gzipped.
void read_file(const std::string& path, const Take& take) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), &gzclose);
  core::require(file != nullptr, path.c_str(), "expected a file that can be read");
  std::vector<std::uint8_t> buffer(1 << 16);
  for (;;) {
    const int size = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
    if (size > 0) {
      take(std::span(buffer).first(static_cast<std::size_t>(size)));
      continue;
    }
    int error = Z_OK;
    const std::string reason = gzerror(file.get(), &error);
    // What ends in the middle of its gzip stream is no error of a read, but Z_BUF_ERROR here.
    core::require(error == Z_OK, path.c_str(), "expected a whole file, found: ", reason);
    return;
  }
}

std::string path_of(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  return std::filesystem::exists(path) ? path : path + ".gz";
}

std::shared_ptr<const data::ImageSet> read_set(const std::string& folder, const std::string& prefix,
                                               std::int64_t image_size) {
  data::ImageSetBuilder builder(image_size);
  const std::string images = path_of(folder, prefix + "-images-idx3-ubyte");
  const std::string labels = path_of(folder, prefix + "-labels-idx1-ubyte");
  read_file(images, [&](std::span<const std::uint8_t> b) { builder.feed_images(images, b); });
  builder.finish_images();
  read_file(labels, [&](std::span<const std::uint8_t> b) { builder.feed_labels(labels, b); });
  builder.finish_labels();
  return builder.set();
}

}  // namespace

MnistFolder read_mnist(const std::string& folder, std::int64_t image_size) {
  return {read_set(folder, "train", image_size), read_set(folder, "t10k", image_size)};
}

}  // namespace gradlet::programs
