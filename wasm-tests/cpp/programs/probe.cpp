/// gradlet_probe OPTION…: writes what a seed decides before the first step is made, for
/// scripts/reference/parity.py to compare with PyTorch.
///
///   --out FILE      is needed
///   --seed N        0 by default
///   --data FOLDER   as gradlet_train
///
/// FILE becomes a safetensors file. Names that end in <call>_<n> hold `torch.<call>(n)`:
///
///   fresh/<call>_<n>              each from a freshly seeded generator
///   mixed/<i>_<call>_<n>          all from one: pairs of normals wait over other draws
///   loader/epoch_<e>              order of a shuffling loader of 60,000, after the network
///   default/conv2                 results of the second convolution for the first 512 images
///   default/<parameter>           gradients of the first step, whose batch they are
///   precise/...                   both without Winograd
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <variant>
#include <vector>

#include "core/generator.h"
#include "data/batch.h"
#include "data/data_loader.h"
#include "io/safetensors.h"
#include "nn/net.h"
#include "programs/arguments.h"
#include "programs/mnist_folder.h"
#include "train/training_step.h"

namespace gradlet::programs {
namespace {

using core::Array;
using core::Generator;
using core::IntArray;

using NamedArrays = std::vector<io::NamedArray>;
using Values = std::variant<Array, IntArray>;

struct Call {
  std::string name;
  std::int64_t count;
};

constexpr std::int64_t kBatch = 512;

// Below 16 values normals come in pairs, from 16 on in blocks of 16, of which the last is drawn
// anew where the count is no multiple of 16. The twister is refilled every 624 words.
const Call kFreshCalls[] = {
    {"rand", 1},     {"rand", 1000},  {"rand", 100'000},  {"randn", 1},        {"randn", 2},
    {"randn", 3},    {"randn", 8},    {"randn", 15},      {"randn", 16},       {"randn", 17},
    {"randn", 31},   {"randn", 32},   {"randn", 100},     {"randn", 1000},     {"randn", 100'003},
    {"randperm", 1}, {"randperm", 2}, {"randperm", 1000}, {"randperm", 60'000}};
const Call kMixedCalls[] = {
    {"randn", 1},  {"rand", 3},     {"randn", 1},  {"randn", 5},   {"randperm", 7},   {"randn", 2},
    {"randn", 16}, {"randn", 1},    {"randn", 15}, {"rand", 2},    {"randn", 20},     {"randn", 3},
    {"randn", 33}, {"randn", 1},    {"rand", 999}, {"randn", 17},  {"randperm", 100}, {"randn", 7},
    {"randn", 48}, {"randn", 1001}, {"randn", 1},  {"randn", 623}, {"randn", 2},      {"rand", 10}};

IntArray int_array(const std::vector<std::int64_t>& values) {
  return IntArray::from({static_cast<std::int64_t>(values.size())}, values);
}

Values drawn(Generator& generator, const Call& call) {
  if (call.name == "rand") return generator.rand({call.count});
  if (call.name == "randn") return generator.randn({call.count});
  return int_array(generator.permutation(call.count));
}

std::string text(const Call& call) { return call.name + "_" + std::to_string(call.count); }

void add_draws(NamedArrays& arrays, std::uint64_t seed) {
  for (const Call& call : kFreshCalls) {
    Generator generator(seed);
    arrays.push_back({"fresh/" + text(call), drawn(generator, call)});
  }
  Generator generator(seed);
  int index = 0;
  for (const Call& call : kMixedCalls) {
    arrays.push_back(
        {"mixed/" + std::to_string(index++) + "_" + text(call), drawn(generator, call)});
  }
}

void add_loader(NamedArrays& arrays, std::uint64_t seed) {
  Generator generator(seed);
  const nn::Net net(generator);
  data::DataLoader loader(60'000, {.batch_size = kBatch, .shuffle = true});
  for (const int epoch : {1, 2}) {
    loader.begin_epoch(generator);
    std::vector<std::int64_t> order;
    for (std::int64_t i = 0; i < loader.batch_count(); ++i) {
      const auto batch = loader.batch(i);
      order.insert(order.end(), batch.begin(), batch.end());
    }
    arrays.push_back({"loader/epoch_" + std::to_string(epoch), int_array(order)});
  }
}

/// The results of the layer `name` for a batch.
Array results_of(const nn::Module& net, const std::string& name, const data::Batch& batch) {
  Array results;
  const nn::ForwardHook keep = [&](const nn::Module& module, const autograd::Tensor& output) {
    if (nn::full_name(net, module) == name) results = core::contiguous(output.array());
  };
  nn::ForwardContext context;
  context.hook = &keep;
  const autograd::NoGradGuard no_grad;
  net(autograd::Tensor(batch.images), context);
  return results;
}

void add_first_step(NamedArrays& arrays, std::uint64_t seed, bool precise,
                    const std::shared_ptr<const data::ImageSet>& images) {
  const std::string prefix = precise ? "precise/" : "default/";
  Generator generator(seed);
  const nn::Net net(generator, precise);
  std::vector<std::int64_t> indices(kBatch);
  std::iota(indices.begin(), indices.end(), std::int64_t{0});
  const data::Batch batch = data::make_batch(*images, indices);
  arrays.push_back({prefix + "conv2", results_of(net, "conv2", batch)});

  train::TrainingStep step(net, train::chunk_size(net, {1, net.kInputSize, net.kInputSize}));
  step.begin(images, indices, {.seed = seed});
  train::ThreadPool pool;
  step.run(pool, train::Clock::time_point::max());
  step.store_gradients(pool);
  for (const auto& [name, parameter] : net.named_parameters()) {
    arrays.push_back({prefix + name, core::contiguous(parameter.grad())});
  }
}

void write_file(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  core::require(file.good(), path.c_str(), "expected a file that can be written");
}

void probe(Arguments arguments) {
  std::uint64_t seed = 0;
  arguments.number("--seed", seed);
  const std::string out = arguments.value("--out").value_or("");
  const std::string folder = arguments.value("--data").value_or(GRADLET_MNIST);
  arguments.finish();
  core::require(!out.empty(), "--out", "expected the name of a file");

  const MnistFolder mnist = read_mnist(folder, nn::Net::kInputSize);
  NamedArrays arrays;
  add_draws(arrays, seed);
  add_loader(arrays, seed);
  for (const bool precise : {false, true}) add_first_step(arrays, seed, precise, mnist.training);
  write_file(out, io::write_safetensors(arrays, {{"seed", std::to_string(seed)}}));
}

}  // namespace
}  // namespace gradlet::programs

int main(int argc, char** argv) try {
  gradlet::programs::probe({argc, argv});
  return 0;
} catch (const std::exception& error) {
  std::cerr << "gradlet_probe: " << error.what() << '\n';
  return 1;
}
