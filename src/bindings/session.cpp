#include "train/session.h"

#include <emscripten/bind.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "bindings/session_reports.h"
#include "bindings/values.h"
#include "io/model_state.h"
#include "io/safetensors.h"
#include "optim/factory.h"
#include "train/fingerprint.h"
#include "train/hello_world.h"

namespace gradlet::bindings {

using emscripten::val;
using train::Session;

namespace {

/// The options of a session as JavaScript writes them.
struct SessionSettings {
  std::string preset;
  std::string seed;
  int epochs;
  int batchSize;
  std::string optimizer;
  double learningRate;
  double gamma;
  bool shuffle;
  int limit;
  int threads;
  bool precise;
};

/// One pool for all sessions of this instance: a browser's threads are made once, before the first
/// call, and those of a session that has ended come back only after a return to the event loop.
const std::shared_ptr<train::ThreadPool>& instance_pool() {
  static const auto pool = std::make_shared<train::ThreadPool>();
  return pool;
}

std::shared_ptr<Session> make_session(const SessionSettings& settings) {
  train::SessionOptions options;
  options.preset = settings.preset;
  options.seed = parse_seed(settings.seed);
  options.epochs = settings.epochs;
  options.batch_size = settings.batchSize;
  options.optimizer = optim::parse_kind(settings.optimizer);
  options.learning_rate = settings.learningRate;
  options.gamma = settings.gamma;
  options.shuffle = settings.shuffle;
  options.limit = settings.limit;
  options.threads = settings.threads;
  options.precise = settings.precise;
  return std::make_shared<Session>(options, instance_pool());
}

/// At most eleven days, which a clock in nanoseconds can still count.
std::chrono::microseconds budget(double milliseconds) {
  return std::chrono::microseconds(
      static_cast<std::int64_t>(std::clamp(milliseconds, 0.0, 1e9) * 1000.0));
}

/// Why a slice ended, in the order of `train::Pause`.
std::string reason_name(train::Pause reason) {
  switch (reason) {
    case train::Pause::kTime:
      return "time";
    case train::Pause::kSteps:
      return "steps";
    case train::Pause::kEpoch:
      return "epoch";
    case train::Pause::kFinished:
      return "finished";
    case train::Pause::kData:
      return "data";
    case train::Pause::kDiverged:
      return "diverged";
  }
  return {};
}

struct SliceReport {
  std::string reason;
  val losses;
};

SliceReport advance(Session& session, double milliseconds, int max_steps) {
  const train::Slice slice = session.advance(budget(milliseconds), max_steps);
  const std::vector<double> losses(slice.losses.begin(), slice.losses.end());
  return {reason_name(slice.reason), to_float64_array(losses)};
}

EvaluationReport evaluate(Session& session, double milliseconds) {
  return evaluation_report(session.evaluate(budget(milliseconds)));
}

val predict(const Session& session, const val& image) {
  return to_float32_array(session.predict(bytes_of(image)));
}

val save(const Session& session) { return to_uint8_array(io::save_model(session.model())); }

void load(Session& session, const std::string& file_name, const val& bytes) {
  session.load(io::SafetensorsFile(file_name, bytes_of(bytes)));
}

struct HelloReport {
  double x;
  val losses;
  val weights;
  val biases;
};

HelloReport hello_world(const std::string& seed, double learning_rate, int steps) {
  const train::HelloWorld hello = train::hello_world(parse_seed(seed), learning_rate, steps);
  return {hello.x, to_float64_array(hello.losses), to_float64_array(hello.weights),
          to_float64_array(hello.biases)};
}

}  // namespace

EMSCRIPTEN_BINDINGS(session) {
  using namespace emscripten;

  value_object<SessionSettings>("SessionSettings")
      .field("preset", &SessionSettings::preset)
      .field("seed", &SessionSettings::seed)
      .field("epochs", &SessionSettings::epochs)
      .field("batchSize", &SessionSettings::batchSize)
      .field("optimizer", &SessionSettings::optimizer)
      .field("learningRate", &SessionSettings::learningRate)
      .field("gamma", &SessionSettings::gamma)
      .field("shuffle", &SessionSettings::shuffle)
      .field("limit", &SessionSettings::limit)
      .field("threads", &SessionSettings::threads)
      .field("precise", &SessionSettings::precise);

  value_object<SliceReport>("SliceReport")
      .field("reason", &SliceReport::reason)
      .field("losses", &SliceReport::losses);

  value_object<HelloReport>("HelloReport")
      .field("x", &HelloReport::x)
      .field("losses", &HelloReport::losses)
      .field("weights", &HelloReport::weights)
      .field("biases", &HelloReport::biases);

  class_<Session>("Session")
      .smart_ptr_constructor("Session", &make_session)
      .function(
          "setData",
          +[](Session& s, std::shared_ptr<data::ImageSet> training,
              std::shared_ptr<data::ImageSet> validation) {
            s.set_data(std::move(training), std::move(validation));
          })
      .function("advance", &advance)
      .function(
          "beginEvaluation",
          +[](Session& s, int most_misread) { s.begin_evaluation(most_misread); })
      .function("evaluate", &evaluate)
      .function("misread", &misread_report)
      .function("confusion", &confusion_report)
      .function("predict", &predict)
      .function("classNames", &class_names)
      .function("summary", &summary_report)
      .function(
          "inputSize", +[](const Session& s) { return static_cast<int>(s.input_size()); })
      .function(
          "stepsPerEpoch", +[](const Session& s) { return static_cast<int>(s.steps_per_epoch()); })
      .function(
          "totalSteps", +[](const Session& s) { return static_cast<double>(s.total_steps()); })
      .function(
          "step", +[](const Session& s) { return static_cast<double>(s.step()); })
      .function(
          "epoch", +[](const Session& s) { return static_cast<int>(s.epoch()); })
      .function("finished", &Session::finished)
      .function("learningRate", &Session::learning_rate)
      .function(
          "setEpochs", +[](Session& s, int epochs) { s.set_epochs(epochs); })
      .function("setLearningRate", &Session::set_learning_rate)
      .function("learningRateChanges", &learning_rate_changes)
      .function("threads", &Session::threads)
      .function("setThreads", &Session::set_threads)
      .function("divergence", &divergence_report)
      .function("lastGood", &last_good_report)
      .function("restoreLastGood", &Session::restore_last_good)
      .function(
          "fingerprint", +[](const Session& s) { return train::fingerprint(s.model()); })
      .function("save", &save)
      .function("load", &load);

  function("helloWorld", &hello_world);
}

}  // namespace gradlet::bindings
