#include "train/session.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/elementary.h"
#include "core/error.h"
#include "core/storage.h"
#include "data/batch.h"
#include "data/resize.h"
#include "io/model_state.h"
#include "ops/elementwise.h"

namespace gradlet::train {
namespace {

constexpr std::int64_t kMaxBatchSize = 60000;
/// Half of the 512 MB that the WebAssembly builds may have; the rest is for images, parameters and
/// what the optimizer keeps.
constexpr std::int64_t kThreadsBytes = std::int64_t{256} << 20;

const SessionOptions& checked(const SessionOptions& options) {
  core::require(options.epochs >= 0, "epochs", "expected at least 0, found ", options.epochs);
  core::require(options.batch_size >= 1 && options.batch_size <= kMaxBatchSize, "batch_size",
                "expected 1 to ", kMaxBatchSize, ", found ", options.batch_size);
  core::require(options.limit >= 0, "limit", "expected at least 0, found ", options.limit);
  return options;
}

std::int64_t class_count(const nn::Preset& preset) {
  return static_cast<std::int64_t>(preset.classes.size());
}

/// The loss where each class is given the same probability.
double guessing_loss(const nn::Preset& preset) {
  return core::log(static_cast<double>(preset.classes.size()));
}

/// A square image in the size `size`×`size`.
std::vector<std::uint8_t> resized(std::span<const std::uint8_t> image, int size) {
  const auto side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(image.size()))));
  core::require(side >= 1 && image.size() == static_cast<std::size_t>(side) * side, "predict",
                "expected a square image, found ", image.size(), " bytes");
  std::vector<std::uint8_t> result(static_cast<std::size_t>(size) * size);
  data::Resize(side, side, size, size).apply(image, result);
  return result;
}

/// The behaviour of evaluation, for as long as it lives.
class EvalGuard {
 public:
  explicit EvalGuard(nn::Module& model) : model_(model), before_(model.training()) {
    model_.eval();
  }
  ~EvalGuard() { model_.train(before_); }
  EvalGuard(const EvalGuard&) = delete;
  EvalGuard& operator=(const EvalGuard&) = delete;

 private:
  nn::Module& model_;
  bool before_;
};

}  // namespace

Session::Session(const SessionOptions& options, std::shared_ptr<ThreadPool> pool)
    : options_(checked(options)),
      preset_(nn::find_preset(options.preset)),
      generator_(options.seed),
      model_(preset_.make(generator_, options.precise)),
      optimizer_(
          optim::make_optimizer(options.optimizer, model_->parameters(), options.learning_rate)),
      scheduler_(*optimizer_, /*step_size=*/1, options.gamma),
      pool_(std::move(pool)),
      chunk_size_(train::chunk_size(*model_, sample_shape())),
      batch_(*model_, chunk_size_),
      evaluation_(*model_, class_count(preset_), chunk_size_),
      good_states_(model_->parameters(), *optimizer_, guessing_loss(preset_)) {
  set_threads(options.threads);
  // What an earlier run gave back may be of no size that this one asks for.
  core::trim_storage();
}

void Session::set_data(std::shared_ptr<const data::ImageSet> training,
                       std::shared_ptr<const data::ImageSet> validation) {
  core::require(!epoch_begun_ && step_ == 0, "session",
                "expected data before the first step, found step ", step_ + 1, " begun");
  for (const auto& set : {training, validation}) {
    core::require(set != nullptr && set->count() >= 1, "session", "expected images, found none");
    core::require(set->image_size() == input_size(), "session", "expected images of ", input_size(),
                  "×", input_size(), " pixels, found ", set->image_size());
  }
  if (options_.limit > 0) {
    training = std::make_shared<data::ImageSet>(training->limit(options_.limit));
  }
  loader_.emplace(training->count(), data::DataLoaderOptions{.batch_size = options_.batch_size,
                                                             .shuffle = options_.shuffle});
  training_ = std::move(training);
  validation_ = std::move(validation);
  evaluation_begun_ = false;
}

