#include "web/networks.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/fault.h"
#include "base/text.h"

namespace temujanji::web {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_v4(const AddressBytes& bytes) {
  return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

/// The first `bits` bits of `bytes`; the others 0.
AddressBytes masked(AddressBytes bytes, int bits) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const int here = std::clamp(bits - static_cast<int>(at) * 8, 0, 8);
    bytes[at] = static_cast<std::uint8_t>(bytes[at] & (0xff00 >> here));
  }
  return bytes;
}

std::string to_text(const AddressBytes& bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_v4(bytes)) {
    inet_ntop(AF_INET, bytes.data() + kMapped.size(), text, sizeof text);
  } else {
    inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
  }
  return text;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != terminated.npos) return std::nullopt;
  AddressBytes bytes{};
  if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
  std::copy(kMapped.begin(), kMapped.end(), bytes.begin());
  if (inet_pton(AF_INET, terminated.c_str(), bytes.data() + kMapped.size()) == 1) return bytes;
  return std::nullopt;
}

Address to_address(const AddressBytes& bytes) {
  const bool v4 = is_v4(bytes);
  return {to_text(bytes), to_text(masked(bytes, v4 ? 96 + 24 : 48)) + (v4 ? "/24" : "/48")};
}

Networks Networks::parse(std::string_view text) {
  Networks networks;
  if (base::trim(text).empty()) return networks;
  for (std::string_view part : base::split(text, ',')) {
    part = base::trim(part);
    const std::size_t slash = part.find('/');
    const auto bytes = parse_address(part.substr(0, slash));
    // "::ffff:10.0.0.0/104" counts its bits from the IPv6 form, "10.0.0.0/8" from the IPv4 one.
    const int lead = part.find(':') == part.npos ? 96 : 0;
    const auto bits =
        slash == part.npos ? std::optional(128 - lead) : base::parse_number<int>(part.substr(slash + 1));
    if (!bytes || !bits || *bits < 0 || *bits > 128 - lead) {
      throw base::UsageFault("`" + std::string(part) +
                             "` is no network; write 192.0.2.0/24 or 2001:db8::/48");
    }
    networks.networks_.push_back({masked(*bytes, lead + *bits), lead + *bits});
  }
  return networks;
}

bool Networks::contains(const AddressBytes& address) const {
  return std::ranges::any_of(
      networks_, [&](const Network& network) { return masked(address, network.bits) == network.bytes; });
}

bool Networks::contains(std::string_view address) const {
  const auto bytes = parse_address(address);
  return bytes && contains(*bytes);
}

AddressBytes client_of(const AddressBytes& peer, std::string_view forwarded_for, const Networks& trusted) {
  AddressBytes client = peer;
  // Each proxy appends whom it heard from; only what trusted ones wrote can be believed.
  while (trusted.contains(client) && !forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const std::string_view last =
        comma == forwarded_for.npos ? forwarded_for : forwarded_for.substr(comma + 1);
    const auto bytes = parse_address(base::trim(last));
    if (!bytes) break;
    client = *bytes;
    forwarded_for = comma == forwarded_for.npos ? std::string_view() : forwarded_for.substr(0, comma);
  }
  return client;
}

}  // namespace temujanji::web
