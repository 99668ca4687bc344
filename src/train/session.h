#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/generator.h"
#include "data/data_loader.h"
#include "data/mnist.h"
#include "nn/module.h"
#include "optim/factory.h"
#include "optim/optimizer.h"
#include "optim/step_lr.h"
#include "train/evaluation.h"
#include "train/ordered_chunks.h"
#include "train/thread_pool.h"
#include "train/training_step.h"

namespace gradlet::train {

/// The options of a run; the defaults are PyTorch's tutorial on handwritten digits.
struct SessionOptions {
  /// `torch.manual_seed`; only the low 32 bits matter.
  std::uint64_t seed = 0;
  std::int64_t epochs = 1;
  std::int64_t batch_size = 512;
  optim::Kind optimizer = optim::Kind::kAdadelta;
  double learning_rate = 1.0;
  /// The learning rate's factor after each epoch.
  double gamma = 1.0;
  /// Whether each epoch takes the images in a new order.
  bool shuffle = false;
  /// Train on the first so many images; 0 means all.
  std::int64_t limit = 0;
  /// Results do not depend on it.
  int threads = 1;
  /// No Winograd: the plain sums, closer to PyTorch's in the last bits.
  bool precise = false;
};

/// Why `Session::advance` returned.
enum class Pause {
  kTime,      ///< the time given was over
  kSteps,     ///< as many steps as asked for were finished
  kEpoch,     ///< an epoch ended
  kFinished,  ///< the last epoch ended, or had ended before
  kData,      ///< the images of the next batch have not arrived
  kDiverged,  ///< the newest loss is NaN or infinite; the parameters are those from before its step
};

struct Slice {
  Pause reason = Pause::kTime;
  /// The losses of the steps finished in this call, each of its batch before the step.
  std::vector<float> losses;
};

/// A training run: model, optimizer, scheduler, data and generator, driven in slices of time.
///
/// Each batch is cut into chunks by a rule that knows the batch and the model only; their gradients
/// are added in a fixed order. So neither the number of threads, nor the length of the slices, nor
/// predictions and evaluations in between change a bit of the result.
class Session {
 public:
  /// Makes the tutorial's network with the initial parameters of the seed. Throws for options that
  /// cannot be used. Computes on `pool`, which other sessions may use in turn.
  explicit Session(const SessionOptions& options,
                   std::shared_ptr<ThreadPool> pool = std::make_shared<ThreadPool>());

  /// Takes the data: before the first step, and still arriving if need be.
  void set_data(std::shared_ptr<const data::ImageSet> training,
                std::shared_ptr<const data::ImageSet> validation);

  /// Trains until `budget` is spent (whole chunks, at least one), `max_steps` steps are finished,
  /// an epoch has ended or there is nothing to do. Throws when no data has been set.
  Slice advance(std::chrono::microseconds budget, std::int64_t max_steps);

  /// Begins anew to measure the model on the validation images.
  void begin_evaluation();
  /// Goes on measuring until all images are done or `budget` is spent.
  EvaluationProgress evaluate(std::chrono::microseconds budget);

  /// The probabilities of each class for one image of `input_size()`² bytes, by the parameters
  /// after the newest finished step.
  std::vector<float> predict(std::span<const std::uint8_t> image) const;

  /// Height and width of the images that the model reads.
  std::int64_t input_size() const;
  std::int64_t steps_per_epoch() const;
  std::int64_t total_steps() const { return steps_per_epoch() * options_.epochs; }
  /// Finished steps.
  std::int64_t step() const { return step_; }
  /// The epoch under way, from 1; the last one when finished.
  std::int64_t epoch() const;
  bool finished() const { return epochs_done_ >= options_.epochs; }
  double learning_rate() const { return optimizer_->learning_rate(); }

  /// Throws unless it is at least the number of epochs begun.
  void set_epochs(std::int64_t epochs);
  void set_learning_rate(double learning_rate);
  void set_threads(int threads);

  const nn::Module& model() const { return *model_; }

 private:
  bool begin_step();
  bool run_step(Clock::time_point deadline);
  bool finish_step();

  SessionOptions options_;
  core::Generator generator_;
  std::shared_ptr<nn::Module> model_;
  std::unique_ptr<optim::Optimizer> optimizer_;
  std::unique_ptr<optim::StepLR> scheduler_;
  std::int64_t chunk_size_ = 0;
  std::shared_ptr<const data::ImageSet> training_;
  std::shared_ptr<const data::ImageSet> validation_;
  std::shared_ptr<ThreadPool> pool_;
  std::optional<data::DataLoader> loader_;
  bool epoch_begun_ = false;
  std::unique_ptr<TrainingStep> current_;
  std::unique_ptr<Evaluation> evaluation_;
  std::int64_t step_ = 0;
  std::int64_t epochs_done_ = 0;
  bool diverged_ = false;
};

}  // namespace gradlet::train
