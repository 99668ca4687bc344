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

/// One of the 64 rounds; the caller renames the words instead of moving them.
inline void round(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t& d,
                  std::uint32_t e, std::uint32_t f, std::uint32_t g, std::uint32_t& h,
                  std::uint32_t input) {
  const std::uint32_t sum = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
  const std::uint32_t choice = g ^ (e & (f ^ g));
  h += sum + choice + input;
  d += h;
  const std::uint32_t majority = (a & b) | (c & (a | b));
  h += (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + majority;
}

std::uint32_t load_big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

}  // namespace

void Sha256::compress(const std::uint8_t* block) {
  std::array<std::uint32_t, 64> schedule;
  for (std::size_t t = 0; t < 16; ++t) schedule[t] = load_big_endian(block + 4 * t);
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t early = schedule[t - 15], late = schedule[t - 2];
    schedule[t] = schedule[t - 16] + schedule[t - 7] +
                  (std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3)) +
                  (std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10));
  }
  auto [a, b, c, d, e, f, g, h] = hash_;
  for (std::size_t t = 0; t < 64; t += 8) {
    const auto input = [&](std::size_t i) { return kRoundConstants[t + i] + schedule[t + i]; };
    round(a, b, c, d, e, f, g, h, input(0));
    round(h, a, b, c, d, e, f, g, input(1));
    round(g, h, a, b, c, d, e, f, input(2));
    round(f, g, h, a, b, c, d, e, input(3));
    round(e, f, g, h, a, b, c, d, input(4));
    round(d, e, f, g, h, a, b, c, input(5));
    round(c, d, e, f, g, h, a, b, input(6));
    round(b, c, d, e, f, g, h, a, input(7));
  }
  const Words change = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < hash_.size(); ++i) hash_[i] += change[i];
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
