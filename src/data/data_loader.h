#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/generator.h"

namespace gradlet::data {

struct DataLoaderOptions {
  std::int64_t batch_size = 1;
  /// Whether each epoch has an order of its own.
  bool shuffle = false;
  /// Whether to leave out a last batch that is not full.
  bool drop_last = false;
};

/// Which images make up which batch, as PyTorch's `DataLoader` has it, draw for draw.
/// https://pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
class DataLoader {
 public:
  /// For a data set of `size` samples. Throws unless `size` and the batch size are at least 1.
  DataLoader(std::int64_t size, const DataLoaderOptions& options);

  /// Batches in an epoch.
  std::int64_t batch_count() const;

  /// Begins an epoch. Draws an int64 from `generator` (PyTorch's base seed for its workers), also
  /// without shuffling; with it a second one, which seeds the order.
  void begin_epoch(core::Generator& generator);

  /// The samples of batch `index` in the epoch that has begun; in file order before any has.
  /// Throws unless 0 ≤ `index` < `batch_count()`.
  std::span<const std::int64_t> batch(std::int64_t index) const;

 private:
  DataLoaderOptions options_;
  std::vector<std::int64_t> order_;
};

}  // namespace gradlet::data
