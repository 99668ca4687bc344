/// Every optimizer of `optim.safetensors` against PyTorch's, step for step.
#include "optim/optim.h"

#include <doctest/doctest.h>

#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "fixture.h"

namespace gradlet::tests {
namespace {

using autograd::Tensor;
using core::Array;
using core::Error;
using core::Shape;

const io::SafetensorsFile& file() { return fixture("optim"); }

/// Element `index` of the first dimension.
Array slice(const Array& array, std::int64_t index) {
  const Shape shape = array.shape().without(0, false);
  const auto count = static_cast<std::size_t>(shape.numel());
  return Array::from(shape, array.values().subspan(static_cast<std::size_t>(index) * count, count));
}

/// Option `name` of the case, or PyTorch's default.
double option(const std::string& name, const std::string& what, double otherwise) {
  const std::string path = name + "/options/" + what;
  return file().contains(path) ? file().f64(path)[0] : otherwise;
}

std::unique_ptr<optim::Optimizer> make(const std::string& name, std::vector<Tensor> parameters) {
  const auto of = [&](const char* what, double otherwise) { return option(name, what, otherwise); };
  if (name.starts_with("sgd")) {
    return std::make_unique<optim::SGD>(
        std::move(parameters),
        optim::SGDOptions{of("lr", 0.01), of("momentum", 0), of("dampening", 0),
                          of("weight_decay", 0), of("nesterov", 0) != 0});
  }
  if (name.starts_with("adadelta")) {
    return std::make_unique<optim::Adadelta>(
        std::move(parameters), optim::AdadeltaOptions{of("lr", 1), of("rho", 0.9), of("eps", 1e-6),
                                                      of("weight_decay", 0)});
  }
  const bool decoupled = name.starts_with("adamw");
  const optim::AdamOptions options{of("lr", 1e-3), of("beta1", 0.9), of("beta2", 0.999),
                                   of("eps", 1e-8), of("weight_decay", decoupled ? 0.01 : 0.0)};
  if (decoupled) return std::make_unique<optim::AdamW>(std::move(parameters), options);
  return std::make_unique<optim::Adam>(std::move(parameters), options);
}

// Each step rounds some ten times; PyTorch fuses some of these roundings on processors with FMA.
// After five steps that is within a few units in the last place (6e-8) of values of size 1.
constexpr double kRelative = 2e-6;
constexpr double kAbsolute = 5e-7;

}  // namespace

TEST_CASE("optimizers make PyTorch's steps") {
  std::set<std::string> names;
  for (const auto& entry : file().entries()) {
    names.insert(entry.name.substr(0, entry.name.find('/')));
  }
  CHECK(names.size() >= 17);
  const std::vector<std::string> parameter_names{"weight", "bias"};
  for (const std::string& name : names) {
    CAPTURE(name);
    std::vector<Tensor> parameters;
    for (const std::string& parameter : parameter_names) {
      parameters.emplace_back(slice(file().f32(name + "/" + parameter + "/values"), 0), true);
    }
    const auto optimizer = make(name, parameters);
    std::unique_ptr<optim::StepLR> scheduler;
    if (name.find("steplr") != std::string::npos) {
      scheduler = std::make_unique<optim::StepLR>(*optimizer, name.ends_with("_2") ? 2 : 1, 0.7);
    }
    const std::vector<double> rates = file().f64(name + "/lr");
    for (std::int64_t step = 0; step < 5; ++step) {
      CAPTURE(step);
      CHECK(optimizer->learning_rate() == rates[static_cast<std::size_t>(step)]);
      std::vector<Array> given;
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::string path = name + "/" + parameter_names[i];
        given.push_back(slice(file().f32(path + "/gradients"), step));
        parameters[i].set_grad(given.back());
      }
      const std::uint64_t version = given[0].version();
      optimizer->step();
      CHECK(given[0].version() == version);  // gradients are read only
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Array expected =
            slice(file().f32(name + "/" + parameter_names[i] + "/values"), step + 1);
        CHECK(excess(parameters[i].array(), expected, kRelative) <= kAbsolute);
      }
      if (scheduler) scheduler->step();
    }
    for (const auto& [what, arrays] : optimizer->state().buffers) {
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::string path = name + "/" + parameter_names[i] + "/state/" + what;
        CAPTURE(path);
        CHECK(excess(arrays[i], file().f32(path), kRelative) <= kAbsolute);
      }
    }
  }
}

