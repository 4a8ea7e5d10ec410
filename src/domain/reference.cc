// The alphabet is Crockford's base 32: digits and letters without I, L, O, U.
//
// The check character is chosen so that the eleven values d0 … d10, read as coefficients of a polynomial over
// the field GF(32), have the root a = x (with x^5 = x^2 + 1): d0·a^10 + d1·a^9 + … + d10 = 0. A single wrong
// character changes the sum by (d - d')·a^k, two exchanged ones by (d - d')·(a^j - a^k); neither can be zero,
// for the powers a^0 … a^30 differ. A weighted sum modulo 32 could not promise that, and modulo 37 would need
// five characters more than the alphabet has.
#include "domain/reference.h"

#include "base/check.h"

namespace temujanji::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(kAlphabet.size() == 32);
constexpr std::size_t kReferenceBytesMax = 128;

constexpr unsigned times_a(unsigned value) {
  const unsigned doubled = value << 1;
  return (doubled & 32U) != 0 ? doubled ^ 0b100101U : doubled;
}

/// The value of a typed character, or nothing for one that is no part of a reference.
std::optional<unsigned> symbol_of(char typed) {
  const char upper = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 32) : typed;
  if (upper == 'O') return 0;
  if (upper == 'I' || upper == 'L') return 1;
  const std::size_t at = kAlphabet.find(upper);
  return at == kAlphabet.npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

bool is_separator(char c) {
  return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z');
}

}  // namespace

std::string make_reference(std::uint64_t bits) {
  std::string out;
  unsigned sum = 0;
  for (int shift = 45; shift >= 0; shift -= 5) {
    const auto value = static_cast<unsigned>((bits >> shift) & 31U);
    sum = times_a(sum) ^ value;
    out += kAlphabet[value];
  }
  out += kAlphabet[times_a(sum)];
  return out;
}

std::optional<std::string> parse_reference(std::string_view text) {
  if (text.size() > kReferenceBytesMax) return std::nullopt;
  std::string out;
  unsigned sum = 0;
  for (const char c : text) {
    if (is_separator(c)) continue;
    const auto value = symbol_of(c);
    if (!value) return std::nullopt;
    sum = times_a(sum) ^ *value;
    out += kAlphabet[*value];
  }
  if (out.size() != kReferenceLength || sum != 0) return std::nullopt;
  return out;
}

std::string display_reference(std::string_view reference) {
  CHECK(reference.size() == kReferenceLength);
  std::string out(reference.substr(0, 4));
  out.append("-").append(reference.substr(4, 4));
  out.append("-").append(reference.substr(8, 2));
  out.append("-").append(reference.substr(10));
  return out;
}

}  // namespace temujanji::domain
