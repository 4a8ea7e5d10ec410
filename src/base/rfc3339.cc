#include "base/rfc3339.h"

#include <cstdio>

#include "base/text.h"

namespace temujanji::base {
namespace {

/// The digits at `at`, or nothing if they are not all digits.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// "Z" or "+08:00".
std::optional<std::chrono::minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits(text, 1, 2);
  const auto minutes = digits(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int total = *hours * 60 + *minutes;
  return std::chrono::minutes(text[0] == '-' ? -total : total);
}

/// Takes ".25" off the head of `rest`; nothing where a point has no digit behind it.
std::optional<std::chrono::milliseconds> take_fraction(std::string_view& rest) {
  if (!rest.starts_with('.')) return std::chrono::milliseconds(0);
  std::size_t end = 1;
  int millis = 0;
  for (int weight = 100; end < rest.size() && rest[end] >= '0' && rest[end] <= '9'; ++end, weight /= 10) {
    millis += (rest[end] - '0') * weight;
  }
  if (end == 1) return std::nullopt;
  rest.remove_prefix(end);
  return std::chrono::milliseconds(millis);
}

}  // namespace

std::string to_rfc3339(Instant at, const Zone& zone) {
  const LocalTime local = zone.to_local(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(local - day));
  const auto offset = std::chrono::duration_cast<std::chrono::minutes>(zone.offset_at(at)).count();
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), offset < 0 ? '-' : '+',
                static_cast<int>((offset < 0 ? -offset : offset) / 60),
                static_cast<int>((offset < 0 ? -offset : offset) % 60));
  return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!y || !m || !d || !hour || !minute || !second) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const year_month_day date(year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::string_view rest = text.substr(19);
  const auto fraction = take_fraction(rest);
  const auto offset = fraction ? parse_offset(rest) : std::nullopt;
  if (!offset) return std::nullopt;
  return sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) + *fraction - *offset;
}

}  // namespace temujanji::base
