/// sized_steps, as WebAssembly: the tutorial's network for images of any size, as functions for
/// JavaScript, which times its steps. CMakeLists.txt exports them by their names.
///
/// In this order: sized_images; sized_buffer, sized_feed_labels; then sized_buffer,
/// sized_feed_images; sized_begin; sized_step as often as wanted.
#include <cstdint>
#include <memory>
#include <numeric>
#include <vector>

#include "core/generator.h"
#include "data/mnist.h"
#include "nn/nn.h"
#include "optim/adadelta.h"
#include "train/training_step.h"

namespace {

using namespace gradlet;

/// The tutorial's layers but for its pooling of 1, with a linear layer for what is left of `size`.
std::shared_ptr<nn::Module> make_net(std::int64_t size, core::Generator& generator) {
  const nn::Conv2dOptions options;
  const std::int64_t left = size - 4;
  return std::make_shared<nn::Sequential>(std::vector<std::shared_ptr<nn::Module>>{
      std::make_shared<nn::Conv2d>(1, 32, options, generator), std::make_shared<nn::ReLU>(),
      std::make_shared<nn::Conv2d>(32, 64, options, generator), std::make_shared<nn::ReLU>(),
      std::make_shared<nn::Flatten>(),
      std::make_shared<nn::Linear>(64 * left * left, 10, generator),
      std::make_shared<nn::LogSoftmax>(1)});
}

class SizedRun {
 public:
  SizedRun(std::shared_ptr<const data::ImageSet> images, std::int64_t batch_size)
      : images_(std::move(images)),
        batch_size_(batch_size),
        generator_(0),
        net_(make_net(images_->image_size(), generator_)),
        optimizer_(net_->parameters()),
        step_(*net_, train::chunk_size(*net_, {1, images_->image_size(), images_->image_size()})) {}

  /// The loss of the next batch, before the step.
  float step() {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(batch_size_));
    std::iota(indices.begin(), indices.end(), first_);
    first_ += batch_size_;
    if (first_ + batch_size_ > images_->count()) first_ = 0;
    step_.begin(images_, indices, {});
    step_.run(pool_, train::Clock::time_point::max());
    const float loss = step_.loss();
    step_.store_gradients(pool_);
    optimizer_.step();
    optimizer_.zero_grad();
    return loss;
  }

 private:
  std::shared_ptr<const data::ImageSet> images_;
  std::int64_t batch_size_;
  std::int64_t first_ = 0;
  core::Generator generator_;
  std::shared_ptr<nn::Module> net_;
  optim::Adadelta optimizer_;
  train::TrainingStep step_;
  train::ThreadPool pool_;
};

std::vector<std::uint8_t> buffer;
std::unique_ptr<data::ImageSetBuilder> builder;
std::unique_ptr<SizedRun> run;

}  // namespace

extern "C" {

void sized_images(int size) {
  run.reset();
  builder = std::make_unique<data::ImageSetBuilder>(size);
}

/// Where to put the next `size` bytes.
std::uint8_t* sized_buffer(int size) {
  buffer.resize(static_cast<std::size_t>(size));
  return buffer.data();
}

/// Takes what is in the buffer as a whole IDX file.
void sized_feed_labels() {
  builder->feed_labels("labels", buffer);
  builder->finish_labels();
}

void sized_feed_images() {
  builder->feed_images("images", buffer);
  builder->finish_images();
}

void sized_begin(int batch_size) { run = std::make_unique<SizedRun>(builder->set(), batch_size); }

double sized_step() { return run->step(); }
}
