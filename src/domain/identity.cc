#include "domain/identity.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"
#include "domain/country.h"

namespace temujanji::domain {
namespace {

constexpr std::size_t kPassportLengthMin = 5;
constexpr std::size_t kPassportLengthMax = 20;
constexpr int kAgeMax = 130;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Bytes of the blank or dash at the head of `text`, 0 if there is none.
std::size_t separator_bytes(std::string_view text) {
  // No-break space, soft hyphen, minus sign, byte-order mark. The General Punctuation blanks U+2000–200F and
  // dashes U+2010–2015, and U+202F, all begin with E2 80.
  static constexpr std::array<std::string_view, 4> kOthers{"\xC2\xA0", "\xC2\xAD", "\xE2\x88\x92",
                                                           "\xEF\xBB\xBF"};
  if (text.empty()) return 0;
  if (std::string_view(" \t\r\n-").find(text[0]) != std::string_view::npos) return 1;
  for (const std::string_view other : kOthers) {
    if (text.starts_with(other)) return other.size();
  }
  if (text.size() < 3 || !text.starts_with("\xE2\x80")) return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  return (last >= 0x80 && last <= 0x95) || last == 0xAF ? 3 : 0;
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// Place of birth: 01–16 the states, 21–59 their older codes, 60–93 with gaps the countries, 98 and 99
/// unknown.
bool is_birth_place(int code) {
  const auto within = [code](int first, int last) { return first <= code && code <= last; };
  return within(1, 16) || within(21, 68) || within(71, 72) || within(74, 79) || within(82, 93) ||
         within(98, 99);
}

/// The latest date not after `today` with this two-digit year.
std::optional<Date> birth_date(int year, int month, int day, Date today) {
  const int century = static_cast<int>(today.year()) / 100 * 100;
  for (const int candidate : {century + year, century - 100 + year}) {
    const Date born_on(std::chrono::year(candidate), std::chrono::month(static_cast<unsigned>(month)),
                       std::chrono::day(static_cast<unsigned>(day)));
    const int age = static_cast<int>(today.year()) - candidate;
    if (born_on.ok() && born_on <= today && age <= kAgeMax) return born_on;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(DocumentType type) {
  switch (type) {
    case DocumentType::mykad:
      return "mykad";
    case DocumentType::passport:
      return "passport";
  }
  CHECK(false);
}

std::optional<DocumentType> parse_document_type(std::string_view text) {
  if (text == "mykad") return DocumentType::mykad;
  if (text == "passport") return DocumentType::passport;
  return std::nullopt;
}

std::string normalise_document_number(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (const std::size_t skipped = separator_bytes(text); skipped > 0) {
      text.remove_prefix(skipped);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return base::to_upper(out);
}

IdentityDocument MyKad::document() const {
  return {DocumentType::mykad, number, "MYS"};
}

base::Result<MyKad, IdentityProblem> parse_mykad(std::string_view text, Date today) {
  const std::string number = normalise_document_number(text);
  if (number.size() != 12 || !std::ranges::all_of(number, base::is_digit))
    return IdentityProblem::mykad_digits;
  const auto born_on = birth_date(two_digits(number, 0), two_digits(number, 2), two_digits(number, 4), today);
  if (!born_on) return IdentityProblem::mykad_date;
  if (!is_birth_place(two_digits(number, 6))) return IdentityProblem::mykad_place;
  const Sex sex = (number[11] - '0') % 2 == 1 ? Sex::male : Sex::female;
  return MyKad{number, *born_on, sex};
}

base::Result<IdentityDocument, IdentityProblem> parse_passport(std::string_view text,
                                                               std::string_view country) {
  std::string number = normalise_document_number(text);
  const bool fits = number.size() >= kPassportLengthMin && number.size() <= kPassportLengthMax;
  if (!fits || !std::ranges::all_of(number, [](char c) { return base::is_digit(c) || is_upper(c); }))
    return IdentityProblem::passport_format;
  auto code = parse_country(country);
  if (!code) return IdentityProblem::country_unknown;
  return IdentityDocument{DocumentType::passport, std::move(number), std::move(*code)};
}

bool is_unusual_passport(const IdentityDocument& document) {
  if (document.type != DocumentType::passport || document.country != "MYS") return false;
  const std::string_view number = document.number;
  const bool usual = number.size() == 9 &&
                     std::string_view("AHK").find(number[0]) != std::string_view::npos &&
                     std::ranges::all_of(number.substr(1), base::is_digit);
  return !usual;
}

std::string identity_key(const IdentityDocument& document) {
  std::string key(to_text(document.type));
  return key.append("|").append(document.country).append("|").append(document.number);
}

}  // namespace temujanji::domain
