/// The networks that can be chosen by name, against PyTorch's.
#include "nn/presets.h"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/generator.h"
#include "fixture.h"
#include "nn/nn.h"
#include "ops/view.h"
#include "optim/adadelta.h"
#include "train/fingerprint.h"

namespace gradlet::tests {
namespace {

using autograd::Tensor;
using core::Array;
using core::Generator;
using core::Shape;

const std::vector<std::string> kOf28x28{"mnist-example", "perceptron", "linear"};

const io::SafetensorsFile& file() { return fixture("example"); }

std::shared_ptr<nn::Module> make(const std::string& key, std::uint64_t seed, bool precise = false) {
  Generator generator(seed);
  return nn::find_preset(key).make(generator, precise);
}

/// The fixture's 16 images, normalised.
Tensor images() {
  const std::vector<std::uint8_t> bytes = file().u8("images");
  const Array table = fixture("tutorial").f32("normalised_bytes");
  Array result = Array::empty({16, 1, 28, 28});
  float* x = result.mutable_data();
  for (const std::uint8_t byte : bytes) *x++ = table.data()[byte];
  return Tensor(result);
}

/// Every 997th element, as the fixture has them of large gradients.
Array sampled(const Array& gradient, const Shape& shape) {
  if (gradient.shape() == shape) return gradient;
  Array result = Array::empty(shape);
  for (std::int64_t i = 0; i < shape.numel(); ++i) {
    result.mutable_data()[i] = gradient.data()[i * 997];
  }
  return result;
}

std::string text(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

std::string hex(const std::vector<std::uint8_t>& bytes) {
  std::string result;
  for (const std::uint8_t byte : bytes) {
    result += {"0123456789abcdef"[byte / 16], "0123456789abcdef"[byte % 16]};
  }
  return result;
}

}  // namespace

TEST_CASE("presets begin with PyTorch's parameters, bit for bit") {
  for (const std::string& key : kOf28x28) {
    for (const std::string seed : {"0", "1", "42"}) {
      CAPTURE(key + " " + seed);
      CHECK(train::fingerprint(*make(key, std::stoull(seed))) ==
            hex(file().u8(key + "/seed_" + seed + "/initial_sha256")));
    }
    std::ostringstream state;
    for (const auto& [name, parameter] : make(key, 0)->named_parameters()) {
      state << (state.str().empty() ? "" : "\n") << name;
      for (const std::int64_t size : parameter.shape()) state << ' ' << size;
    }
    CHECK(state.str() == text(file().u8(key + "/state_dict")));
  }
}

TEST_CASE("presets compute PyTorch's results and gradients") {
  for (const std::string& key : kOf28x28) {
    for (const bool precise : {false, true}) {
      if (precise && key != "mnist-example") continue;  // the others have no convolution
      CAPTURE(key);
      CAPTURE(precise);
      const auto net = make(key, 0, precise);
      net->eval();  // no dropout
      const Tensor output = (*net)(images());
      // Sums of up to 9216 products, and Winograd's rounding, of log-probabilities of size 2.3.
      CHECK(excess(output.array(), file().f32(key + "/log_probabilities"), 0.0) < 1e-5);
      nn::NLLLoss()(output, file().i64("labels")).backward();
      for (const auto& [name, parameter] : net->named_parameters()) {
        CAPTURE(name);
        double square_sum = 0.0;
        for (const float g : parameter.grad().values()) square_sum += double{g} * g;
        const double norm = file().f64(key + "/gradient_norms/" + name)[0];
        CHECK(std::abs(std::sqrt(square_sum) - norm) < 1e-5 * norm);
        const Array expected = file().f32(key + "/gradients/" + name);
        CHECK(excess(sampled(parameter.grad(), expected.shape()), expected, 1e-4) < 1e-6);
      }
    }
  }
}

TEST_CASE("presets learn as in PyTorch") {
  for (const std::string& key : kOf28x28) {
    CAPTURE(key);
    const auto net = make(key, 0);
    net->eval();  // no dropout
    optim::Adadelta optimizer(net->parameters());
    for (const double expected : file().f64(key + "/losses")) {
      optimizer.zero_grad();
      const Tensor loss = nn::NLLLoss()((*net)(images()), file().i64("labels"));
      // Single precision against double: a dozen units in the last place of losses of size 2.3.
      CHECK(std::abs(loss.item() - expected) < 3e-6);
      loss.backward();
      optimizer.step();
    }
  }
}

TEST_CASE("every preset reads what it says it reads, and answers for each of its classes") {
  std::vector<std::string> keys;
  for (const nn::Preset& preset : nn::presets()) {
    keys.emplace_back(preset.key);
    CAPTURE(keys.back());
    CHECK(&nn::find_preset(preset.key) == &preset);
    CHECK(preset.classes.size() == 10);
    CHECK(preset.classes[7] == "7");
    const auto net = make(keys.back(), 0);
    const Tensor output =
        (*net)(Tensor(Array::zeros({2, 1, preset.input_size, preset.input_size})));
    CHECK(output.shape() == Shape{2, 10});
  }
  CHECK(keys == std::vector<std::string>{"tutorial", "mnist-example", "perceptron", "linear"});
  CHECK_THROWS_WITH_AS(
      nn::find_preset("resnet"),
      "[preset] expected one of tutorial, mnist-example, perceptron, linear, found "
      "'resnet'",
      core::Error);
}

TEST_CASE("the example's network prints as PyTorch prints it") {
  CHECK(nn::to_string(*make("mnist-example", 0)) ==
        "Net(\n"
        "  (conv1): Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1))\n"
        "  (conv2): Conv2d(32, 64, kernel_size=(3, 3), stride=(1, 1))\n"
        "  (dropout1): Dropout(p=0.25, inplace=False)\n"
        "  (dropout2): Dropout(p=0.5, inplace=False)\n"
        "  (fc1): Linear(in_features=9216, out_features=128, bias=True)\n"
        "  (fc2): Linear(in_features=128, out_features=10, bias=True)\n"
        ")");
}

TEST_CASE("a summary has the layers as a sample passes through them") {
  const auto net = make("mnist-example", 0);
  const std::vector<nn::LayerSummary> layers = nn::summarize(*net, {1, 28, 28});
  std::vector<std::string> lines;
  for (const nn::LayerSummary& layer : layers) {
    lines.push_back(
        core::text(layer.name, ' ', layer.kind, ' ', layer.output, ' ', layer.parameter_count()));
  }
  CHECK(lines ==
        std::vector<std::string>{"conv1 Conv2d [32, 26, 26] 320", "conv2 Conv2d [64, 24, 24] 18496",
                                 "dropout1 Dropout [64, 12, 12] 0", "fc1 Linear [128] 1179776",
                                 "dropout2 Dropout [128] 0", "fc2 Linear [10] 1290"});
  CHECK(layers[2].options == "p=0.25, inplace=False");
  CHECK(layers[3].parameters ==
        std::vector<std::pair<std::string, Shape>>{{"weight", {128, 9216}}, {"bias", {128}}});
}

TEST_CASE("hooks see each module's result, the parts' before the whole's") {
  const auto net = make("perceptron", 0);
  std::vector<std::string> seen;
  const nn::ForwardHook note = [&](const nn::Module& module, const Tensor& output) {
    seen.push_back(core::text(nn::full_name(*net, module), ' ', output.shape()));
  };
  nn::ForwardContext context;
  context.hook = &note;
  (*net)(images(), context);
  CHECK(seen == std::vector<std::string>{"flatten [16, 784]", "fc1 [16, 128]", "relu [16, 128]",
                                         "fc2 [16, 10]", "log_softmax [16, 10]", " [16, 10]"});
  CHECK_THROWS_AS(nn::full_name(*net, *make("linear", 0)), core::Error);
}

TEST_CASE("modules name their parts, and the parts of those") {
  Generator g(0);
  const auto inner = std::make_shared<nn::Sequential>(
      std::vector<std::shared_ptr<nn::Module>>{std::make_shared<nn::Linear>(2, 2, g)});
  const nn::Sequential outer({{"first", inner}, {"last", std::make_shared<nn::ReLU>()}});
  std::vector<std::string> names;
  for (const auto& [name, module] : outer.named_modules()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"", "first", "first.0", "last"});
}

}  // namespace gradlet::tests
