#pragma once

#include <emscripten/val.h>

#include "train/session.h"

namespace gradlet::bindings {

// What a session tells, as JavaScript reads it. `engine.ts` has the types where these say `val`.

struct EvaluationReport {
  bool done;
  int seen;
  int correct;
  double lossSum;
};
EvaluationReport evaluation_report(const train::EvaluationProgress& progress);

/// Those that the newest evaluation has kept, one after the other: `probabilities` holds as many
/// numbers for each as there are classes.
struct MisreadReport {
  emscripten::val indices;
  emscripten::val labels;
  emscripten::val read;
  emscripten::val probabilities;
};
MisreadReport misread_report(const train::Session& session);

/// A `Uint32Array`; see `train::Evaluation::confusion`.
emscripten::val confusion_report(const train::Session& session);

/// A `DivergenceReport`, or null.
emscripten::val divergence_report(const train::Session& session);

/// A `LastGoodReport`, or null.
emscripten::val last_good_report(const train::Session& session);

/// An array of `LearningRateChange`.
emscripten::val learning_rate_changes(const train::Session& session);

/// An array of `LayerReport`.
emscripten::val summary_report(const train::Session& session);

/// An array of strings.
emscripten::val class_names(const train::Session& session);

}  // namespace gradlet::bindings
