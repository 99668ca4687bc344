#include "data/data_loader.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace gradlet::data {

DataLoader::DataLoader(std::int64_t size, const DataLoaderOptions& options) : options_(options) {
  core::require(size >= 1, "DataLoader", "expected at least 1 sample, found ", size);
  core::require(options.batch_size >= 1, "DataLoader",
                "expected a batch size of at least 1, found ", options.batch_size);
  order_.resize(static_cast<std::size_t>(size));
  std::iota(order_.begin(), order_.end(), std::int64_t{0});
}

std::int64_t DataLoader::batch_count() const {
  const auto size = static_cast<std::int64_t>(order_.size());
  const std::int64_t whole = size / options_.batch_size;
  return whole + (!options_.drop_last && size % options_.batch_size != 0 ? 1 : 0);
}

void DataLoader::begin_epoch(core::Generator& generator) {
  generator.random_int64();
  if (!options_.shuffle) return;
  core::Generator sampler(static_cast<std::uint64_t>(generator.random_int64()));
  order_ = sampler.permutation(static_cast<std::int64_t>(order_.size()));
}

std::span<const std::int64_t> DataLoader::batch(std::int64_t index) const {
  core::require(index >= 0 && index < batch_count(), "DataLoader", "expected a batch from 0 to ",
                batch_count() - 1, ", found ", index);
  const auto rest = std::span<const std::int64_t>(order_).subspan(
      static_cast<std::size_t>(index * options_.batch_size));
  return rest.first(std::min(rest.size(), static_cast<std::size_t>(options_.batch_size)));
}

}  // namespace gradlet::data
