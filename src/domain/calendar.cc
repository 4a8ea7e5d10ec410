#include "domain/calendar.h"

#include <algorithm>
#include <cstdio>

#include "base/check.h"
#include "base/text.h"

namespace temujanji::domain {
namespace {

/// Of the rows that hold on `on`, the begin of the youngest set; nothing where none holds.
template <class Row>
std::optional<Date> youngest_begin(const std::vector<Row>& rows, Date on) {
  std::optional<Date> youngest;
  for (const Row& row : rows) {
    const bool holds = row.valid_from <= on && (!row.valid_to || on <= *row.valid_to);
    if (holds && (!youngest || *youngest < row.valid_from)) youngest = row.valid_from;
  }
  return youngest;
}

template <class Row>
bool counts(const Row& row, const std::optional<Date>& begin, Date on) {
  return begin && row.valid_from == *begin && (!row.valid_to || on <= *row.valid_to);
}

bool is_rest_day(const OfficeCalendar& calendar, Date on) {
  const auto begin = youngest_begin(calendar.weekend, on);
  const unsigned bit = 1U << (iso_weekday(on) - 1);
  return std::ranges::any_of(calendar.weekend, [&](const WeekendRule& rule) {
    return counts(rule, begin, on) && (rule.days_off & bit) != 0;
  });
}

/// Sorted, and made one where they overlap or touch.
std::vector<MinuteSpan> merged(std::vector<MinuteSpan> spans) {
  std::erase_if(spans, [](MinuteSpan span) { return span.from >= span.to; });
  std::ranges::sort(spans, {}, &MinuteSpan::from);
  std::vector<MinuteSpan> out;
  for (const MinuteSpan span : spans) {
    if (!out.empty() && span.from <= out.back().to) {
      out.back().to = std::max(out.back().to, span.to);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

std::vector<MinuteSpan> hours_on(const OfficeCalendar& calendar, Date on) {
  const auto begin = youngest_begin(calendar.hours, on);
  const int weekday = iso_weekday(on);
  std::vector<MinuteSpan> open;
  for (const OpeningHours& row : calendar.hours) {
    if (row.weekday == weekday && counts(row, begin, on)) open.push_back(row.open);
  }
  return merged(std::move(open));
}

std::vector<MinuteSpan> without(const std::vector<MinuteSpan>& open, MinuteSpan gone) {
  std::vector<MinuteSpan> left;
  for (const MinuteSpan span : open) {
    left.push_back({span.from, std::min(span.to, gone.from)});
    left.push_back({std::max(span.from, gone.to), span.to});
  }
  return merged(std::move(left));
}

/// What a closure takes away from a date, if anything.
std::optional<MinuteSpan> closed_part(const Closure& closure, Date on) {
  if (on < closure.from || closure.to < on) return std::nullopt;
  const MinuteSpan gone = closure.part.value_or(MinuteSpan{0, 24 * 60});
  return gone.from < gone.to ? std::optional(gone) : std::nullopt;
}

/// Takes the closures out of the day's hours.
OfficeDay after_closures(const OfficeCalendar& calendar, Date on, std::vector<MinuteSpan> hours) {
  OfficeDay day{DayKind::open, {}, hours};
  for (const Closure& closure : calendar.closures) {
    const auto gone = closed_part(closure, on);
    if (!gone) continue;
    day.open = without(day.open, *gone);
    if (day.open.empty()) return {DayKind::closure, closure.reason, {}};
  }
  if (day.open != hours) day.hours = std::move(hours);
  return day;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = base::parse_number<unsigned>(text.substr(0, 4));
  const auto month = base::parse_number<unsigned>(text.substr(5, 2));
  const auto day = base::parse_number<unsigned>(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const Date date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                  std::chrono::day(*day));
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string to_iso(Date on) {
  char text[32];
  const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(on.year()),
                                   static_cast<unsigned>(on.month()), static_cast<unsigned>(on.day()));
  return std::string(text, static_cast<std::size_t>(length));
}

int iso_weekday(Date on) {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(on)).iso_encoding());
}

Date plus_days(Date on, int days) {
  return Date(std::chrono::sys_days(on) + std::chrono::days(days));
}

Date monday_of(Date on) {
  return plus_days(on, 1 - iso_weekday(on));
}

Date plus_months(Date on, int months) {
  const Date there = on + std::chrono::months(months);
  return there.ok() ? there : Date(there.year() / there.month() / std::chrono::last);
}

// A holiday is named before a rest day, for it tells more; a closure is named only where the office would
// have been open without it.
OfficeDay office_day(const OfficeCalendar& calendar, Date on) {
  CHECK(on.ok());
  const auto holiday = std::ranges::find(calendar.holidays, on, &Holiday::on);
  if (holiday != calendar.holidays.end()) return {DayKind::holiday, holiday->name, {}};
  if (!calendar.opens_on_rest_days && is_rest_day(calendar, on)) return {DayKind::rest_day, {}, {}};
  std::vector<MinuteSpan> open = hours_on(calendar, on);
  if (open.empty()) return {DayKind::no_hours, {}, {}};
  return after_closures(calendar, on, std::move(open));
}

OfficeDay pool_day(const OfficeCalendar& calendar, std::span<const DayChange> changes, Date on) {
  OfficeDay day = office_day(calendar, on);
  std::vector<MinuteSpan> opened;
  for (const DayChange& change : changes) {
    if (change.on == on && change.opens) opened.push_back(change.part);
  }
  opened = merged(std::move(opened));
  for (const Closure& closure : calendar.closures) {
    if (const auto gone = closed_part(closure, on)) opened = without(opened, *gone);
  }
  if (opened.empty()) return day;
  opened.insert(opened.end(), day.open.begin(), day.open.end());
  return {DayKind::open, {}, merged(std::move(opened)), std::move(day.hours)};
}

bool lies_in(const Closure& closure, base::Instant starts_at, int minutes, const base::Zone& zone) {
  const base::LocalTime local = zone.to_local(starts_at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto gone = closed_part(closure, Date(day));
  const auto from = static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count());
  return gone && from < gone->to && gone->from < from + minutes;
}

}  // namespace temujanji::domain
