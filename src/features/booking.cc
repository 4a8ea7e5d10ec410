#include "features/booking.h"

#include "base/text.h"

namespace temujanji::features {
namespace {
constexpr std::size_t kIdBytes = sizeof(std::int64_t);

std::string id_bytes(domain::HoldId id) {
  return {reinterpret_cast<const char*>(&id.value), kIdBytes};
}
}  // namespace

std::string hold_token(const base::KeyRing& keys, domain::HoldId id) {
  const std::string bytes = id_bytes(id);
  return base::to_base64url(bytes + std::string(base::bytes_of(keys.hash("hold", bytes))));
}

std::optional<domain::HoldId> parse_hold_token(const base::KeyRing& keys, std::string_view token) {
  if (token.size() > 64) return std::nullopt;
  const auto bytes = base::from_base64url(token);
  if (!bytes || bytes->size() != kIdBytes + sizeof(base::Digest)) return std::nullopt;
  domain::HoldId id;
  __builtin_memcpy(&id.value, bytes->data(), kIdBytes);
  const base::Digest expected = keys.hash("hold", std::string_view(*bytes).substr(0, kIdBytes));
  if (!base::equal_in_constant_time(base::bytes_of(expected), std::string_view(*bytes).substr(kIdBytes))) {
    return std::nullopt;
  }
  return id;
}

bool allow_booking(App& app, const web::Request& request) {
  return !app.is_limited(request) || app.bookings_by_address.allow(request.address.prefix, app.clock.now());
}

}  // namespace temujanji::features
