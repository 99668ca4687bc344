#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "autograd/tensor.h"
#include "core/array.h"
#include "core/storage.h"

namespace gradlet::autograd {

/// The gradients of an operation's inputs, in their order.
using Gradients = std::vector<core::Array, core::StorageAllocator<core::Array>>;

/// From the gradient of an operation's result to those of its inputs, in their order. Entries whose
/// input wants no gradient are ignored and may be left undefined. The gradient is the function's
/// own to change if its elements are not shared.
using BackwardFunction = std::function<Gradients(core::Array grad_output)>;

struct Node;

/// Nodes, and null where an input wants no gradient.
using NodeList = std::vector<std::shared_ptr<Node>, core::StorageAllocator<std::shared_ptr<Node>>>;

/// A step of the computation, as backward walks it: where gradients come from and go to.
///
/// A leaf's node has no backward function and no inputs, and holds the gradient added up so far.
struct Node {
  Node(const char* op, NodeList node_inputs, BackwardFunction function);
  /// Releases long chains of nodes one by one: the stack of a WebAssembly module is small.
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// PyTorch's name of it, such as "ReluBackward0".
  const char* name;
  /// One for each input of the operation; null where no gradient is wanted.
  NodeList inputs;
  /// Nodes on the longest way from here to a leaf: each is deeper than its inputs, leaves have 0.
  std::int64_t depth = 0;
  BackwardFunction backward;
  /// Backward has been here and has released what it had kept.
  bool used_up = false;
  /// Of a leaf: what `Tensor::grad` returns.
  core::Array gradient;
};

/// What an operation is computed from. Not copied: copies of a parameter are counted in memory that
/// all threads write to, and fetch from each other.
using Inputs = std::initializer_list<std::reference_wrapper<const Tensor>>;

/// The result of an operation named `name` on `inputs`.
///
/// Records `backward` when this thread records history and an input requires a gradient.
/// `backward` may keep arrays, never a tensor that is a result of this operation (a cycle).
Tensor record(const char* name, core::Array result, Inputs inputs, BackwardFunction backward);

/// Whether an operation on `inputs` will be recorded: what backward needs has to be kept.
bool will_record(Inputs inputs);

/// How many elements the results have that this thread has recorded so far: from their growth over
/// a forward pass its memory can be told.
std::int64_t recorded_elements();

/// Elements that backward will need. Reading them throws if they were changed meanwhile.
class Saved {
 public:
  Saved() = default;
  explicit Saved(core::Array array) : array_(std::move(array)), version_(array_.version()) {}

  /// The elements as they were. `op` names the operation in the error.
  const core::Array& get(const char* op) const;

 private:
  core::Array array_;
  std::uint64_t version_ = 0;
};

}  // namespace gradlet::autograd
