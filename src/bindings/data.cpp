#include <emscripten/bind.h>
#include <emscripten/heap.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bindings/values.h"
#include "core/error.h"
#include "data/drawing.h"
#include "data/idx.h"
#include "data/mnist.h"
#include "data/resize.h"

namespace gradlet::bindings {

using data::ImageSet;
using data::ImageSetBuilder;
using emscripten::val;

namespace {

void feed_images(ImageSetBuilder& builder, const std::string& file_name, const val& bytes) {
  builder.feed_images(file_name, bytes_of(bytes));
}

void feed_labels(ImageSetBuilder& builder, const std::string& file_name, const val& bytes) {
  builder.feed_labels(file_name, bytes_of(bytes));
}

/// Embind knows smart pointers to non-const objects; `ImageSet` has no member that changes it.
std::shared_ptr<ImageSet> image_set(const ImageSetBuilder& builder) {
  return std::make_shared<ImageSet>(*builder.set());
}

std::string idx_kind(const std::string& file_name, const val& start) {
  return data::idx_kind(file_name, bytes_of(start)) == data::IdxKind::kImages ? "images" : "labels";
}

/// `points` holds x, y and pressure of each point; `lengths` how many points each stroke has.
val rasterize(const val& points, const val& lengths, bool centre) {
  const std::vector<float> numbers = floats_of(points);
  std::vector<data::Stroke> strokes;
  std::size_t next = 0;
  for (const std::uint32_t length : emscripten::vecFromJSArray<std::uint32_t>(lengths)) {
    data::Stroke stroke;
    for (std::uint32_t i = 0; i < length && next + 2 < numbers.size(); ++i, next += 3) {
      stroke.push_back({numbers[next], numbers[next + 1], numbers[next + 2]});
    }
    strokes.push_back(std::move(stroke));
  }
  return to_uint8_array(data::rasterize(strokes, {.centre = centre}));
}

val resize_image(const val& image, int size) {
  std::vector<std::uint8_t> result(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  constexpr int from = data::kDrawingSize;
  data::Resize(from, from, size, size).apply(bytes_of(image), result);
  return to_uint8_array(result);
}

/// `index`, if that image has arrived; throws otherwise.
int arrived(const ImageSet& set, int index) {
  core::require(index >= 0 && index < set.available(), "image", "expected 0 to ",
                set.available() - 1, ", found ", index);
  return index;
}

/// Bytes of WebAssembly memory that this instance has.
double memory_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

}  // namespace

EMSCRIPTEN_BINDINGS(data) {
  using namespace emscripten;

  class_<ImageSet>("ImageSet")
      .smart_ptr<std::shared_ptr<ImageSet>>("ImageSetPointer")
      .function(
          "imageSize", +[](const ImageSet& s) { return static_cast<int>(s.image_size()); })
      .function(
          "count", +[](const ImageSet& s) { return static_cast<int>(s.count()); })
      .function(
          "available", +[](const ImageSet& s) { return static_cast<int>(s.available()); })
      .function(
          "image", +[](const ImageSet& s, int i) { return to_uint8_array(s.image(arrived(s, i))); })
      .function(
          "label",
          +[](const ImageSet& s, int i) { return static_cast<int>(s.label(arrived(s, i))); });

  class_<ImageSetBuilder>("ImageSetReader")
      .constructor(
          +[](int image_size, const std::string& images_sha256, const std::string& labels_sha256) {
            return new ImageSetBuilder(image_size, images_sha256, labels_sha256);
          },
          allow_raw_pointers())
      .function("feedImages", &feed_images)
      .function("finishImages", &ImageSetBuilder::finish_images)
      .function("feedLabels", &feed_labels)
      .function("finishLabels", &ImageSetBuilder::finish_labels)
      .function("set", &image_set);

  function("idxKind", &idx_kind);
  function("rasterize", &rasterize);
  function("resizeImage", &resize_image);
  function("memoryBytes", &memory_bytes);
}

}  // namespace gradlet::bindings
