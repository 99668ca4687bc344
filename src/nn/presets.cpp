#include "nn/presets.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/error.h"
#include "nn/activation.h"
#include "nn/linear.h"
#include "nn/mnist_example_net.h"
#include "nn/net.h"
#include "nn/pooling.h"
#include "nn/sequential.h"

namespace gradlet::nn {
namespace {

using Parts = std::vector<std::pair<std::string, std::shared_ptr<Module>>>;

constexpr std::array<std::string_view, 10> kDigits{"0", "1", "2", "3", "4",
                                                   "5", "6", "7", "8", "9"};
constexpr std::int64_t kMnistSize = 28;
constexpr std::int64_t kMnistPixels = kMnistSize * kMnistSize;

template <class Network>
std::shared_ptr<Module> make_network(core::Generator& generator, bool precise) {
  return std::make_shared<Network>(generator, precise);
}

/// One hidden layer of 128.
std::shared_ptr<Module> make_perceptron(core::Generator& generator, bool /*precise*/) {
  return std::make_shared<Sequential>(
      Parts{{"flatten", std::make_shared<Flatten>()},
            {"fc1", std::make_shared<Linear>(kMnistPixels, 128, generator)},
            {"relu", std::make_shared<ReLU>()},
            {"fc2", std::make_shared<Linear>(128, 10, generator)},
            {"log_softmax", std::make_shared<LogSoftmax>(1)}});
}

/// Softmax regression.
std::shared_ptr<Module> make_linear(core::Generator& generator, bool /*precise*/) {
  return std::make_shared<Sequential>(
      Parts{{"flatten", std::make_shared<Flatten>()},
            {"fc", std::make_shared<Linear>(kMnistPixels, 10, generator)},
            {"log_softmax", std::make_shared<LogSoftmax>(1)}});
}

constexpr std::array<Preset, 4> kPresets{{
    {"tutorial", Net::kInputSize, kDigits, make_network<Net>},
    {"mnist-example", MnistExampleNet::kInputSize, kDigits, make_network<MnistExampleNet>},
    {"perceptron", kMnistSize, kDigits, make_perceptron},
    {"linear", kMnistSize, kDigits, make_linear},
}};

}  // namespace

std::span<const Preset> presets() { return kPresets; }

const Preset& find_preset(std::string_view key) {
  const auto found = std::find_if(kPresets.begin(), kPresets.end(),
                                  [&](const Preset& preset) { return preset.key == key; });
  if (found != kPresets.end()) return *found;
  std::string keys;
  for (const Preset& preset : kPresets) keys += core::text(keys.empty() ? "" : ", ", preset.key);
  core::fail("preset", "expected one of ", keys, ", found '", key, "'");
}

}  // namespace gradlet::nn
