#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.h"

namespace temujanji::web {

/// An IPv6 address, or an IPv4 address in its `::ffff:0:0/96` form.
using AddressBytes = std::array<std::uint8_t, 16>;

/// The bytes of "192.0.2.1", "2001:db8::1" or "::ffff:192.0.2.1"; nothing if it is no address.
std::optional<AddressBytes> parse_address(std::string_view text);
/// The address as text, with the prefix that limits count by ("192.0.2.0/24", "2001:db8::/48").
Address to_address(const AddressBytes& bytes);

/// A list of networks: "127.0.0.0/8, ::1, 10.1.0.0/16". Immutable, thread-safe.
class Networks {
 public:
  Networks() = default;
  /// Throws UsageFault naming the part that is no network.
  static Networks parse(std::string_view text);
  bool contains(const AddressBytes& address) const;
  bool contains(std::string_view address) const;
  bool empty() const { return networks_.empty(); }

 private:
  struct Network {
    AddressBytes bytes;
    int bits;
  };
  std::vector<Network> networks_;
};

/// Who really asks: `peer`, or if that is a trusted proxy, the last address of X-Forwarded-For that is not
/// one.
AddressBytes client_of(const AddressBytes& peer, std::string_view forwarded_for, const Networks& trusted);

}  // namespace temujanji::web
