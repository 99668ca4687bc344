#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/mnist.h"
#include "nn/module.h"
#include "train/ordered_chunks.h"
#include "train/thread_pool.h"

namespace gradlet::train {

/// How many samples of the shape `sample` (C, H, W) go through `model` at a time, 16 to 64: as many
/// as keep what their forward pass records within 2 MiB, a power of two. Depends on nothing else.
std::int64_t chunk_size(const nn::Module& model, const core::Shape& sample);

/// Forward and backward of one batch, chunk by chunk on a pool of threads: the mean loss and its
/// gradients. The parameters are read only, until `store_gradients`.
class TrainingStep {
 public:
  /// The batch of the images `indices` of `images`, through `model`. `context` names seed and step.
  TrainingStep(const nn::Module& model, std::shared_ptr<const data::ImageSet> images,
               std::span<const std::int64_t> indices, std::int64_t chunk_size,
               const nn::ForwardContext& context);

  /// Goes on until the batch is done or `deadline` is past; returns whether it is done.
  bool run(ThreadPool& pool, Clock::time_point deadline) { return chunks_.run(pool, deadline); }

  /// The mean loss over the batch, once done.
  float loss() const;

  /// Sets the gradients of the model's parameters, once done.
  void store_gradients();

 private:
  /// What a chunk adds to the batch.
  struct Share {
    float loss_sum;
    std::vector<core::Array> gradients;  // of the batch's mean loss, as the parameters
  };

  Share compute(std::int64_t chunk) const;
  void merge(Share share);

  const nn::Module& model_;
  std::vector<autograd::Tensor> parameters_;
  std::shared_ptr<const data::ImageSet> images_;
  std::vector<std::int64_t> indices_;
  std::int64_t chunk_size_;
  nn::ForwardContext context_;
  double loss_sum_ = 0.0;
  std::vector<core::Array> gradients_;
  OrderedChunks<Share> chunks_;
};

}  // namespace gradlet::train