std::int64_t Session::steps_per_epoch() const { return loader_ ? loader_->batch_count() : 0; }

std::int64_t Session::epoch() const { return std::min(epochs_done_ + 1, options_.epochs); }

Slice Session::advance(std::chrono::microseconds budget, std::int64_t max_steps) {
  core::require(loader_.has_value(), "session", "expected data to train on, found none");
  const Clock::time_point deadline = Clock::now() + budget;
  Slice slice;
  bool epoch_ended = false;
  const auto ended = [&]() -> std::optional<Pause> {
    if (divergence_) return Pause::kDiverged;
    if (finished()) return Pause::kFinished;
    if (epoch_ended) return Pause::kEpoch;
    if (static_cast<std::int64_t>(slice.losses.size()) >= max_steps) return Pause::kSteps;
    return std::nullopt;
  };
  do {
    if (const auto reason = ended()) {
      slice.reason = *reason;
      return slice;
    }
    if (!batch_begun_ && !begin_step()) {
      slice.reason = Pause::kData;
      return slice;
    }
    if (run_step(keeps_steps_whole(budget) ? Clock::time_point::max() : deadline)) {
      slice.losses.push_back(batch_.loss());
      epoch_ended = finish_step();
    }
    // Of steps that are kept whole, so many as come nearest to the budget.
  } while (Clock::now() + (keeps_steps_whole(budget) ? step_time_ / 2 : Clock::duration(0)) <
           deadline);
  slice.reason = ended().value_or(Pause::kTime);
  return slice;
}

/// Begins the next batch; returns false when its images have not arrived.
bool Session::begin_step() {
  if (!epoch_begun_) {
    epoch_generator_ = generator_.state();
    loader_->begin_epoch(generator_);
    epoch_begun_ = true;
  }
  const auto indices = loader_->batch(step_ % steps_per_epoch());
  if (*std::max_element(indices.begin(), indices.end()) >= training_->available()) return false;
  nn::ForwardContext context;
  context.seed = options_.seed;
  context.step = static_cast<std::uint64_t>(step_);
  batch_.begin(training_, indices, context);
  batch_begun_ = true;
  batch_time_ = Clock::duration(0);
  return true;
}

/// Whether a step is finished once it is begun. Wherever one is left, threads wait for each other.
bool Session::keeps_steps_whole(Clock::duration budget) const {
  return threads_ > 1 && step_time_ <= budget;
}

/// Goes on with the batch; after an error it begins anew, with the same result.
bool Session::run_step(Clock::time_point deadline) try {
  pool_->resize(threads_);  // other sessions may have used it
  const Clock::time_point begin = Clock::now();
  const bool done = batch_.run(*pool_, deadline);
  batch_time_ += Clock::now() - begin;
  if (done) step_time_ = batch_time_;
  return done;
} catch (...) {
  batch_begun_ = false;
  throw;
}

/// Lets the optimizer make its step by the gradients of the batch; returns whether an epoch ended.
bool Session::finish_step() {
  batch_begun_ = false;
  if (!std::isfinite(batch_.loss())) {
    divergence_ = find_divergence();
    return false;
  }
  good_states_.consider(step_, step_ % steps_per_epoch() == 0, batch_.loss(), epoch_generator_);
  batch_.store_gradients(*pool_);
  optimizer_->step([this](std::int64_t count, const auto& task) { pool_->for_each(count, task); });
  optimizer_->zero_grad();
  if (++step_ % steps_per_epoch() != 0) return false;
  ++epochs_done_;
  epoch_begun_ = false;
  scheduler_.step();
  return true;
}

/// Where the loss of the batch that was done last went wrong.
Divergence Session::find_divergence() const {
  Divergence found;
  found.step = step_ + 1;
  found.loss = batch_.loss();
  if (auto parameter = first_non_finite_parameter(*model_)) {
    found.place = Divergence::Place::kParameter;
    found.name = std::move(*parameter);
  } else if (auto module = batch_.first_non_finite_output()) {
    found.place = Divergence::Place::kOutput;
    found.name = std::move(*module);
  }
  return found;
}

