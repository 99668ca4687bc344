/// Runs that diverge: where they say that they did, and how they go on.
#include "train/divergence.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/generator.h"
#include "io/model_state.h"
#include "nn/net.h"
#include "optim/sgd.h"
#include "train/good_states.h"
#include "train/image_sets.h"
#include "train/runs.h"
#include "train/training_step.h"

namespace gradlet::tests {
namespace {

using autograd::Tensor;
using core::Array;
using core::Error;
using train::Divergence;
using train::GoodStates;
using train::Pause;
using train::Session;

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// The tutorial's parameters at seed 0, with `values` as the first elements of `name`, as a file.
io::SafetensorsFile spoilt(const std::string& name, const std::vector<float>& values) {
  core::Generator generator(0);
  nn::Net net(generator);
  for (auto& [parameter_name, parameter] : net.named_parameters()) {
    Tensor changed = parameter;
    if (parameter_name != name) continue;
    std::copy(values.begin(), values.end(), changed.mutable_array().mutable_data());
  }
  return io::SafetensorsFile("spoilt", io::save_model(net));
}

/// What a run says whose first step goes wrong by `spoilt(name, values)`.
Divergence divergence_of(const std::string& name, const std::vector<float>& values) {
  const auto images = make_image_set(80);
  Session session({.batch_size = 80});
  session.set_data(images, images);
  session.load(spoilt(name, values));
  CHECK(session.advance(kAllTime, kAllSteps).reason == Pause::kDiverged);
  REQUIRE(session.divergence().has_value());
  CHECK(session.divergence()->step == 1);
  CHECK_FALSE(std::isfinite(session.divergence()->loss));
  return *session.divergence();
}

}  // namespace

TEST_CASE("a divergence is found where it began") {
  const Divergence parameter = divergence_of("conv2.bias", {kNaN});
  CHECK(parameter.place == Divergence::Place::kParameter);
  CHECK(parameter.name == "conv2.bias");
  CHECK(divergence_of("fc.weight", {-kInfinity}).name == "fc.weight");

  // Finite, but the second convolution's sums of such numbers are not.
  const Divergence part = divergence_of("conv1.bias", std::vector<float>(32, 3e38f));
  CHECK(part.place == Divergence::Place::kOutput);
  CHECK(part.name == "conv2");

  // Scores that lie further apart than a float can tell: their log-softmax is no part, but the
  // network's own.
  const Divergence whole = divergence_of("fc.bias", {3.4e38f, -3.4e38f});
  CHECK(whole.place == Divergence::Place::kOutput);
  CHECK(whole.name == "");

  // Log-probabilities of −3.4e38 are finite, but no sum of them is.
  const Divergence loss = divergence_of("fc.bias", {3.4e38f});
  CHECK(loss.place == Divergence::Place::kLoss);
  CHECK(loss.name == "");
}

TEST_CASE("a run that has diverged goes back to its last good state, and on, repeatably") {
  const auto images = make_image_set(100);
  // Five steps an epoch.
  const train::SessionOptions options{
      .seed = 4, .epochs = 12, .batch_size = 20, .learning_rate = 0.5, .shuffle = true};
  Session session(options);
  session.set_data(images, images);
  CHECK_FALSE(session.last_good().has_value());
  CHECK_THROWS_AS(session.restore_last_good(), Error);
  train_to(session, 38);
  session.set_learning_rate(1e30);
  CHECK(session.learning_rate_changes().size() == 1);
  train_all(session);
  REQUIRE(session.divergence().has_value());
  CHECK(session.divergence()->step == session.step() + 1);
  CHECK(session.step() < 42);
  CHECK(session.advance(kAllTime, kAllSteps).reason == Pause::kDiverged);

  // Kept were those before each epoch's first step, and after 16 and 32 steps.
  REQUIRE(session.last_good().has_value());
  CHECK(session.last_good()->step == 35);
  CHECK(session.last_good()->learning_rate == 0.25);
  session.restore_last_good();
  CHECK_FALSE(session.divergence().has_value());
  CHECK(session.step() == 35);
  CHECK(session.epoch() == 8);
  CHECK(session.learning_rate() == 0.5);
  CHECK(session.learning_rate_changes().empty());
  session.set_learning_rate(0.25);
  const std::vector<float> losses = train_all(session);
  CHECK(losses.size() == 25);
  CHECK(session.finished());

  // A run that had its learning rate changed there, and never diverged, has the same bits.
  Session other(options);
  other.set_data(images, images);
  train_to(other, 35);
  other.set_learning_rate(0.25);
  CHECK(train_all(other) == losses);
  CHECK(train::fingerprint(other.model()) == train::fingerprint(session.model()));
  for (const Session* run : {&session, &other}) {
    REQUIRE(run->learning_rate_changes().size() == 1);
    CHECK(run->learning_rate_changes()[0].step == 35);
    CHECK(run->learning_rate_changes()[0].learning_rate == 0.25);
  }
}

TEST_CASE("every optimizer is restored with what it has gathered") {
  const auto images = make_image_set(40);
  for (const auto kind : {optim::Kind::kSGD, optim::Kind::kAdadelta, optim::Kind::kAdam}) {
    const train::SessionOptions options{
        .epochs = 30, .batch_size = 40, .optimizer = kind, .learning_rate = 0.01, .gamma = 0.9};
    Session session(options);
    session.set_data(images, images);
    train_to(session, 6);
    session.set_learning_rate(1e30);
    train_all(session);
    REQUIRE(session.last_good().has_value());
    session.restore_last_good();
    CHECK(session.step() >= 5);
    session.set_learning_rate(0.001);
    const std::int64_t restored = session.step();
    train_all(session);

    Session other(options);
    other.set_data(images, images);
    train_to(other, restored);
    other.set_learning_rate(0.001);
    train_all(other);
    CHECK(train::fingerprint(other.model()) == train::fingerprint(session.model()));
  }
}

TEST_CASE(
    "a run that diverges again goes back further, and trains once the offer is small enough") {
  const auto images = make_image_set(64);
  // One step an epoch: each state is a candidate.
  Session session(
      {.epochs = 20, .batch_size = 64, .optimizer = optim::Kind::kSGD, .learning_rate = 1e-3});
  session.set_data(images, images);
  train_to(session, 3);
  session.set_learning_rate(1e20);
  const auto restore = [&](double learning_rate) {
    train_all(session);
    REQUIRE(session.last_good().has_value());
    const train::LastGood state = *session.last_good();
    session.restore_last_good();
    CHECK(session.step() == state.step);
    session.set_learning_rate(learning_rate);
    return state;
  };
  // The newest state is from before the step that was made with the new rate.
  const train::LastGood first = restore(5e19);
  CHECK(first.step == 3);
  CHECK(first.learning_rate == 5e19);
  const train::LastGood second = restore(1e20);
  CHECK(second.step == 2);
  CHECK(second.learning_rate == 5e-4);
  // There is none before that.
  const train::LastGood third = restore(5e-4);
  CHECK(third.step == 2);
  CHECK(third.learning_rate == 5e19);
  const std::vector<float> losses = train_all(session);
  CHECK(session.finished());
  CHECK(losses.back() < losses.front());
}

TEST_CASE("states are kept while the loss is finite and has not grown") {
  Tensor weight(Array::full({2}, 1.0f), true);
  optim::SGD optimizer({weight}, {.learning_rate = 0.1, .momentum = 0.9});
  GoodStates states({weight}, optimizer, /*guessing_loss=*/2.0);
  const core::Generator::State generator = core::Generator(0).state();
  const auto consider = [&](std::int64_t step, float loss, bool epoch_begins = false) {
    weight.mutable_array().mutable_data()[0] = static_cast<float>(step);
    states.consider(step, epoch_begins, loss, generator);
  };
  CHECK(states.last() == nullptr);
  consider(0, 3.0f);
  REQUIRE(states.last() != nullptr);
  CHECK(states.last()->step == 0);
  consider(15, 1.0f);  // not its turn
  CHECK(states.last()->step == 0);
  consider(16, 6.0f);  // twice the first loss
  CHECK(states.last()->step == 16);
  consider(17, 1.0f, /*epoch_begins=*/true);
  CHECK(states.last()->step == 17);
  for (const float bad : {6.1f, kInfinity, kNaN}) consider(32, bad);
  CHECK(states.last()->step == 17);
  CHECK(states.restore().parameters[0].data()[0] == 17.0f);
  CHECK(weight.array().data()[0] == 17.0f);
  CHECK(states.last()->step == 16);
  CHECK(states.restore().step == 16);
  CHECK(states.last()->step == 16);
  consider(16, 1.0f);  // on the way again, with another learning rate
  consider(32, 1.0f);
  CHECK(states.last()->step == 32);
}

TEST_CASE("a network that knew more than nothing may come to guess again") {
  Tensor weight(Array::full({1}, 1.0f), true);
  optim::SGD optimizer({weight}, {});
  GoodStates states({weight}, optimizer, /*guessing_loss=*/2.0);
  states.consider(0, true, 0.01f, {});
  states.consider(16, false, 4.0f, {});
  CHECK(states.last()->step == 16);
  states.consider(32, false, 4.1f, {});
  CHECK(states.last()->step == 16);
}

}  // namespace gradlet::tests
