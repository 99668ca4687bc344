#include "autograd/graph.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace gradlet::autograd {
namespace {

thread_local bool recording = true;
thread_local std::int64_t recorded = 0;

}  // namespace

bool grad_enabled() { return recording; }

NoGradGuard::NoGradGuard() : before_(recording) { recording = false; }

NoGradGuard::~NoGradGuard() { recording = before_; }

Node::Node(const char* op, NodeList node_inputs, BackwardFunction function)
    : name(op), inputs(std::move(node_inputs)), backward(std::move(function)) {
  for (const std::shared_ptr<Node>& input : inputs) {
    if (input) depth = std::max(depth, input->depth + 1);
  }
}

Node::~Node() {
  NodeList pending = std::move(inputs);
  while (!pending.empty()) {
    const std::shared_ptr<Node> node = std::move(pending.back());
    pending.pop_back();
    if (node.use_count() == 1) {
      std::move(node->inputs.begin(), node->inputs.end(), std::back_inserter(pending));
      node->inputs.clear();
    }
  }
}

bool will_record(Inputs inputs) {
  return recording && std::any_of(inputs.begin(), inputs.end(),
                                  [](const Tensor& input) { return input.requires_grad(); });
}

std::int64_t recorded_elements() { return recorded; }

Tensor record(const char* name, core::Array result, Inputs inputs, BackwardFunction backward) {
  if (!will_record(inputs)) return Tensor(std::move(result));
  recorded += result.numel();
  NodeList nodes;
  nodes.reserve(inputs.size());
  for (const Tensor& input : inputs) nodes.push_back(input.defined() ? input.node() : nullptr);
  return Tensor::from_operation(std::move(result),
                                std::allocate_shared<Node>(core::StorageAllocator<Node>{}, name,
                                                           std::move(nodes), std::move(backward)));
}

const core::Array& Saved::get(const char* op) const {
  core::require(array_.version() == version_, op,
                "expected the elements that backward needs as they were, found them changed in "
                "place since (version ",
                array_.version(), " instead of ", version_, ")");
  return array_;
}

}  // namespace gradlet::autograd
