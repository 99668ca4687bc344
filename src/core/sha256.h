#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace gradlet::core {

/// SHA-256 of bytes that arrive in pieces. FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4
class Sha256 {
 public:
  static constexpr std::size_t kDigestSize = 32;
  using Digest = std::array<std::uint8_t, kDigestSize>;

  /// Appends `bytes` to what is hashed.
  void update(std::span<const std::uint8_t> bytes);

  /// The hash of all bytes so far; more may follow.
  Digest digest() const;

  /// `digest()` as 64 small hexadecimal digits.
  std::string hex() const;

 private:
  static constexpr std::size_t kBlockSize = 64;

  void compress(const std::uint8_t* block);

  std::array<std::uint32_t, 8> hash_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, kBlockSize> pending_{};
  /// All bytes so far; those beyond the last whole block lie in `pending_`.
  std::uint64_t count_ = 0;
};

}  // namespace gradlet::core
