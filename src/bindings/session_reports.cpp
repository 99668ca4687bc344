#include "bindings/session_reports.h"

#include <emscripten/bind.h>

#include <string>
#include <vector>

#include "bindings/values.h"

namespace gradlet::bindings {

using emscripten::val;
using train::Divergence;
using train::Session;

namespace {

struct DivergenceReport {
  double step;
  double loss;
  std::string place;
  std::string name;
};

struct LastGoodReport {
  double step;
  double learningRate;
};

struct LearningRateChange {
  double step;
  double learningRate;
};

/// `output` and the parameters' `shape` are arrays of numbers.
struct LayerReport {
  std::string name;
  std::string kind;
  std::string options;
  val output;
  val parameters;
};

struct ParameterReport {
  std::string name;
  val shape;
};

std::string place_name(Divergence::Place place) {
  switch (place) {
    case Divergence::Place::kParameter:
      return "parameter";
    case Divergence::Place::kOutput:
      return "output";
    case Divergence::Place::kLoss:
      return "loss";
  }
  return {};
}

val shape_of(const core::Shape& shape) {
  val sizes = val::array();
  for (const std::int64_t size : shape) sizes.call<void>("push", static_cast<double>(size));
  return sizes;
}

}  // namespace

EvaluationReport evaluation_report(const train::EvaluationProgress& progress) {
  return {progress.done, static_cast<int>(progress.seen), static_cast<int>(progress.correct),
          progress.loss_sum};
}

MisreadReport misread_report(const Session& session) {
  std::vector<std::uint32_t> indices;
  std::vector<std::uint8_t> labels, read;
  std::vector<float> probabilities;
  for (const train::Misread& image : session.misread()) {
    indices.push_back(static_cast<std::uint32_t>(image.index));
    labels.push_back(static_cast<std::uint8_t>(image.label));
    read.push_back(static_cast<std::uint8_t>(image.read));
    probabilities.insert(probabilities.end(), image.probabilities.begin(),
                         image.probabilities.end());
  }
  return {to_uint32_array(indices), to_uint8_array(labels), to_uint8_array(read),
          to_float32_array(probabilities)};
}

val confusion_report(const Session& session) {
  const auto counts = session.confusion();
  return to_uint32_array(std::vector<std::uint32_t>(counts.begin(), counts.end()));
}

val divergence_report(const Session& session) {
  const auto& found = session.divergence();
  if (!found) return val::null();
  return val(DivergenceReport{static_cast<double>(found->step), found->loss,
                              place_name(found->place), found->name});
}

val last_good_report(const Session& session) {
  const auto state = session.last_good();
  if (!state) return val::null();
  return val(LastGoodReport{static_cast<double>(state->step), state->learning_rate});
}

val learning_rate_changes(const Session& session) {
  val changes = val::array();
  for (const train::LearningRateChange& change : session.learning_rate_changes()) {
    changes.call<void>(
        "push", val(LearningRateChange{static_cast<double>(change.step), change.learning_rate}));
  }
  return changes;
}

val summary_report(const Session& session) {
  val layers = val::array();
  for (const nn::LayerSummary& layer : session.summary()) {
    val parameters = val::array();
    for (const auto& [name, shape] : layer.parameters) {
      parameters.call<void>("push", val(ParameterReport{name, shape_of(shape)}));
    }
    layers.call<void>("push", val(LayerReport{layer.name, layer.kind, layer.options,
                                              shape_of(layer.output), parameters}));
  }
  return layers;
}

val class_names(const Session& session) {
  val names = val::array();
  for (const std::string_view name : session.class_names()) {
    names.call<void>("push", std::string(name));
  }
  return names;
}

EMSCRIPTEN_BINDINGS(session_reports) {
  using namespace emscripten;

  value_object<EvaluationReport>("EvaluationReport")
      .field("done", &EvaluationReport::done)
      .field("seen", &EvaluationReport::seen)
      .field("correct", &EvaluationReport::correct)
      .field("lossSum", &EvaluationReport::lossSum);

  value_object<MisreadReport>("MisreadReport")
      .field("indices", &MisreadReport::indices)
      .field("labels", &MisreadReport::labels)
      .field("read", &MisreadReport::read)
      .field("probabilities", &MisreadReport::probabilities);

  value_object<DivergenceReport>("DivergenceReport")
      .field("step", &DivergenceReport::step)
      .field("loss", &DivergenceReport::loss)
      .field("place", &DivergenceReport::place)
      .field("name", &DivergenceReport::name);

  value_object<LastGoodReport>("LastGoodReport")
      .field("step", &LastGoodReport::step)
      .field("learningRate", &LastGoodReport::learningRate);

  value_object<LearningRateChange>("LearningRateChange")
      .field("step", &LearningRateChange::step)
      .field("learningRate", &LearningRateChange::learningRate);

  value_object<ParameterReport>("ParameterReport")
      .field("name", &ParameterReport::name)
      .field("shape", &ParameterReport::shape);

  value_object<LayerReport>("LayerReport")
      .field("name", &LayerReport::name)
      .field("kind", &LayerReport::kind)
      .field("options", &LayerReport::options)
      .field("output", &LayerReport::output)
      .field("parameters", &LayerReport::parameters);
}

}  // namespace gradlet::bindings