std::optional<LastGood> Session::last_good() const {
  const GoodStates::State* state = divergence_ ? good_states_.last() : nullptr;
  if (state == nullptr) return std::nullopt;
  return LastGood{state->step, std::min(state->learning_rate, learning_rate()) / 2};
}

void Session::restore_last_good() {
  core::require(last_good().has_value(), "session",
                "expected a run that has diverged after a good state, found none");
  const GoodStates::State& state = good_states_.restore();
  step_ = state.step;
  epochs_done_ = step_ / steps_per_epoch();
  scheduler_.set_epochs(epochs_done_);
  // Draws the order of that epoch again.
  epoch_generator_ = state.epoch_generator;
  generator_.set_state(epoch_generator_);
  loader_->begin_epoch(generator_);
  epoch_begun_ = true;
  std::erase_if(changes_, [this](const LearningRateChange& change) { return change.step > step_; });
  evaluation_begun_ = false;
  divergence_.reset();
}

void Session::begin_evaluation(std::int64_t most_misread) {
  core::require(validation_ != nullptr, "session", "expected images to evaluate on, found none");
  core::require(validation_->available() == validation_->count(), "session", "expected all of the ",
                validation_->count(), " validation images, found ", validation_->available());
  evaluation_.begin(validation_, most_misread);
  evaluation_begun_ = true;
}

EvaluationProgress Session::evaluate(std::chrono::microseconds budget) {
  core::require(evaluation_begun_, "session", "expected an evaluation that has begun");
  const EvalGuard eval(*model_);
  try {
    pool_->resize(threads_);
    return evaluation_.run(*pool_, Clock::now() + budget);
  } catch (...) {
    evaluation_begun_ = false;  // what was counted so far has gaps
    throw;
  }
}

std::vector<float> Session::predict(std::span<const std::uint8_t> image) const {
  const std::vector<std::uint8_t> input = resized(image, static_cast<int>(input_size()));
  const autograd::NoGradGuard no_grad;
  const EvalGuard eval(*model_);
  const autograd::Tensor output =
      (*model_)(autograd::Tensor(data::make_input(input, input_size())));  // log-probabilities
  const core::Array probabilities = ops::exp(output).array();
  return {probabilities.values().begin(), probabilities.values().end()};
}

void Session::load(const io::SafetensorsFile& file) {
  core::require(step_ == 0, "session", "expected to load parameters before the first step, found ",
                step_, " made");
  io::load_model(*model_, file);
  // What was computed with others is worthless.
  batch_begun_ = false;
  evaluation_begun_ = false;
}

std::vector<nn::LayerSummary> Session::summary() const {
  return nn::summarize(*model_, sample_shape());
}

void Session::set_epochs(std::int64_t epochs) {
  core::require(epochs >= epochs_done_ + (epoch_begun_ ? 1 : 0), "epochs", "expected at least ",
                epochs_done_ + (epoch_begun_ ? 1 : 0), ", which have begun, found ", epochs);
  options_.epochs = epochs;
}

void Session::set_learning_rate(double learning_rate) {
  if (learning_rate == optimizer_->learning_rate()) return;
  optimizer_->set_learning_rate(learning_rate);
  if (!changes_.empty() && changes_.back().step == step_) changes_.pop_back();
  changes_.push_back({step_, learning_rate});
}

void Session::set_threads(int threads) {
  const std::int64_t most =
      std::max<std::int64_t>(1, kThreadsBytes / chunk_bytes(*model_, sample_shape(), chunk_size_));
  const int usable = static_cast<int>(std::min<std::int64_t>(threads, most));
  pool_->resize(usable);
  threads_ = usable;
}

}  // namespace gradlet::train
