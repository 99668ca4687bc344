#include "train/session.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "data/batch.h"
#include "nn/net.h"
#include "ops/elementwise.h"

namespace gradlet::train {
namespace {

constexpr std::int64_t kMaxBatchSize = 60000;
constexpr std::int64_t kEvaluationChunk = 64;

void check(const SessionOptions& options) {
  core::require(options.epochs >= 0, "epochs", "expected at least 0, found ", options.epochs);
  core::require(options.batch_size >= 1 && options.batch_size <= kMaxBatchSize, "batch_size",
                "expected 1 to ", kMaxBatchSize, ", found ", options.batch_size);
  core::require(options.limit >= 0, "limit", "expected at least 0, found ", options.limit);
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
    : options_(options), generator_(options.seed), pool_(std::move(pool)) {
  check(options);
  model_ = std::make_shared<nn::Net>(generator_, options.precise);
  optimizer_ =
      optim::make_optimizer(options.optimizer, model_->parameters(), options.learning_rate);
  scheduler_ = std::make_unique<optim::StepLR>(*optimizer_, /*step_size=*/1, options.gamma);
  chunk_size_ = train::chunk_size(*model_, {1, input_size(), input_size()});
  pool_->resize(options.threads);
}

std::int64_t Session::input_size() const { return nn::Net::kInputSize; }

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
  evaluation_.reset();
}

std::int64_t Session::steps_per_epoch() const { return loader_ ? loader_->batch_count() : 0; }

std::int64_t Session::epoch() const { return std::min(epochs_done_ + 1, options_.epochs); }

Slice Session::advance(std::chrono::microseconds budget, std::int64_t max_steps) {
  core::require(loader_.has_value(), "session", "expected data to train on, found none");
  const Clock::time_point deadline = Clock::now() + budget;
  Slice slice;
  bool epoch_ended = false;
  const auto ended = [&]() -> std::optional<Pause> {
    if (diverged_) return Pause::kDiverged;
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
    if (!current_ && !begin_step()) {
      slice.reason = Pause::kData;
      return slice;
    }
    if (run_step(deadline)) {
      slice.losses.push_back(current_->loss());
      epoch_ended = finish_step();
    }
  } while (Clock::now() < deadline);
  slice.reason = ended().value_or(Pause::kTime);
  return slice;
}

/// Begins the next batch; returns false when its images have not arrived.
bool Session::begin_step() {
  if (!epoch_begun_) {
    loader_->begin_epoch(generator_);
    epoch_begun_ = true;
  }
  const auto indices = loader_->batch(step_ % steps_per_epoch());
  if (*std::max_element(indices.begin(), indices.end()) >= training_->available()) return false;
  nn::ForwardContext context;
  context.seed = options_.seed;
  context.step = static_cast<std::uint64_t>(step_);
  current_ = std::make_unique<TrainingStep>(*model_, training_, indices, chunk_size_, context);
  return true;
}

/// Goes on with the batch; after an error it begins anew, with the same result.
bool Session::run_step(Clock::time_point deadline) try {
  return current_->run(*pool_, deadline);
} catch (...) {
  current_.reset();
  throw;
}

/// Lets the optimizer make its step by the gradients of the batch; returns whether an epoch ended.
bool Session::finish_step() {
  diverged_ = !std::isfinite(current_->loss());
  if (diverged_) {
    current_.reset();
    return false;
  }
  current_->store_gradients();
  current_.reset();
  optimizer_->step();
  model_->zero_grad();
  if (++step_ % steps_per_epoch() != 0) return false;
  ++epochs_done_;
  epoch_begun_ = false;
  scheduler_->step();
  return true;
}

void Session::begin_evaluation() {
  core::require(validation_ != nullptr, "session", "expected images to evaluate on, found none");
  core::require(validation_->available() == validation_->count(), "session", "expected all of the ",
                validation_->count(), " validation images, found ", validation_->available());
  evaluation_ = std::make_unique<Evaluation>(*model_, validation_, kEvaluationChunk);
}

EvaluationProgress Session::evaluate(std::chrono::microseconds budget) {
  core::require(evaluation_ != nullptr, "session", "expected an evaluation that has begun");
  const EvalGuard eval(*model_);
  try {
    return evaluation_->run(*pool_, Clock::now() + budget);
  } catch (...) {
    evaluation_.reset();  // what was counted so far has gaps
    throw;
  }
}

std::vector<float> Session::predict(std::span<const std::uint8_t> image) const {
  const autograd::NoGradGuard no_grad;
  const EvalGuard eval(*model_);
  const autograd::Tensor output =
      (*model_)(autograd::Tensor(data::make_input(image, input_size())));  // log-probabilities
  const core::Array probabilities = ops::exp(output).array();
  return {probabilities.values().begin(), probabilities.values().end()};
}

void Session::set_epochs(std::int64_t epochs) {
  core::require(epochs >= epochs_done_ + (epoch_begun_ ? 1 : 0), "epochs", "expected at least ",
                epochs_done_ + (epoch_begun_ ? 1 : 0), ", which have begun, found ", epochs);
  options_.epochs = epochs;
}

void Session::set_learning_rate(double learning_rate) {
  optimizer_->set_learning_rate(learning_rate);
}

void Session::set_threads(int threads) { pool_->resize(threads); }

}  // namespace gradlet::train
