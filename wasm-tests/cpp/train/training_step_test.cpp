#include "train/training_step.h"

#include <doctest/doctest.h>

#include <numeric>
#include <span>
#include <vector>

#include "autograd/graph.h"
#include "data/batch.h"
#include "nn/net.h"
#include "ops/loss.h"
#include "train/image_sets.h"
#include "train/thread_pool.h"
#include "train/threads.h"

namespace gradlet::tests {
namespace {

using core::Array;

constexpr std::int64_t kChunk = 16;

/// What a step is to give: each chunk's share of the mean, added in the chunks' order.
std::vector<Array> summed_gradients(const nn::Net& net, const data::ImageSet& images,
                                    std::span<const std::int64_t> indices) {
  const std::vector<autograd::Tensor> parameters = net.parameters();
  const Array seed = Array::full({}, 1.0f / static_cast<float>(indices.size()));
  std::vector<Array> sums;
  for (std::size_t begin = 0; begin < indices.size(); begin += kChunk) {
    const auto count = std::min<std::size_t>(kChunk, indices.size() - begin);
    const data::Batch batch = data::make_batch(images, indices.subspan(begin, count));
    const autograd::Tensor output = net(autograd::Tensor(batch.images));
    const autograd::Tensor loss = ops::nll_loss(output, batch.targets, ops::Reduction::kSum);
    const std::vector<Array> gradients = autograd::grad(loss, parameters, seed);
    if (sums.empty()) {
      for (const Array& gradient : gradients) sums.push_back(gradient.clone());
      continue;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
      float* const sum = sums[i].mutable_data();
      for (std::int64_t k = 0; k < sums[i].numel(); ++k) sum[k] += gradients[i].data()[k];
    }
  }
  return sums;
}

}  // namespace

TEST_CASE("a batch's gradients are its chunks', added in their order, however many there are") {
  const auto images = make_image_set(400);
  core::Generator generator(1);
  const nn::Net net(generator, false);
  train::ThreadPool pool;
  for (const int threads : {1, kThreads}) {
    pool.resize(threads);
    train::TrainingStep step(net, kChunk);
    // One chunk; as many as are added together at the end; several times as many, and a part.
    for (const std::int64_t samples : {kChunk, 8 * kChunk, 23 * kChunk + 3}) {
      CAPTURE(threads);
      CAPTURE(samples);
      std::vector<std::int64_t> indices(static_cast<std::size_t>(samples));
      std::iota(indices.begin(), indices.end(), std::int64_t{0});
      step.begin(images, indices, {});
      CHECK(step.run(pool, train::Clock::time_point::max()));
      step.store_gradients(pool);
      const std::vector<Array> expected = summed_gradients(net, *images, indices);
      const auto parameters = net.parameters();
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::span<const float> found = parameters[i].grad().values();
        const std::span<const float> wanted = expected[i].values();
        CHECK(std::equal(found.begin(), found.end(), wanted.begin(), wanted.end()));
      }
    }
  }
}

}  // namespace gradlet::tests
