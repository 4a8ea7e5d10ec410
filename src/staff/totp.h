#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace temujanji::staff {

/// A secret that a telephone and we share, from which both make a code of six digits every 30 seconds (RFC
/// 6238, SHA-1, as every authenticator knows it). 20 random bytes.
std::string make_totp_secret();

/// The code of one of those half minutes, counted from 1970.
std::string totp_code(std::string_view secret, std::int64_t step);
/// Whether somebody typed what could be such a code, which can be found by trying.
bool is_totp_code(std::string_view typed);
/// The 30 seconds, counted from 1970, whose code this is: now's, or one before or after, for clocks differ.
std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code, base::Instant now);

/// Bytes in capital letters and the digits 2 to 7 (RFC 4648), as people type them.
std::string to_base32(std::string_view bytes);

/// What an authenticator reads from a QR code: "otpauth://totp/…".
std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view user_name);

}  // namespace temujanji::staff
