#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/merkle.h"
#include "base/clock.h"

namespace temujanji::audit {

/// A signed statement of what the tree was at a moment. Who has one can tell later whether the tree still
/// begins with the same leaves.
struct Head {
  /// Of which installation.
  std::string installation;
  /// From 1, without gaps.
  std::int64_t number = 0;
  std::uint64_t size = 0;
  base::Instant at{};
  Hash root{};
  /// `hash_of` the head before; zeros for the first.
  Hash previous{};
  /// Ed25519, of `text_of`.
  std::string signature = {};
  bool operator==(const Head&) const = default;
};

/// What is signed: lines of the format's name, installation, number, size, time in milliseconds, root and
/// previous, hashes as base64url.
std::string text_of(const Head& head);
Hash hash_of(const Head& head);
bool is_genuine(const Head& head, std::string_view public_key);

/// A head on one line, with its signature, without a line's end; for files that are kept elsewhere.
std::string to_line(const Head& head);
std::optional<Head> parse_line(std::string_view line);

/// A hash from base64url.
std::optional<Hash> parse_hash(std::string_view text);

}  // namespace temujanji::audit
