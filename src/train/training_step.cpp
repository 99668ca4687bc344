#include "train/training_step.h"

#include <algorithm>
#include <span>
#include <utility>

#include "autograd/graph.h"
#include "data/batch.h"
#include "ops/loss.h"

namespace gradlet::train {
namespace {

constexpr std::int64_t kSmallestChunk = 16;
constexpr std::int64_t kLargestChunk = 64;
/// 2 MiB of floats: what a chunk records stays in the second-level cache of most processors.
constexpr std::int64_t kChunkElements = 1 << 19;

std::int64_t chunk_count(std::int64_t samples, std::int64_t chunk_size) {
  return (samples + chunk_size - 1) / chunk_size;
}

}  // namespace

std::int64_t chunk_size(const nn::Module& model, const core::Shape& sample) {
  core::Shape one{1};
  for (const std::int64_t size : sample) one.push_back(size);
  const std::int64_t before = autograd::recorded_elements();
  model(autograd::Tensor(core::Array::zeros(one)));
  const std::int64_t recorded = autograd::recorded_elements() - before;
  std::int64_t size = kLargestChunk;
  while (size > kSmallestChunk && size * recorded > kChunkElements) size /= 2;
  return size;
}

TrainingStep::TrainingStep(const nn::Module& model, std::shared_ptr<const data::ImageSet> images,
                           std::span<const std::int64_t> indices, std::int64_t chunk_size,
                           const nn::ForwardContext& context)
    : model_(model),
      parameters_(model.parameters()),
      images_(std::move(images)),
      indices_(indices.begin(), indices.end()),
      chunk_size_(chunk_size),
      context_(context),
      chunks_(
          chunk_count(static_cast<std::int64_t>(indices_.size()), chunk_size),
          [this](std::int64_t chunk) { return compute(chunk); },
          [this](std::int64_t, Share share) { merge(std::move(share)); }) {}

TrainingStep::Share TrainingStep::compute(std::int64_t chunk) const {
  const std::size_t first = static_cast<std::size_t>(chunk * chunk_size_);
  const std::size_t count =
      std::min(static_cast<std::size_t>(chunk_size_), indices_.size() - first);
  const data::Batch batch = data::make_batch(*images_, std::span(indices_).subspan(first, count));
  nn::ForwardContext context = context_;
  context.first_sample = static_cast<std::int64_t>(first);
  const autograd::Tensor output = model_.forward(autograd::Tensor(batch.images), context);
  const autograd::Tensor loss = ops::nll_loss(output, batch.targets, ops::Reduction::kSum);
  // The batch's loss is the mean over all of its samples, of which this chunk holds some.
  const core::Array seed =
      core::Array::full(loss.shape(), 1.0f / static_cast<float>(indices_.size()));
  return {loss.item(), autograd::grad(loss, parameters_, seed)};
}

void TrainingStep::merge(Share share) {
  loss_sum_ += share.loss_sum;
  if (gradients_.empty()) {
    gradients_ = std::move(share.gradients);
    return;
  }
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    core::Array& sum = gradients_[i];
    if (!sum.defined()) {
      sum = std::move(share.gradients[i]);
    } else if (share.gradients[i].defined()) {
      // Two parameters of a sum may have been given the same elements.
      if (!sum.unique()) sum = sum.clone();
      core::add_to(sum, share.gradients[i]);
    }
  }
}

float TrainingStep::loss() const {
  return static_cast<float>(loss_sum_ / static_cast<double>(indices_.size()));
}

void TrainingStep::store_gradients() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (gradients_[i].defined()) parameters_[i].set_grad(std::move(gradients_[i]));
  }
}

}  // namespace gradlet::train
