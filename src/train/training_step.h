#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/for_each.h"
#include "data/mnist.h"
#include "nn/module.h"
#include "train/ordered_chunks.h"
#include "train/thread_pool.h"

namespace gradlet::train {

/// How many samples of the shape `sample` (C, H, W) go through `model` at a time, 16 to 64: as many
/// as keep what their forward pass records within 2 MiB, a power of two. Depends on nothing else.
std::int64_t chunk_size(const nn::Module& model, const core::Shape& sample);

/// About how many bytes a thread needs to compute a chunk of so many samples: three times what the
/// forward pass records (its results, their gradients, what convolutions keep and use besides), and
/// the gradients of the parameters twice, for those that wait to be added.
std::int64_t chunk_bytes(const nn::Module& model, const core::Shape& sample,
                         std::int64_t chunk_size);

/// Forward and backward of one batch after the other, chunk by chunk on a pool of threads: the mean
/// loss and its gradients. The parameters are read only, until `store_gradients`.
///
/// Memory does not grow with the batch, but for the list of its images and the gradients of the
/// first few chunks, which wait to be added.
class TrainingStep {
 public:
  /// `model` must outlive it.
  TrainingStep(const nn::Module& model, std::int64_t chunk_size);

  /// Begins the batch of the images `indices` of `images`, at least one, in place of any other.
  /// `context` names seed and step.
  void begin(std::shared_ptr<const data::ImageSet> images, std::span<const std::int64_t> indices,
             const nn::ForwardContext& context);

  /// Goes on until the batch is done or `deadline` is past; returns whether it is done.
  bool run(ThreadPool& pool, Clock::time_point deadline) { return chunks_.run(pool, deadline); }

  /// The mean loss over the batch, once done.
  float loss() const;

  /// Hands the gradients to the model's parameters, once done.
  void store_gradients(ThreadPool& pool);

  /// Once done with a loss that is not finite: the name of the first module, in the order of the
  /// forward pass, whose result is not finite either ("" for the model itself), in the first chunk
  /// that has such a loss; absent when the loss alone is not. Computes that chunk again.
  std::optional<std::string> first_non_finite_output() const;

 private:
  /// What a chunk adds to the batch.
  struct Share {
    float loss_sum;
    std::vector<core::Array> gradients;  // of the batch's mean loss, as the parameters
  };

  /// Some elements of the parameter number `parameter`.
  struct Piece {
    std::size_t parameter;
    std::int64_t begin, count;
  };

  /// Of the batch.
  std::int64_t chunk_count() const;
  /// The indices of a chunk's images.
  std::span<const std::int64_t> chunk_indices(std::int64_t chunk) const;
  nn::ForwardContext chunk_context(std::int64_t chunk) const;
  Share compute(std::int64_t chunk) const;
  void merge(std::int64_t chunk, Share share);
  /// Adds what was gathered, in the chunks' order, which leaves one.
  void add_up(const core::ForEach& for_each);

  const nn::Module& model_;
  std::vector<autograd::Tensor> parameters_;
  std::int64_t chunk_size_;
  std::shared_ptr<const data::ImageSet> images_;
  std::vector<std::int64_t> indices_;
  nn::ForwardContext context_;
  double loss_sum_ = 0.0;
  /// Gradients of chunks: of the first ones their sum, then of one chunk each.
  std::vector<std::vector<core::Array>> gathered_;
  std::size_t most_gathered_ = 0;
  /// All that there is to add up.
  std::vector<Piece> pieces_;
  std::optional<std::int64_t> first_non_finite_chunk_;
  OrderedChunks<Share> chunks_;
};

}  // namespace gradlet::train
