#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/generator.h"
#include "data/data_loader.h"
#include "data/mnist.h"
#include "io/safetensors.h"
#include "nn/module.h"
#include "nn/presets.h"
#include "nn/summary.h"
#include "optim/factory.h"
#include "optim/optimizer.h"
#include "optim/step_lr.h"
#include "train/divergence.h"
#include "train/evaluation.h"
#include "train/good_states.h"
#include "train/ordered_chunks.h"
#include "train/thread_pool.h"
#include "train/training_step.h"

namespace gradlet::train {

/// The options of a run; the defaults are PyTorch's tutorial on handwritten digits.
struct SessionOptions {
  /// Key of the network and of the size of its images; see `nn::presets`.
  std::string preset = "tutorial";
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
  /// Those that compute; results do not depend on it. See `Session::threads`.
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

/// That the learning rate was set by hand: from the step after `step` on.
struct LearningRateChange {
  std::int64_t step;
  double learning_rate;
};

/// Where a run that has diverged can go on.
struct LastGood {
  /// Finished steps.
  std::int64_t step;
  /// Half of the learning rate there, or of that with which it diverged if that is smaller: what to
  /// go on with.
  double learning_rate;
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
  /// Makes the preset's network with the initial parameters of the seed. Throws for options that
  /// cannot be used. Computes on `pool`, which other sessions may use in turn.
  explicit Session(const SessionOptions& options,
                   std::shared_ptr<ThreadPool> pool = std::make_shared<ThreadPool>());

  /// Takes the data: before the first step, and still arriving if need be.
  void set_data(std::shared_ptr<const data::ImageSet> training,
                std::shared_ptr<const data::ImageSet> validation);

  /// Trains until `budget` is spent, `max_steps` steps are finished, an epoch has ended or there is
  /// nothing to do. Computes whole chunks, at least one; with several threads whole steps, where
  /// one takes no longer than `budget`, and so up to half of one more or less. Throws when no data
  /// has been set.
  Slice advance(std::chrono::microseconds budget, std::int64_t max_steps);

  /// Begins anew to measure the model on the validation images, at any time after they have
  /// arrived. Keeps the first `most_misread` of those misread.
  void begin_evaluation(std::int64_t most_misread = 0);
  /// Goes on measuring until all images are done or `budget` is spent. With a training step in
  /// between, it measures several states of the model.
  EvaluationProgress evaluate(std::chrono::microseconds budget);
  /// What the newest evaluation found so far.
  const std::vector<Misread>& misread() const { return evaluation_.misread(); }
  std::span<const std::int64_t> confusion() const { return evaluation_.confusion(); }

  /// The probabilities of each class for one square image, by the parameters after the newest
  /// finished step. An image that is larger or smaller than `input_size()` is resized as those of a
  /// data set are.
  std::vector<float> predict(std::span<const std::uint8_t> image) const;

  /// Gives the model the parameters of `file`; before the first step only. See `io::load_model`.
  void load(const io::SafetensorsFile& file);

  /// Where the loss became NaN or infinite, while the newest step's is.
  const std::optional<Divergence>& divergence() const { return divergence_; }
  /// Where a run that has diverged can go back to; absent if it has not, or nowhere.
  std::optional<LastGood> last_good() const;
  /// Goes back there: parameters, optimizer, learning rate, order of the images, numbers of steps
  /// and epochs. Going on from there is what the run would have done, had the learning rate been
  /// set then to what it is set to now. Throws if there is no such state.
  void restore_last_good();

  /// Height and width of the images that the model reads.
  std::int64_t input_size() const { return preset_.input_size; }
  /// Names of the classes, in the order of their probabilities.
  std::span<const std::string_view> class_names() const { return preset_.classes; }
  /// The layers of the model, as an image passes through them.
  std::vector<nn::LayerSummary> summary() const;
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
  /// From the next finished step on; the change is recorded. Throws unless it is finite and not
  /// negative.
  void set_learning_rate(double learning_rate);
  /// Those that led to the present state, in their order. With them a run can be repeated.
  const std::vector<LearningRateChange>& learning_rate_changes() const { return changes_; }
  /// How many threads compute: those asked for, or as many as have room for their part of a batch
  /// in half of the memory that a WebAssembly module may have here.
  int threads() const { return threads_; }
  /// From the next call on. Throws if the system does not give so many; all stays as it was then.
  void set_threads(int threads);

  const nn::Module& model() const { return *model_; }

 private:
  core::Shape sample_shape() const { return {1, input_size(), input_size()}; }
  bool begin_step();
  bool keeps_steps_whole(Clock::duration budget) const;
  bool run_step(Clock::time_point deadline);
  bool finish_step();
  Divergence find_divergence() const;

  SessionOptions options_;
  const nn::Preset& preset_;
  core::Generator generator_;
  std::shared_ptr<nn::Module> model_;
  std::unique_ptr<optim::Optimizer> optimizer_;
  optim::StepLR scheduler_;
  std::shared_ptr<const data::ImageSet> training_;
  std::shared_ptr<const data::ImageSet> validation_;
  std::shared_ptr<ThreadPool> pool_;
  std::optional<data::DataLoader> loader_;
  /// The generator before the epoch under way drew its order.
  core::Generator::State epoch_generator_;
  bool epoch_begun_ = false;
  std::int64_t chunk_size_;
  int threads_ = 1;
  TrainingStep batch_;
  bool batch_begun_ = false;
  /// What the batch under way has taken so far, and what the newest finished step took.
  Clock::duration batch_time_{};
  Clock::duration step_time_ = Clock::duration::max();
  Evaluation evaluation_;
  bool evaluation_begun_ = false;
  std::int64_t step_ = 0;
  std::int64_t epochs_done_ = 0;
  GoodStates good_states_;
  std::optional<Divergence> divergence_;
  std::vector<LearningRateChange> changes_;
};

}  // namespace gradlet::train
