#include "core/sha256.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gradlet::tests {

using core::Sha256;

namespace {

std::span<const std::uint8_t> bytes(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string sha256(const std::string& text) {
  Sha256 hash;
  hash.update(bytes(text));
  return hash.hex();
}

}  // namespace

TEST_CASE("SHA-256 of the standard's examples") {
  // https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
               "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(sha256(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 is the same for any pieces and any length of the last block") {
  const std::string text(200, 'x');
  Sha256 all;
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const std::string whole = sha256(text.substr(0, length));
    all.update(bytes(whole));
    for (const std::size_t piece : {1, 7, 63, 64, 65}) {
      Sha256 hash;
      for (std::size_t i = 0; i < length; i += piece) {
        hash.update(bytes(text).subspan(i, std::min(piece, length - i)));
      }
      REQUIRE(hash.hex() == whole);
    }
  }
  // Of the 201 hexadecimal hashes one after the other, by Python's hashlib.
  CHECK(all.hex() == "75013a3fd49991ead9d8a57ea80485c088443c3406a0e8fa003ed57144041eb4");
}

TEST_CASE("a digest leaves the hash as it is") {
  Sha256 hash;
  hash.update(bytes("a"));
  const std::string first = hash.hex();
  CHECK(hash.hex() == first);
  hash.update(bytes("bc"));
  CHECK(hash.hex() == sha256("abc"));
  CHECK(hash.digest()[0] == 0xba);
}

}  // namespace gradlet::tests
