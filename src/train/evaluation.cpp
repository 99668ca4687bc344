#include "train/evaluation.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "data/batch.h"
#include "ops/loss.h"
#include "ops/reduce.h"

namespace gradlet::train {

Evaluation::Evaluation(const nn::Module& model, std::shared_ptr<const data::ImageSet> images,
                       std::int64_t chunk_size)
    : model_(model),
      images_(std::move(images)),
      chunk_size_(chunk_size),
      chunks_((images_->count() + chunk_size - 1) / chunk_size,
              [this](std::int64_t chunk) { return compute(chunk); },
              [this](std::int64_t, Share share) {
                progress_.seen += share.seen;
                progress_.correct += share.correct;
                progress_.loss_sum += share.loss_sum;
              }) {}

EvaluationProgress Evaluation::run(ThreadPool& pool, Clock::time_point deadline) {
  progress_.done = chunks_.run(pool, deadline);
  return progress_;
}

Evaluation::Share Evaluation::compute(std::int64_t chunk) const {
  const autograd::NoGradGuard no_grad;
  const std::int64_t first = chunk * chunk_size_;
  std::vector<std::int64_t> indices(
      static_cast<std::size_t>(std::min(chunk_size_, images_->count() - first)));
  std::iota(indices.begin(), indices.end(), first);
  const data::Batch batch = data::make_batch(*images_, indices);
  const autograd::Tensor output = model_(autograd::Tensor(batch.images));  // (n, classes)
  const core::IntArray read = ops::max(output, 1).indices;
  const auto targets = batch.targets.values();
  const auto same = std::inner_product(targets.begin(), targets.end(), read.values().begin(),
                                       std::int64_t{0}, std::plus<>(), std::equal_to<>());
  const float loss_sum = ops::nll_loss(output, batch.targets, ops::Reduction::kSum).item();
  return {static_cast<std::int64_t>(indices.size()), same, loss_sum};
}

}  // namespace gradlet::train
