#include "notify/slip_token.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/text.h"

namespace temujanji::notify {
namespace {

// The token: one byte of version, the fields, the signature over all before it; then base 32.
//   reference, office, service: one byte of length, then the text
//   starts_at: 4 bytes of minutes since 1970, most significant first; seats: 2 bytes; identity: 8 bytes
// Base 32 rather than base 45: it costs 12 more characters but needs no blanks and signs, which scanners that
// act as keyboards mistype under foreign layouts.
constexpr char kVersion = 1;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kReferenceMax = 15;
constexpr std::size_t kCodeMax = 63;
constexpr std::size_t kTextMax = 512;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Keeps a signature for a slip from being one for anything else that the same key may sign.
constexpr std::string_view kSignedAs = "temujanji slip\n";

std::string to_base32(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 8 / 5 + 1);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[(buffer >> (bits - 5)) & 31];
  }
  if (bits > 0) text += kAlphabet[(buffer << (5 - bits)) & 31];
  return text;
}

/// Only what `to_base32` makes: left-over bits must be zero and fewer than a character's.
std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == kAlphabet.npos) return std::nullopt;
    buffer = (buffer << 5) | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((buffer >> bits) & 0xFF);
    }
  }
  if (bits >= 5 || (buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

void append_number(std::string& bytes, std::uint64_t number, int size) {
  for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>((number >> (8 * i)) & 0xFF);
}

void append_text(std::string& bytes, std::string_view text, std::size_t size_max) {
  CHECK(text.size() <= size_max);
  append_number(bytes, text.size(), 1);
  bytes += text;
}

/// Takes fields off the front; once one is not there, all that follow are not.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::string_view bytes(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const char byte : bytes(size)) value = (value << 8) | static_cast<unsigned char>(byte);
    return value;
  }
  std::string text(std::size_t size_max) {
    const auto size = static_cast<std::size_t>(number(1));
    if (size > size_max) good_ = false;
    return std::string(bytes(size));
  }
  bool ended_well() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string make_slip_token(const SlipToken& token, const base::KeyRing& keys) {
  CHECK(token.seats >= 0 && token.seats <= 0xFFFF);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(token.starts_at).time_since_epoch().count();
  CHECK(minutes >= 0 && minutes <= 0xFFFFFFFF);
  std::string bytes(1, kVersion);
  append_text(bytes, token.reference, kReferenceMax);
  append_text(bytes, token.office, kCodeMax);
  append_text(bytes, token.service, kCodeMax);
  append_number(bytes, static_cast<std::uint64_t>(minutes), 4);
  append_number(bytes, static_cast<std::uint64_t>(token.seats), 2);
  bytes.append(reinterpret_cast<const char*>(token.identity.data()), token.identity.size());
  return to_base32(bytes + keys.sign(std::string(kSignedAs) + bytes));
}

base::Result<SlipToken, TokenProblem> verify_slip_token(std::string_view text, std::string_view public_key) {
  const std::string_view trimmed = base::trim(text);
  if (trimmed.size() > kTextMax) return TokenProblem::not_a_token;
  const auto all = from_base32(base::to_upper(trimmed));
  if (!all || all->size() < 1 + kSignatureBytes) return TokenProblem::not_a_token;
  // The version stands before the signature check because later versions may sign otherwise.
  if ((*all)[0] != kVersion) return TokenProblem::unknown_version;

  const std::string_view bytes = std::string_view(*all).substr(0, all->size() - kSignatureBytes);
  const std::string_view signature = std::string_view(*all).substr(bytes.size());
  if (!base::verify_signature(std::string(kSignedAs) + std::string(bytes), signature, public_key))
    return TokenProblem::bad_signature;

  Reader reader(bytes.substr(1));
  SlipToken token;
  token.reference = reader.text(kReferenceMax);
  token.office = reader.text(kCodeMax);
  token.service = reader.text(kCodeMax);
  token.starts_at = base::Instant(std::chrono::minutes(static_cast<std::int64_t>(reader.number(4))));
  token.seats = static_cast<int>(reader.number(2));
  const std::string_view identity = reader.bytes(token.identity.size());
  std::ranges::transform(identity, token.identity.begin(),
                         [](char byte) { return static_cast<std::uint8_t>(byte); });
  if (!reader.ended_well()) return TokenProblem::not_a_token;
  return token;
}

}  // namespace temujanji::notify
