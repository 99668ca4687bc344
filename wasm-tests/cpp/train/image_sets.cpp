#include "train/image_sets.h"

#include "core/generator.h"

namespace gradlet::tests {
namespace {

void append_word(Bytes& bytes, std::uint32_t word) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(word >> shift));
  }
}

}  // namespace

ImageFiles make_image_files(std::uint32_t count, std::uint64_t seed, std::uint32_t size) {
  core::Generator generator(seed);
  ImageFiles files;
  for (const std::uint32_t word : {2051u, count, size, size}) append_word(files.images, word);
  for (const std::uint32_t word : {2049u, count}) append_word(files.labels, word);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t label = generator.random() % 8;
    files.labels.push_back(static_cast<std::uint8_t>(label));
    for (std::uint32_t pixel = 0; pixel < size * size; ++pixel) {
      const std::uint32_t noise = generator.random() % 100;
      const bool bright = pixel / size * 8 / size == label;
      files.images.push_back(static_cast<std::uint8_t>(noise + (bright ? 150 : 0)));
    }
  }
  return files;
}

std::shared_ptr<const data::ImageSet> make_image_set(std::uint32_t count, std::uint64_t seed,
                                                     std::uint32_t size) {
  const ImageFiles files = make_image_files(count, seed, size);
  data::ImageSetBuilder builder(size);
  builder.feed_labels("labels", files.labels);
  builder.feed_images("images", files.images);
  builder.finish_labels();
  builder.finish_images();
  return builder.set();
}

}  // namespace gradlet::tests