TEST_CASE("optimizers refuse what they cannot use") {
  const auto parameter = [] { return std::vector<Tensor>{Tensor(Array::zeros({2}), true)}; };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(optim::SGD({}, {}), Error);
  CHECK_THROWS_AS(optim::SGD({Tensor(Array::zeros({2}))}, {}), Error);
  CHECK_THROWS_AS(optim::SGD(parameter(), {.learning_rate = nan}), Error);
  CHECK_THROWS_AS(optim::SGD(parameter(), {.momentum = -1}), Error);
  CHECK_THROWS_AS(optim::SGD(parameter(), {.nesterov = true}), Error);
  CHECK_THROWS_AS(optim::Adadelta(parameter(), {.rho = 1.5}), Error);
  CHECK_THROWS_AS(optim::Adam(parameter(), {.beta1 = 1.0}), Error);
  CHECK_THROWS_AS(optim::AdamW(parameter(), {.eps = -1}), Error);
  CHECK_THROWS_WITH_AS(optim::parse_kind("lion"), doctest::Contains("found 'lion'"), Error);
  optim::SGD sgd(parameter(), {});
  CHECK_THROWS_AS(optim::StepLR(sgd, 0), Error);
  CHECK_THROWS_AS(optim::StepLR(sgd, 1, nan), Error);
}

TEST_CASE("the pieces of a step may be made in any order") {
  // More elements than a piece has, and no multiple of a vector's.
  const auto ramp = [](float slope) {
    Array array = Array::empty({9001});
    for (std::int64_t i = 0; i < array.numel(); ++i) {
      array.mutable_data()[i] = slope * static_cast<float>(i % 97 - 48);
    }
    return array;
  };
  const core::ForEach backwards = [](std::int64_t count, const auto& task) {
    CHECK(count > 3);
    for (std::int64_t i = count - 1; i >= 0; --i) task(i);
  };
  for (const std::string name : {"sgd", "sgd_momentum", "adadelta", "adam", "adamw"}) {
    CAPTURE(name);
    std::vector<Array> results;
    for (const core::ForEach& for_each : {core::ForEach(core::one_by_one), backwards}) {
      Tensor first(ramp(0.01f), true), second(Array::full({2}, 1.0f), true);
      const auto optimizer = make(name, {first, second});
      for (int step = 0; step < 3; ++step) {
        first.set_grad(ramp(0.5f));
        second.set_grad(Array::from({2}, {1.0f, -1.0f}));
        optimizer->step(for_each);
      }
      CHECK(excess(first.array(), ramp(0.01f), 0.0) > 0.0);
      for (const Tensor& parameter : {first, second}) results.push_back(parameter.array());
    }
    CHECK(excess(results[2], results[0], 0.0) == 0.0);
    CHECK(excess(results[3], results[1], 0.0) == 0.0);
  }
}

TEST_CASE("a parameter without a gradient stays as it is") {
  Tensor moved(Array::full({1}, 1.0f), true), still(Array::full({1}, 1.0f), true);
  optim::SGD sgd({moved, still}, {.learning_rate = 0.5, .weight_decay = 0.1});
  moved.set_grad(Array::full({1}, 1.0f));
  sgd.step();
  CHECK(moved.item() == doctest::Approx(1.0 - 0.5 * 1.1));
  CHECK(still.item() == 1.0f);
  sgd.zero_grad();
  CHECK_FALSE(moved.grad().defined());
}

TEST_CASE("an optimizer goes on from the state of another one") {
  // With momentum the first step differs from the others; Adam's steps depend on their number.
  for (const std::string name : {"sgd", "sgd_momentum", "adadelta", "adam", "adamw"}) {
    CAPTURE(name);
    const auto gradient = [](int step) { return Array::from({2}, {1.0f + step, -0.5f * step}); };
    const auto step_with = [&](optim::Optimizer& optimizer, Tensor& parameter, int step) {
      parameter.set_grad(gradient(step));
      optimizer.step();
    };
    Tensor first(Array::from({2}, {1.0f, -2.0f}), true);
    const auto leading = make(name, {first});
    for (int step = 0; step < 3; ++step) step_with(*leading, first, step);

    Tensor second(first.array().clone(), true);
    const auto following = make(name, {second});
    following->load_state(leading->state());
    for (int step = 3; step < 5; ++step) {
      step_with(*leading, first, step);
      step_with(*following, second, step);
      CHECK(excess(second.array(), first.array(), 0.0) == 0.0);
    }
    CHECK(following->state().updates == std::vector<std::int64_t>{5});
  }
}

TEST_CASE("an optimizer refuses the state of another kind, or of other parameters") {
  const auto parameter = [](const Shape& shape) {
    return std::vector<Tensor>{Tensor(Array::zeros(shape), true)};
  };
  optim::Adam adam(parameter({2}));
  CHECK_THROWS_AS(adam.load_state(optim::Adadelta(parameter({2})).state()), Error);
  CHECK_THROWS_AS(adam.load_state(optim::SGD(parameter({2}), {}).state()), Error);
  CHECK_THROWS_AS(adam.load_state(optim::Adam(parameter({3})).state()), Error);
  CHECK_THROWS_AS(adam.load_state(optim::Adam({parameter({2})[0], parameter({2})[0]}).state()),
                  Error);
}

}  // namespace gradlet::tests
