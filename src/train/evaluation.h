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

struct EvaluationProgress {
  bool done = false;
  /// Images read so far, and how many of them rightly.
  std::int64_t seen = 0;
  std::int64_t correct = 0;
  /// Sum of their losses.
  double loss_sum = 0.0;
};

/// An image that was not read as what it is.
struct Misread {
  std::int64_t index;
  std::int64_t label;
  std::int64_t read;
  /// Of each class.
  std::vector<float> probabilities;
};

/// Reads images without learning from them, and counts.
class Evaluation {
 public:
  /// By `model`, which must outlive it, as it is while `run` runs; its results are
  /// log-probabilities of so many classes.
  Evaluation(const nn::Module& model, std::int64_t classes, std::int64_t chunk_size);

  /// Begins anew with all of `images`, which must have arrived. Keeps the first `most_misread` of
  /// those misread.
  void begin(std::shared_ptr<const data::ImageSet> images, std::int64_t most_misread);

  /// Goes on until all is read or `deadline` is past.
  EvaluationProgress run(ThreadPool& pool, Clock::time_point deadline);

  /// In the order of the images; how many there were in all is told by the progress.
  const std::vector<Misread>& misread() const { return misread_; }

  /// How often an image of class `label` was read as `read`, at label · classes + read.
  std::span<const std::int64_t> confusion() const { return confusion_; }

 private:
  struct Share {
    core::Array output;     // (n, classes)
    core::IntArray labels;  // (n)
    core::IntArray read;    // (n)
    float loss_sum;
  };

  Share compute(std::int64_t chunk) const;
  void merge(std::int64_t chunk, const Share& share);

  const nn::Module& model_;
  std::int64_t classes_;
  std::int64_t chunk_size_;
  std::int64_t most_misread_ = 0;
  std::shared_ptr<const data::ImageSet> images_;
  std::vector<std::int64_t> indices_;
  EvaluationProgress progress_;
  std::vector<Misread> misread_;
  std::vector<std::int64_t> confusion_;
  OrderedChunks<Share> chunks_;
};

}  // namespace gradlet::train
