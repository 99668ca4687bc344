#include "train/training_step.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "autograd/graph.h"
#include "data/batch.h"
#include "kernels/elementwise.h"
#include "nn/summary.h"
#include "ops/loss.h"
#include "train/divergence.h"

namespace gradlet::train {
namespace {

constexpr std::int64_t kSmallestChunk = 16;
constexpr std::int64_t kLargestChunk = 64;
/// 2 MiB of floats: what a chunk records stays in the second-level cache of most processors.
constexpr std::int64_t kChunkElements = 1 << 19;

/// Elements that the forward pass of one sample of the shape `sample` records.
std::int64_t recorded_by(const nn::Module& model, const core::Shape& sample) {
  const std::int64_t before = autograd::recorded_elements();
  model(nn::zero_sample(sample));
  return autograd::recorded_elements() - before;
}

/// sum += addend, both contiguous and of one shape.
void add(core::Array& sum, const core::Array& addend) {
  // Two parameters of a sum may have been given the same elements.
  if (!sum.unique()) sum = sum.clone();
  kernels::f32_map2(sum.numel(), kernels::Add{}, sum.data(), addend.data(), sum.mutable_data());
}

}  // namespace

std::int64_t chunk_size(const nn::Module& model, const core::Shape& sample) {
  const std::int64_t recorded = recorded_by(model, sample);
  std::int64_t size = kLargestChunk;
  while (size > kSmallestChunk && size * recorded > kChunkElements) size /= 2;
  return size;
}

std::int64_t chunk_bytes(const nn::Module& model, const core::Shape& sample,
                         std::int64_t chunk_size) {
  std::int64_t elements = 3 * chunk_size * recorded_by(model, sample);
  for (const autograd::Tensor& parameter : model.parameters()) elements += 2 * parameter.numel();
  return elements * static_cast<std::int64_t>(sizeof(float));
}

TrainingStep::TrainingStep(const nn::Module& model, std::int64_t chunk_size)
    : model_(model),
      parameters_(model.parameters()),
      chunk_size_(chunk_size),
      chunks_([this](std::int64_t chunk) { return compute(chunk); },
              [this](std::int64_t chunk, Share share) { merge(chunk, std::move(share)); }) {}

void TrainingStep::begin(std::shared_ptr<const data::ImageSet> images,
                         std::span<const std::int64_t> indices, const nn::ForwardContext& context) {
  images_ = std::move(images);
  indices_.assign(indices.begin(), indices.end());
  context_ = context;
  loss_sum_ = 0.0;
  gradients_.assign(parameters_.size(), core::Array());
  first_non_finite_chunk_.reset();
  const auto samples = static_cast<std::int64_t>(indices_.size());
  chunks_.begin((samples + chunk_size_ - 1) / chunk_size_);
}

std::span<const std::int64_t> TrainingStep::chunk_indices(std::int64_t chunk) const {
  const auto rest = std::span(indices_).subspan(static_cast<std::size_t>(chunk) *
                                                static_cast<std::size_t>(chunk_size_));
  return rest.first(std::min(rest.size(), static_cast<std::size_t>(chunk_size_)));
}

nn::ForwardContext TrainingStep::chunk_context(std::int64_t chunk) const {
  nn::ForwardContext context = context_;
  context.first_sample = chunk * chunk_size_;
  return context;
}

TrainingStep::Share TrainingStep::compute(std::int64_t chunk) const {
  const data::Batch batch = data::make_batch(*images_, chunk_indices(chunk));
  nn::ForwardContext context = chunk_context(chunk);
  const autograd::Tensor output = model_(autograd::Tensor(batch.images), context);
  const autograd::Tensor loss = ops::nll_loss(output, batch.targets, ops::Reduction::kSum);
  // The batch's loss is the mean over all of its samples, of which this chunk holds some.
  const core::Array seed =
      core::Array::full(loss.shape(), 1.0f / static_cast<float>(indices_.size()));
  return {loss.item(), autograd::grad(loss, parameters_, seed)};
}

void TrainingStep::merge(std::int64_t chunk, Share share) {
  loss_sum_ += share.loss_sum;
  if (!std::isfinite(share.loss_sum) && !first_non_finite_chunk_) first_non_finite_chunk_ = chunk;
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    if (!gradients_[i].defined()) {
      gradients_[i] = std::move(share.gradients[i]);
    } else if (share.gradients[i].defined()) {
      add(gradients_[i], share.gradients[i]);
    }
  }
}

float TrainingStep::loss() const {
  return static_cast<float>(loss_sum_ / static_cast<double>(indices_.size()));
}

void TrainingStep::store_gradients() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (gradients_[i].defined()) {
      parameters_[i].set_grad(std::exchange(gradients_[i], core::Array()));
    }
  }
}

std::optional<std::string> TrainingStep::first_non_finite_output() const {
  if (!first_non_finite_chunk_) return std::nullopt;
  std::optional<std::string> found;
  const nn::ForwardHook note = [&](const nn::Module& module, const autograd::Tensor& output) {
    if (!found && !all_finite(output.array())) found = nn::full_name(model_, module);
  };
  nn::ForwardContext context = chunk_context(*first_non_finite_chunk_);
  context.hook = &note;
  const data::Batch batch = data::make_batch(*images_, chunk_indices(*first_non_finite_chunk_));
  const autograd::NoGradGuard no_grad;
  model_(autograd::Tensor(batch.images), context);
  return found;
}

}  // namespace gradlet::train
