#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

namespace temujanji::notify {

/// What a slip's QR code says, so that a counter can check the slip without network.
struct SlipToken {
  /// Without separators, at most 15 characters.
  std::string reference;
  /// Codes of the catalogue, at most 63 characters each.
  std::string office;
  std::string service;
  /// Kept to the minute.
  base::Instant starts_at;
  int seats = 1;
  /// The first 8 bytes of the appointment's keyed identity hash. Keyed, because anybody could find a MyKad
  /// number from its plain hash by trying; so comparing needs a counter that holds the hash key.
  std::array<std::uint8_t, 8> identity{};

  bool operator==(const SlipToken&) const = default;
};

/// Why a token is not believed.
enum class TokenProblem {
  not_a_token,      // not our alphabet, too short, too long, or cut off
  unknown_version,  // made by a newer program
  bad_signature,    // forged, damaged, or of another installation
};

/// The signed token: capital letters and digits only, which a QR code packs tightest and every keyboard
/// scanner types right. About 190 characters. Thread-safe.
std::string make_slip_token(const SlipToken& token, const base::KeyRing& keys);

/// Reads a token that somebody scanned or typed (blanks around it and small letters are forgiven). Needs only
/// the 32 bytes of KeyRing::public_key. Thread-safe.
base::Result<SlipToken, TokenProblem> verify_slip_token(std::string_view text, std::string_view public_key);

}  // namespace temujanji::notify
