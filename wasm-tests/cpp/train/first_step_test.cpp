/// The tutorial's first step, on its 512 real images, against PyTorch's numbers.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "data/idx_bytes.h"
#include "data/mnist.h"
#include "fixture.h"
#include "nn/net.h"
#include "train/training_step.h"

namespace gradlet::tests {
namespace {

constexpr std::int64_t kBatch = 512;
constexpr std::int64_t kSize = nn::Net::kInputSize;

/// The fixture's images and labels, by way of the files that the session reads.
std::shared_ptr<const data::ImageSet> first_batch() {
  Bytes images = idx_header({2051, kBatch, kSize, kSize}), labels = idx_header({2049, kBatch});
  for (const std::uint8_t byte : fixture("tutorial").u8("images")) images.push_back(byte);
  for (const std::int64_t label : fixture("tutorial").i64("labels").values()) {
    labels.push_back(static_cast<std::uint8_t>(label));
  }
  data::ImageSetBuilder builder(kSize);
  builder.feed_images("images", images);
  builder.finish_images();
  builder.feed_labels("labels", labels);
  builder.finish_labels();
  return builder.set();
}

double norm(const core::Array& array) {
  double square_sum = 0.0;
  for (const float value : core::contiguous(array).values()) square_sum += double{value} * value;
  return std::sqrt(square_sum);
}

}  // namespace

TEST_CASE("the first step has PyTorch's loss and gradients") {
  const auto images = first_batch();
  std::vector<std::int64_t> indices(kBatch);
  std::iota(indices.begin(), indices.end(), std::int64_t{0});
  for (const int seed : {0, 1, 42}) {
    for (const bool precise : {false, true}) {
      CAPTURE(seed);
      CAPTURE(precise);
      const std::string path = "seed_" + std::to_string(seed) + "/";
      core::Generator generator(static_cast<std::uint64_t>(seed));
      const nn::Net net(generator, precise);
      train::TrainingStep step(net, train::chunk_size(net, {1, kSize, kSize}));
      step.begin(images, indices, {});
      train::ThreadPool pool;
      CHECK(step.run(pool, train::Clock::time_point::max()));
      // A mean of 512 terms, each good to some roundings of numbers around 2.3.
      CHECK(std::abs(step.loss() - fixture("tutorial").f64(path + "losses_double")[0]) <= 1e-6);
      step.store_gradients(pool);
      for (const auto& [name, parameter] : net.named_parameters()) {
        CAPTURE(name);
        // PyTorch's in double, to what is promised; the norm of the whole error is below 6e-7.
        const double expected = fixture("tutorial").f64(path + "gradient_norms/" + name)[0];
        CHECK(std::abs(norm(parameter.grad()) - expected) <= 1e-5 * expected);
      }
    }
  }
}

}  // namespace gradlet::tests
