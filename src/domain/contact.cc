#include "domain/contact.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace temujanji::domain {
namespace {

constexpr std::size_t kEmailBytesMax = 254;
constexpr std::size_t kLocalPartBytesMax = 64;
constexpr std::size_t kLabelBytesMax = 63;
constexpr std::size_t kPhoneBytesMax = 64;
constexpr std::size_t kPhoneDigitsMin = 7;
constexpr std::size_t kPhoneDigitsMax = 15;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_local_part(std::string_view local) {
  static constexpr std::string_view kAlso = "!#$%&'*+/=?^_`{|}~-";
  // A mail program may take a leading hyphen for an option.
  if (local.empty() || local.size() > kLocalPartBytesMax || local.front() == '-') return false;
  return std::ranges::all_of(base::split(local, '.'), [](std::string_view atom) {
    return !atom.empty() && std::ranges::all_of(atom, [](char c) {
      return base::is_digit(c) || is_letter(c) || kAlso.find(c) != kAlso.npos;
    });
  });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLabelBytesMax && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return base::is_digit(c) || is_letter(c) || c == '-'; });
}

bool is_mail_domain(std::string_view domain) {
  const auto labels = base::split(domain, '.');
  return labels.size() >= 2 && std::ranges::all_of(labels, is_label) && labels.back().size() >= 2 &&
         is_letter(labels.back().front());
}

/// One calling code and the lengths (as a set of bits) that national numbers behind it may have.
struct CallingCode {
  std::string_view code;
  std::uint32_t lengths;
  /// A leading 0 is dialled only inside the country.
  bool trunk_zero;
};
constexpr CallingCode kCallingCodes[] = {
#include "domain/phone_lengths.inc"
};

/// The digits of a typed number, with a `+` in front where it was typed or written 00; nothing where there is
/// anything else than digits and what people put between them.
std::optional<std::string> digits_of(std::string_view text) {
  static constexpr std::string_view kBetween = " \t-./()";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (base::is_digit(c) || (c == '+' && out.empty())) {
      out += c;
    } else if (text.substr(i).starts_with("\xC2\xA0")) {
      i += 1;
    } else if (text.substr(i).starts_with("\xE2\x80")) {  // blanks and dashes of General Punctuation
      i += 2;
    } else if (kBetween.find(c) == kBetween.npos) {
      return std::nullopt;
    }
  }
  if (out.starts_with("00")) out.replace(0, 2, "+");
  return out;
}

/// Whether `national` (without the leading 0) can be dialled in Malaysia.
bool is_malaysian(std::string_view national) {
  if (national.size() < 2) return false;
  const std::size_t length = national.size();
  if (national[0] == '1') return length == 9 || (length == 10 && (national[1] == '1' || national[1] == '5'));
  if (national[0] == '3') return length == 9;
  return national[0] >= '4' && national[0] <= '9' && length == 8;
}

std::optional<std::string> malaysian(std::string_view digits) {
  if (digits.starts_with("60"))
    digits.remove_prefix(2);
  else if (!digits.starts_with("0"))
    return std::nullopt;
  if (digits.starts_with("0")) digits.remove_prefix(1);  // also +60 012-345 6789, as many write it
  if (!is_malaysian(digits)) return std::nullopt;
  return std::string("+60").append(digits);
}

std::optional<std::string> foreign(std::string_view digits) {
  const auto* plan = std::ranges::find_if(
      kCallingCodes, [&](const CallingCode& row) { return digits.starts_with(row.code); });
  if (plan == std::end(kCallingCodes)) return std::nullopt;
  std::string_view national = digits.substr(plan->code.size());
  if (plan->trunk_zero && national.starts_with("0")) national.remove_prefix(1);
  if (plan->trunk_zero && national.starts_with("0")) return std::nullopt;
  const std::size_t total = plan->code.size() + national.size();
  if (total < kPhoneDigitsMin || total > kPhoneDigitsMax) return std::nullopt;
  if ((plan->lengths >> national.size() & 1U) == 0) return std::nullopt;
  return std::string("+").append(plan->code).append(national);
}

}  // namespace

std::optional<std::string> parse_email(std::string_view text) {
  const std::string_view email = base::trim(text);
  const std::size_t at = email.rfind('@');
  if (at == email.npos || email.size() > kEmailBytesMax) return std::nullopt;
  if (!is_local_part(email.substr(0, at)) || !is_mail_domain(email.substr(at + 1))) return std::nullopt;
  return std::string(email.substr(0, at + 1)) + base::to_lower(email.substr(at + 1));
}

std::optional<std::string> parse_phone(std::string_view text) {
  if (text.size() > kPhoneBytesMax) return std::nullopt;
  const auto digits = digits_of(text);
  if (!digits) return std::nullopt;
  if (!digits->starts_with("+")) return malaysian(*digits);
  const std::string_view number = std::string_view(*digits).substr(1);
  return number.starts_with("60") ? malaysian(number) : foreign(number);
}

}  // namespace temujanji::domain
