/// gradlet_train [option…]: trains the tutorial's network on MNIST natively and prints one JSON
/// object, with the keys and meanings of `scripts/train --json`: options, steps, epochs and
/// fingerprints. It is what the WebAssembly engine is compared with.
///
///   --data FOLDER  MNIST's four files, gzipped or not (by default those that scripts/setup
///                  brought)
///   --preset NAME --seed N --epochs N --batch-size N --lr X --optimizer NAME --gamma X --shuffle
///   --precise --limit N --threads N
///                  as `scripts/train` has them; one thread by default
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "optim/factory.h"
#include "programs/arguments.h"
#include "programs/mnist_folder.h"
#include "train/fingerprint.h"
#include "train/session.h"

namespace gradlet::programs {
namespace {

using train::Session;
using train::SessionOptions;

/// Steps after which the parameters' fingerprint is taken, besides each epoch's last.
constexpr std::int64_t kFingerprintSteps[] = {1, 10};
constexpr std::chrono::microseconds kAllTime = std::chrono::hours(24);

struct Settings {
  SessionOptions session;
  std::string optimizer = "adadelta";
  std::string data = GRADLET_MNIST;
};

Settings read_settings(Arguments arguments) {
  Settings settings;
  SessionOptions& session = settings.session;
  arguments.number("--seed", session.seed);
  arguments.number("--epochs", session.epochs);
  arguments.number("--batch-size", session.batch_size);
  arguments.number("--lr", session.learning_rate);
  arguments.number("--gamma", session.gamma);
  arguments.number("--limit", session.limit);
  arguments.number("--threads", session.threads);
  session.preset = arguments.value("--preset").value_or(session.preset);
  session.shuffle = arguments.flag("--shuffle");
  session.precise = arguments.flag("--precise");
  settings.optimizer = arguments.value("--optimizer").value_or(settings.optimizer);
  session.optimizer = optim::parse_kind(settings.optimizer);
  settings.data = arguments.value("--data").value_or(settings.data);
  arguments.finish();
  return settings;
}

/// The shortest text that reads as `value`, as JavaScript writes it.
std::string number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// Beyond 2^53 a string: JavaScript's numbers are doubles.
std::string seed_text(std::uint64_t seed) {
  const std::string digits = std::to_string(seed);
  return seed < std::uint64_t{1} << 53 ? digits : "\"" + digits + "\"";
}

/// "[\n a,\n b\n]"
std::string list(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? ",\n  " : "\n  ") + item;
  return text + "\n ]";
}

const char* json(bool value) { return value ? "true" : "false"; }

/// What `--json` of scripts/train lists.
struct Results {
  std::vector<std::string> steps;
  std::vector<std::string> epochs;
  std::vector<std::string> fingerprints;
};

void add_losses(Results& results, const std::vector<float>& losses) {
  for (const float loss : losses) {
    results.steps.push_back("{\"step\": " + std::to_string(results.steps.size() + 1) +
                            ", \"loss\": " + number(loss) + "}");
  }
}

void add_fingerprint(Results& results, const Session& session) {
  results.fingerprints.push_back("{\"step\": " + std::to_string(session.step()) +
                                 ", \"sha256\": \"" + train::fingerprint(session.model()) + "\"}");
}

void add_epoch(Results& results, Session& session, std::int64_t images, double seconds) {
  session.begin_evaluation();
  const train::EvaluationProgress progress = session.evaluate(kAllTime);
  const auto share = [&](double sum) { return number(sum / static_cast<double>(images)); };
  results.epochs.push_back("{\"epoch\": " + std::to_string(results.epochs.size() + 1) +
                           ", \"val_accuracy\": " + share(static_cast<double>(progress.correct)) +
                           ", \"val_loss\": " + share(progress.loss_sum) +
                           ", \"seconds\": " + number(seconds) + "}");
}

/// Steps until the next fingerprint that is not an epoch's.
std::int64_t steps_to_fingerprint(const Session& session) {
  for (const std::int64_t step : kFingerprintSteps) {
    if (step > session.step()) return step - session.step();
  }
  return session.total_steps() + 1;  // at least one, also where nothing is left to do
}

/// Trains to the end, or until the loss is no number.
Results run(Session& session, std::int64_t validation_images) {
  Results results;
  std::chrono::duration<double> training{0.0};
  while (!session.finished()) {
    const auto begin = std::chrono::steady_clock::now();
    const train::Slice slice = session.advance(kAllTime, steps_to_fingerprint(session));
    training += std::chrono::steady_clock::now() - begin;
    core::require(slice.reason != train::Pause::kDiverged, "training",
                  "expected finite losses, found ", slice.losses.back(), " at step ",
                  session.step() + 1);
    add_losses(results, slice.losses);
    add_fingerprint(results, session);
    if (session.step() % session.steps_per_epoch() == 0) {
      add_epoch(results, session, validation_images, training.count());
      training = {};
    }
  }
  if (results.fingerprints.empty()) add_fingerprint(results, session);
  return results;
}

void print(std::ostream& out, const Settings& settings, const Results& results) {
  const SessionOptions& options = settings.session;
  out << "{\n \"options\": {\"preset\": \"" << options.preset
      << "\", \"seed\": " << seed_text(options.seed) << ", \"epochs\": " << options.epochs
      << ", \"batch_size\": " << options.batch_size << ", \"lr\": " << number(options.learning_rate)
      << ", \"optimizer\": \"" << settings.optimizer << "\", \"gamma\": " << number(options.gamma)
      << ", \"shuffle\": " << json(options.shuffle) << ", \"precise\": " << json(options.precise)
      << ", \"limit\": " << options.limit << ", \"threads\": " << options.threads << "},\n"
      << " \"steps\": " << list(results.steps) << ",\n"
      << " \"epochs\": " << list(results.epochs) << ",\n"
      << " \"fingerprints\": " << list(results.fingerprints) << "\n}\n";
}

}  // namespace
}  // namespace gradlet::programs

int main(int argc, char** argv) try {
  using namespace gradlet::programs;
  const Settings settings = read_settings({argc, argv});
  Session session(settings.session);
  const MnistFolder mnist = read_mnist(settings.data, session.input_size());
  session.set_data(mnist.training, mnist.validation);
  print(std::cout, settings, run(session, mnist.validation->count()));
  return 0;
} catch (const std::exception& error) {
  std::cerr << "gradlet_train: " << error.what() << '\n';
  return 1;
}
