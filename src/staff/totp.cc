#include "staff/totp.h"

#include <liboath/oath.h>

#include <cstdlib>
#include <memory>

#include "base/crypto.h"
#include "base/fault.h"

namespace temujanji::staff {
namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr unsigned kDigits = 6;
constexpr std::int64_t kStepSeconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;

/// For a part of an address.
std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '.' || byte == '_';
    if (plain) {
      result += letter;
    } else {
      result.append(1, '%').append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    }
  }
  return result;
}

}  // namespace

std::string make_totp_secret() {
  return base::random_bytes(kSecretBytes);
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::string code(kDigits + 1, '\0');
  const int failed = oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step),
                                        kDigits, false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  if (failed != OATH_OK) throw base::Fault(std::string("no code can be made: ") + oath_strerror(failed));
  code.resize(kDigits);
  return code;
}

bool is_totp_code(std::string_view typed) {
  return typed.size() == kDigits && typed.find_first_not_of("0123456789") == typed.npos;
}

std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code,
                                           base::Instant now) {
  const std::int64_t present = base::to_millis(now) / 1000 / kStepSeconds;
  std::optional<std::int64_t> found;
  for (const std::int64_t step : {present - 1, present, present + 1}) {
    if (base::equal_in_constant_time(totp_code(secret, step), code)) found = step;
  }
  return found;
}

std::string to_base32(std::string_view bytes) {
  char* made = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &made, &size) != OATH_OK) {
    throw base::Fault("no memory for a code");
  }
  const std::unique_ptr<char, decltype(&std::free)> kept(made, std::free);
  std::string text(made, size);
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view user_name) {
  return "otpauth://totp/" + escaped(issuer) + ":" + escaped(user_name) + "?secret=" + to_base32(secret) +
         "&issuer=" + escaped(issuer);
}

}  // namespace temujanji::staff
