#include "core/sha256.h"

#include <algorithm>
#include <bit>

namespace gradlet::core {
namespace {

using Words = std::array<std::uint32_t, 8>;

// Section 4.2.2 of the standard.
constexpr std::array<std::uint32_t, 64> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// Sixteen of the 64 rounds. `schedule` holds the inputs of the sixteen rounds before, which become
/// those of these; for the first ones (`kFirst`) those of these already.
///
/// `words` are a to h of the standard. A round renames them instead of moving them; after sixteen
/// each has its own name again. Inlined, so that they stay in registers from one call to the next.
template <bool kFirst>
[[gnu::always_inline]] inline void rounds(const std::uint32_t* constants,
                                          std::array<std::uint32_t, 16>& schedule, Words& words) {
#pragma clang loop unroll(full)
  for (std::size_t t = 0; t < 16; ++t) {
    if constexpr (!kFirst) {
      const std::uint32_t early = schedule[(t + 1) % 16], late = schedule[(t + 14) % 16];
      schedule[t] += schedule[(t + 9) % 16] +
                     (std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3)) +
                     (std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10));
    }
    const auto word = [&](std::size_t i) -> std::uint32_t& { return words[(i + 16 - t) % 8]; };
    const std::uint32_t a = word(0), b = word(1), c = word(2), e = word(4), f = word(5),
                        g = word(6);
    const std::uint32_t sum = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t choice = g ^ (e & (f ^ g));
    const std::uint32_t change = word(7) + constants[t] + schedule[t] + choice + sum;
    const std::uint32_t majority = (a & b) | (c & (a | b));
    word(3) += change;
    word(7) = change + (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + majority;
  }
}

std::uint32_t load_big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

}  // namespace

void Sha256::compress(const std::uint8_t* block) {
  std::array<std::uint32_t, 16> schedule;
  for (std::size_t t = 0; t < 16; ++t) schedule[t] = load_big_endian(block + 4 * t);
  Words words = hash_;
  const std::uint32_t* constants = kRoundConstants.data();
  rounds</*kFirst=*/true>(constants, schedule, words);
#pragma clang loop unroll(disable)
  for (std::size_t t = 16; t < kRoundConstants.size(); t += 16) {
    rounds</*kFirst=*/false>(constants + t, schedule, words);
  }
  for (std::size_t i = 0; i < hash_.size(); ++i) hash_[i] += words[i];
}

void Sha256::update(std::span<const std::uint8_t> bytes) {
  const std::size_t waiting = count_ % kBlockSize;
  count_ += bytes.size();
  if (waiting > 0) {
    const std::size_t taken = std::min(kBlockSize - waiting, bytes.size());
    std::copy_n(bytes.begin(), taken, pending_.begin() + waiting);
    if (waiting + taken < kBlockSize) return;
    compress(pending_.data());
    bytes = bytes.subspan(taken);
  }
  while (bytes.size() >= kBlockSize) {
    compress(bytes.data());
    bytes = bytes.subspan(kBlockSize);
  }
  std::copy(bytes.begin(), bytes.end(), pending_.begin());
}

Sha256::Digest Sha256::digest() const {
  // Padding: a one bit, zeros up to 8 bytes before the end of a block, the length in bits.
  constexpr std::size_t kLengthSize = 8;
  Sha256 padded = *this;
  std::array<std::uint8_t, kBlockSize + kLengthSize> padding{0x80};
  const std::size_t fill = kBlockSize - (count_ + kLengthSize) % kBlockSize;
  for (std::size_t i = 0; i < kLengthSize; ++i) {
    padding[fill + i] = static_cast<std::uint8_t>(count_ * 8 >> (56 - 8 * i));
  }
  padded.update(std::span<const std::uint8_t>(padding).first(fill + kLengthSize));

  Digest result;
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = static_cast<std::uint8_t>(padded.hash_[i / 4] >> (24 - 8 * (i % 4)));
  }
  return result;
}

std::string Sha256::hex() const {
  constexpr const char* kHex = "0123456789abcdef";
  std::string result;
  for (const std::uint8_t byte : digest()) result += {kHex[byte >> 4], kHex[byte & 15]};
  return result;
}

}  // namespace gradlet::core
