#pragma once

#include <cstdint>
#include <memory>

#include "data/mnist.h"
#include "nn/module.h"
#include "train/ordered_chunks.h"
#include "train/thread_pool.h"

namespace gradlet::train {

struct EvaluationProgress {
  bool done = false;
  /// Images read so far, and how many of them rightly.
  std::int64_t seen = 0;
  std::int64_t correct = 0;
  /// Sum of their losses.
  double loss_sum = 0.0;
};

/// Reads images without learning from them, and counts.
class Evaluation {
 public:
  /// All of `images`, which must have arrived, by `model` as it is while `run` runs.
  Evaluation(const nn::Module& model, std::shared_ptr<const data::ImageSet> images,
             std::int64_t chunk_size);

  /// Goes on until all is read or `deadline` is past.
  EvaluationProgress run(ThreadPool& pool, Clock::time_point deadline);

 private:
  struct Share {
    std::int64_t seen;
    std::int64_t correct;
    double loss_sum;
  };

  Share compute(std::int64_t chunk) const;

  const nn::Module& model_;
  std::shared_ptr<const data::ImageSet> images_;
  std::int64_t chunk_size_;
  EvaluationProgress progress_;
  OrderedChunks<Share> chunks_;
};

}  // namespace gradlet::train
