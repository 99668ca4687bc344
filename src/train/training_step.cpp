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

/// So many chunks' gradients, or so many bytes, wait for the batch's end, where all threads add
/// them at once; those of a larger batch are added on the way, by one thread.
constexpr std::int64_t kMostGathered = 8;
constexpr std::int64_t kGatheredBytes = std::int64_t{20} << 20;

/// So many elements are added at a time: few enough to stay in a processor's nearest cache.
constexpr std::int64_t kPiece = 4096;

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
              [this](std::int64_t chunk, Share share) { merge(chunk, std::move(share)); }) {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const std::int64_t elements = parameters_[i].numel();
    bytes += elements * static_cast<std::int64_t>(sizeof(float));
    for (std::int64_t begin = 0; begin < elements; begin += kPiece) {
      pieces_.push_back({i, begin, std::min(kPiece, elements - begin)});
    }
  }
  most_gathered_ = static_cast<std::size_t>(std::clamp<std::int64_t>(
      kGatheredBytes / std::max<std::int64_t>(bytes, 1), 2, kMostGathered));
}

void TrainingStep::begin(std::shared_ptr<const data::ImageSet> images,
                         std::span<const std::int64_t> indices, const nn::ForwardContext& context) {
  images_ = std::move(images);
  indices_.assign(indices.begin(), indices.end());
  context_ = context;
  loss_sum_ = 0.0;
  gathered_.clear();
  first_non_finite_chunk_.reset();
  chunks_.begin(chunk_count());
}

std::int64_t TrainingStep::chunk_count() const {
  const auto samples = static_cast<std::int64_t>(indices_.size());
  return (samples + chunk_size_ - 1) / chunk_size_;
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
  gathered_.push_back(std::move(share.gradients));
  if (gathered_.size() == most_gathered_ && chunk + 1 < chunk_count()) add_up(core::one_by_one);
}

void TrainingStep::add_up(const core::ForEach& for_each) {
  std::vector<core::Array>& sums = gathered_.front();
  std::vector<float*> totals(sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    // Not every chunk need have a gradient of every parameter.
    for (std::size_t k = 1; k < gathered_.size() && !sums[i].defined(); ++k) {
      sums[i] = std::exchange(gathered_[k][i], core::Array());
    }
    if (!sums[i].defined()) continue;
    // Two parameters of a sum may have been given the same elements.
    if (!sums[i].unique()) sums[i] = sums[i].clone();
    totals[i] = sums[i].mutable_data();
  }
  for_each(static_cast<std::int64_t>(pieces_.size()), [&](std::int64_t number) {
    const auto& [parameter, begin, count] = pieces_[static_cast<std::size_t>(number)];
    float* const total = totals[parameter];
    for (std::size_t k = 1; k < gathered_.size(); ++k) {
      const core::Array& addend = gathered_[k][parameter];
      if (!addend.defined()) continue;
      kernels::f32_map2(count, kernels::Add{}, total + begin, addend.data() + begin, total + begin);
    }
  });
  gathered_.resize(1);
}

float TrainingStep::loss() const {
  return static_cast<float>(loss_sum_ / static_cast<double>(indices_.size()));
}

void TrainingStep::store_gradients(ThreadPool& pool) {
  add_up([&pool](std::int64_t count, const auto& task) { pool.for_each(count, task); });
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    core::Array& gradient = gathered_.front()[i];
    if (gradient.defined()) parameters_[i].set_grad(std::move(gradient));
  }
  gathered_.clear();
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
