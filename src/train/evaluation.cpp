#include "train/evaluation.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "data/batch.h"
#include "kernels/elementwise.h"
#include "ops/loss.h"
#include "ops/reduce.h"

namespace gradlet::train {

Evaluation::Evaluation(const nn::Module& model, std::int64_t classes, std::int64_t chunk_size)
    : model_(model),
      classes_(classes),
      chunk_size_(chunk_size),
      chunks_([this](std::int64_t chunk) { return compute(chunk); },
              [this](std::int64_t chunk, const Share& share) { merge(chunk, share); }) {}

void Evaluation::begin(std::shared_ptr<const data::ImageSet> images, std::int64_t most_misread) {
  images_ = std::move(images);
  most_misread_ = most_misread;
  indices_.resize(static_cast<std::size_t>(images_->count()));
  std::iota(indices_.begin(), indices_.end(), std::int64_t{0});
  progress_ = {};
  misread_.clear();
  confusion_.assign(static_cast<std::size_t>(classes_ * classes_), 0);
  chunks_.begin((images_->count() + chunk_size_ - 1) / chunk_size_);
}

EvaluationProgress Evaluation::run(ThreadPool& pool, Clock::time_point deadline) {
  progress_.done = chunks_.run(pool, deadline);
  return progress_;
}

Evaluation::Share Evaluation::compute(std::int64_t chunk) const {
  const autograd::NoGradGuard no_grad;
  const std::int64_t first = chunk * chunk_size_;
  const std::int64_t count = std::min(chunk_size_, images_->count() - first);
  const data::Batch batch =
      data::make_batch(*images_, std::span(indices_).subspan(static_cast<std::size_t>(first),
                                                             static_cast<std::size_t>(count)));
  const autograd::Tensor output = model_(autograd::Tensor(batch.images));  // (n, classes)
  return {core::contiguous(output.array()), batch.targets, ops::max(output, 1).indices,
          ops::nll_loss(output, batch.targets, ops::Reduction::kSum).item()};
}

void Evaluation::merge(std::int64_t chunk, const Share& share) {
  const std::int64_t count = share.labels.numel();
  progress_.seen += count;
  progress_.loss_sum += share.loss_sum;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t label = share.labels.data()[i], read = share.read.data()[i];
    ++confusion_[static_cast<std::size_t>(label * classes_ + read)];
    if (label == read) {
      ++progress_.correct;
    } else if (static_cast<std::int64_t>(misread_.size()) < most_misread_) {
      std::vector<float> probabilities(static_cast<std::size_t>(classes_));
      kernels::f32_map(classes_, kernels::Exp{}, share.output.data() + i * classes_,
                       probabilities.data());
      misread_.push_back({chunk * chunk_size_ + i, label, read, std::move(probabilities)});
    }
  }
}

}  // namespace gradlet::train
