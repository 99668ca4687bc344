#include <algorithm>
#include <cassert>
#include <utility>

#include "autograd/graph.h"
#include "autograd/tensor.h"
#include "core/error.h"
#include "core/storage.h"

namespace gradlet::autograd {
namespace {

/// Adds `gradient` to `sum`, which may still share its elements with others or be undefined.
void accumulate(core::Array& sum, const core::Array& gradient) {
  if (!sum.defined()) {
    sum = gradient;
    return;
  }
  if (!sum.unique()) sum = sum.clone();
  core::add_to(sum, gradient);
}

/// A node that backward has yet to visit, and the gradient that has reached it so far.
struct Pending {
  Node* node;
  core::Array gradient;
};

/// Those that wait, the deepest last: its gradient is complete, since what it feeds into is deeper
/// still. Of those that are equally deep the one reached first is last: the order depends on the
/// graph alone, so sums of gradients have a fixed order.
using Front = std::vector<Pending, core::StorageAllocator<Pending>>;

void add(Front& front, Node* node, const core::Array& gradient) {
  const auto [begin, end] = std::ranges::equal_range(
      front, node->depth, {}, [](const Pending& p) { return p.node->depth; });
  const auto found = std::ranges::find(begin, end, node, &Pending::node);
  if (found != end) {
    accumulate(found->gradient, gradient);
  } else {
    front.insert(begin, {node, gradient});
  }
}

/// Runs `node`'s backward function and hands its results on to the inputs.
void step_back(Node& node, core::Array gradient, Front& front) {
  core::require(
      !node.used_up, node.name,
      "expected a graph that has not been used, found that backward has been here before; "
      "compute the result anew");
  Gradients results = node.backward(std::move(gradient));
  assert(results.size() == node.inputs.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (node.inputs[i] && results[i].defined()) {
      add(front, node.inputs[i].get(), results[i]);
      results[i] = core::Array();  // so that the sum alone holds it
    }
  }
  node.used_up = true;
  node.backward = nullptr;
}

/// Carries `gradient` of `root`, which keeps the graph alive, back to the leaves; returns those it
/// reached.
Front run_backward(const Tensor& root, const core::Array& gradient) {
  core::require(root.requires_grad(), "backward",
                "expected a result that depends on a tensor that requires a gradient");
  core::require(gradient.shape() == root.shape(), "backward", "expected a gradient of shape ",
                root.shape(), ", found ", gradient.shape());
  Front front;
  add(front, root.node().get(), gradient);
  while (!front.empty() && front.back().node->depth > 0) {
    Pending deepest = std::move(front.back());
    front.pop_back();
    step_back(*deepest.node, std::move(deepest.gradient), front);
  }
  return front;
}

}  // namespace

void Tensor::backward(const core::Array& gradient) const {
  for (const Pending& leaf : run_backward(*this, gradient)) {
    accumulate(leaf.node->gradient, core::contiguous(leaf.gradient));
  }
}

std::vector<core::Array> grad(const Tensor& output, std::span<const Tensor> inputs,
                              const core::Array& gradient) {
  const Front leaves = run_backward(output, gradient);
  std::vector<core::Array> result;
  result.reserve(inputs.size());
  for (const Tensor& input : inputs) {
    core::require(input.requires_grad() && input.is_leaf(), "grad",
                  "expected leaves that require a gradient");
    const auto found = std::ranges::find(leaves, input.node().get(), &Pending::node);
    result.push_back(found == leaves.end() ? core::Array() : core::contiguous(found->gradient));
  }
  return result;
}

}  // namespace gradlet::autograd
