// The lower line of TD3, counted from 0:
//   0–8 number, 9 its check digit; 10–12 nationality; 13–18 birth YYMMDD, 19 check digit; 20 sex;
//   21–26 expiry YYMMDD, 27 check digit; 28–41 the issuer's own use, 42 check digit (may be `<` if that is
//   empty); 43 check digit over 0–9, 13–19 and 21–42.
// The upper line: 0 `P`, 1 kind, 2–4 issuer, 5–43 surname `<<` given names.
#include "domain/mrz.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace temujanji::domain {
namespace {

constexpr std::size_t kLineLength = 44;
constexpr std::size_t kMrzBytesMax = 400;

unsigned weight_of(char c) {
  if (base::is_digit(c)) return static_cast<unsigned>(c - '0');
  return c == '<' ? 0U : static_cast<unsigned>(c - 'A') + 10U;
}

/// The weighted sum modulo 10, as the character that is printed.
char check_digit(std::string_view text) {
  static constexpr unsigned kWeights[] = {7, 3, 1};
  unsigned sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) sum += weight_of(text[i]) * kWeights[i % 3];
  return static_cast<char>('0' + sum % 10);
}

bool checks_hold(std::string_view line) {
  const auto field_holds = [line](std::size_t from, std::size_t length) {
    return check_digit(line.substr(from, length)) == line[from + length];
  };
  const std::string_view own_use = line.substr(28, 14);
  const bool own_use_empty = own_use.find_first_not_of('<') == own_use.npos;
  const bool own_use_holds = field_holds(28, 14) || (own_use_empty && line[42] == '<');
  const std::string all =
      std::string(line.substr(0, 10)).append(line.substr(13, 7)).append(line.substr(21, 22));
  return field_holds(0, 9) && field_holds(13, 6) && field_holds(21, 6) && own_use_holds &&
         check_digit(all) == line[43];
}

/// `text` without the `<` at its end.
std::string_view without_fillers(std::string_view text) {
  return text.substr(0, text.find_last_not_of('<') + 1);
}

std::string country_of(std::string_view field) {
  const std::string_view code = without_fillers(field);
  return std::string(code == "D" ? "DEU" : code);
}

/// The date YYMMDD in the century of `base_year` moved by `centuries`.
std::optional<Date> date_of(std::string_view digits, int base_year, int centuries) {
  const auto pair = [digits](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  const int year = base_year / 100 * 100 + centuries * 100 + pair(0);
  const Date on(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(pair(2))),
                std::chrono::day(static_cast<unsigned>(pair(4))));
  return on.ok() ? std::optional(on) : std::nullopt;
}

std::optional<Date> birth_of(std::string_view digits, Date today) {
  for (const int centuries : {0, -1}) {
    const auto on = date_of(digits, static_cast<int>(today.year()), centuries);
    if (on && *on <= today) return on;
  }
  return std::nullopt;
}

std::optional<Date> expiry_of(std::string_view digits, Date today) {
  const int year = static_cast<int>(today.year());
  for (const int centuries : {0, 1, -1}) {
    const auto on = date_of(digits, year, centuries);
    if (on && std::abs(static_cast<int>(on->year()) - year) <= 50) return on;
  }
  return std::nullopt;
}

/// "ERIKSSON<<ANNA<MARIA" -> "ANNA MARIA ERIKSSON".
std::string name_of(std::string_view field) {
  const std::string_view names = without_fillers(field);
  const std::size_t gap = names.find("<<");
  std::string surname(names.substr(0, gap));
  std::string given(gap == names.npos ? std::string_view{} : names.substr(gap + 2));
  std::string name = given.empty() ? surname : given.append(" ").append(surname);
  std::ranges::replace(name, '<', ' ');
  return std::string(base::trim(name));
}

/// Upper case without blanks and line ends; nothing where there is a character that no zone has.
std::optional<std::string> zone_of(std::string_view text) {
  std::string out;
  for (const char c : base::to_upper(text)) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (!base::is_digit(c) && c != '<' && (c < 'A' || c > 'Z')) return std::nullopt;
    out += c;
  }
  return out;
}

bool is_well_formed(std::string_view line) {
  const std::string_view birth = line.substr(13, 6);
  const std::string_view expiry = line.substr(21, 6);
  const char sex = line[20];
  const std::string_view number = without_fillers(line.substr(0, 9));
  return !number.empty() && number.find('<') == number.npos &&
         std::ranges::none_of(line.substr(10, 3), base::is_digit) &&
         std::ranges::all_of(birth, [](char c) { return base::is_digit(c) || c == '<'; }) &&
         std::ranges::all_of(expiry, base::is_digit) && (sex == 'F' || sex == 'M' || sex == '<');
}

}  // namespace

base::Result<Mrz, MrzProblem> parse_mrz(std::string_view text, Date today) {
  if (text.size() > kMrzBytesMax) return MrzProblem::length;
  const auto zone = zone_of(text);
  if (!zone) return MrzProblem::characters;
  if (zone->size() != kLineLength && zone->size() != 2 * kLineLength) return MrzProblem::length;
  const std::string_view upper = std::string_view(*zone).substr(0, zone->size() - kLineLength);
  const std::string_view lower = std::string_view(*zone).substr(upper.size());
  if (!is_well_formed(lower) || (!upper.empty() && upper[0] != 'P')) return MrzProblem::characters;
  if (!checks_hold(lower)) return MrzProblem::check_digit;

  const std::string_view birth = lower.substr(13, 6);
  const bool birth_known = birth.find('<') == birth.npos;
  const auto born_on = birth_known ? birth_of(birth, today) : std::nullopt;
  const auto expires_on = expiry_of(lower.substr(21, 6), today);
  if (!expires_on || (birth_known && !born_on)) return MrzProblem::date;

  Mrz out{std::string(without_fillers(lower.substr(0, 9))),
          country_of(lower.substr(10, 3)),
          born_on,
          *expires_on,
          lower[20],
          {},
          {}};
  if (!upper.empty()) {
    out.issuer = country_of(upper.substr(2, 3));
    out.name = name_of(upper.substr(5));
  }
  return out;
}

}  // namespace temujanji::domain
