#include "audit/head.h"

#include <algorithm>

#include "base/text.h"

namespace temujanji::audit {
namespace {

constexpr std::string_view kHeadFormat = "temujanji-audit-head-1";
constexpr std::string_view kNoInstallation = "-";

/// The signed fields with a separator between and behind them.
std::string joined(const Head& head, char separator) {
  std::string text;
  const std::string_view installation = head.installation.empty() ? kNoInstallation : head.installation;
  for (const std::string& field :
       {std::string(kHeadFormat), std::string(installation), std::to_string(head.number),
        std::to_string(head.size), std::to_string(base::to_millis(head.at)),
        base::to_base64url(base::bytes_of(head.root)), base::to_base64url(base::bytes_of(head.previous))}) {
    text += field;
    text += separator;
  }
  return text;
}

}  // namespace

std::string text_of(const Head& head) {
  return joined(head, '\n');
}

Hash hash_of(const Head& head) {
  return base::sha256({text_of(head)});
}

bool is_genuine(const Head& head, std::string_view public_key) {
  return base::verify_signature(text_of(head), head.signature, public_key);
}

std::string to_line(const Head& head) {
  return joined(head, ' ') + base::to_base64url(head.signature);
}

std::optional<Head> parse_line(std::string_view line) {
  const auto fields = base::split(line, ' ');
  if (fields.size() != 8 || fields[0] != kHeadFormat) return std::nullopt;
  const auto number = base::parse_number<std::int64_t>(fields[2]);
  const auto size = base::parse_number<std::uint64_t>(fields[3]);
  const auto at = base::parse_number<std::int64_t>(fields[4]);
  const auto root = parse_hash(fields[5]), previous = parse_hash(fields[6]);
  auto signature = base::from_base64url(fields[7]);
  if (!number || !size || !at || !root || !previous || !signature) return std::nullopt;
  return Head{fields[1] == kNoInstallation ? "" : std::string(fields[1]),
              *number,
              *size,
              base::from_millis(*at),
              *root,
              *previous,
              std::move(*signature)};
}

std::optional<Hash> parse_hash(std::string_view text) {
  const auto bytes = base::from_base64url(text);
  Hash hash{};
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::ranges::transform(*bytes, hash.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

}  // namespace temujanji::audit
