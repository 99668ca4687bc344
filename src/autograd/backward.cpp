#include <cassert>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "autograd/graph.h"
#include "autograd/tensor.h"
#include "core/error.h"

namespace gradlet::autograd {
namespace {

/// The nodes that gradients of `root` reach, which it keeps alive, each after all that it feeds
/// into (depth first, without recursion). The order depends on the graph alone, so sums of
/// gradients have a fixed order.
std::vector<Node*> topological_order(Node* root) {
  struct Visit {
    Node* node;
    std::size_t next_input = 0;
  };
  std::vector<Node*> finished;  // inputs before users
  std::unordered_set<const Node*> seen{root};
  std::vector<Visit> path{{root}};
  while (!path.empty()) {
    Visit& visit = path.back();
    if (visit.next_input == visit.node->inputs.size()) {
      finished.push_back(visit.node);
      path.pop_back();
      continue;
    }
    Node* const input = visit.node->inputs[visit.next_input++].get();
    if (input && seen.insert(input).second) path.push_back({input});
  }
  return {finished.rbegin(), finished.rend()};
}

/// Adds `gradient` to `sum`, which may still share its elements with others or be undefined.
void accumulate(core::Array& sum, const core::Array& gradient) {
  if (!sum.defined()) {
    sum = gradient;
    return;
  }
  if (!sum.unique()) sum = sum.clone();
  core::add_to(sum, gradient);
}

/// What backward keeps of each node that it has yet to visit.
using Gradients = std::unordered_map<const Node*, core::Array>;

/// Runs `node`'s backward function and hands its results on to the inputs.
void step_back(Node& node, core::Array gradient, Gradients& gradients) {
  core::require(
      !node.used_up, node.name,
      "expected a graph that has not been used, found that backward has been here before; "
      "compute the result anew");
  std::vector<core::Array> results = node.backward(std::move(gradient));
  assert(results.size() == node.inputs.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (node.inputs[i] && results[i].defined()) {
      accumulate(gradients[node.inputs[i].get()], results[i]);
      results[i] = core::Array();  // so that the sum alone holds it
    }
  }
  node.used_up = true;
  node.backward = nullptr;
}

/// Carries `gradient` of `root` back to the leaves; returns the gradients of those it reached.
Gradients run_backward(const Tensor& root, const core::Array& gradient) {
  core::require(root.requires_grad(), "backward",
                "expected a result that depends on a tensor that requires a gradient");
  core::require(gradient.shape() == root.shape(), "backward", "expected a gradient of shape ",
                root.shape(), ", found ", gradient.shape());
  Gradients gradients{{root.node().get(), gradient}};
  for (Node* node : topological_order(root.node().get())) {
    const bool leaf = node->inputs.empty() && !node->backward && !node->used_up;
    if (leaf) continue;
    const auto found = gradients.find(node);
    if (found == gradients.end()) continue;  // no gradient came this way
    core::Array node_gradient = std::move(found->second);
    gradients.erase(found);
    step_back(*node, std::move(node_gradient), gradients);
  }
  return gradients;
}

}  // namespace

void Tensor::backward(const core::Array& gradient) const {
  // The order of this loop is of no consequence: each leaf is added to once.
  const Gradients gradients = run_backward(*this, gradient);
  for (Node* node : topological_order(this->node().get())) {
    const auto found = gradients.find(node);
    if (found != gradients.end()) accumulate(node->gradient, core::contiguous(found->second));
  }
}

std::vector<core::Array> grad(const Tensor& output, std::span<const Tensor> inputs,
                              const core::Array& gradient) {
  const Gradients gradients = run_backward(output, gradient);
  std::vector<core::Array> result;
  result.reserve(inputs.size());
  for (const Tensor& input : inputs) {
    core::require(input.requires_grad() && input.is_leaf(), "grad",
                  "expected leaves that require a gradient");
    const auto found = gradients.find(input.node().get());
    result.push_back(found == gradients.end() ? core::Array() : core::contiguous(found->second));
  }
  return result;
}

}  // namespace gradlet::autograd
