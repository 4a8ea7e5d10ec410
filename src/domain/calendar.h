#pragma once
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/zone.h"

namespace temujanji::domain {

/// A calendar date without zone; columns named `*_on`.
using Date = std::chrono::year_month_day;

/// "2026-11-23", or nothing where `text` is not exactly such a date that exists.
std::optional<Date> parse_date(std::string_view text);
std::string to_iso(Date on);

/// ISO weekday: 1 Monday … 7 Sunday.
int iso_weekday(Date on);
/// `on` and so many days later (or earlier).
Date plus_days(Date on, int days);
/// The first day of its week.
Date monday_of(Date on);
/// `on` and so many months later; where that month is shorter, its last day.
Date plus_months(Date on, int months);

/// Part of an office's day in minutes since local midnight, `to` not included.
struct MinuteSpan {
  int from;
  int to;
  bool operator==(const MinuteSpan&) const = default;
};

/// One opening of one weekday while the rule holds. On a date the rows with the latest `valid_from` that has
/// begun and not ended count, all together: they are a whole timetable, and a weekday without a row in it has
/// no hours.
struct OpeningHours {
  int weekday;
  MinuteSpan open;
  Date valid_from;
  std::optional<Date> valid_to;
  bool operator==(const OpeningHours&) const = default;
};

/// The rest days of a state while a law holds; bit 0 Monday … bit 6 Sunday.
struct WeekendRule {
  unsigned days_off;
  Date valid_from;
  std::optional<Date> valid_to;
  bool operator==(const WeekendRule&) const = default;
};

struct Holiday {
  Date on;
  base::Bilingual name;
  bool estimated;
  bool operator==(const Holiday&) const = default;
};

/// Days (or a part of each) on which the office does not open although its hours say so.
struct Closure {
  Date from;
  Date to;
  std::optional<MinuteSpan> part;
  base::Bilingual reason;
  bool operator==(const Closure&) const = default;
};

/// Everything that says when one office is open.
struct OfficeCalendar {
  std::vector<OpeningHours> hours;
  std::vector<WeekendRule> weekend;
  /// The hours win over the weekend rule (urban transformation centres).
  bool opens_on_rest_days = false;
  std::vector<Holiday> holidays;
  std::vector<Closure> closures;
  bool operator==(const OfficeCalendar&) const = default;
};

/// Why a day is as it is.
enum class DayKind { open, rest_day, holiday, closure, no_hours };

/// One day of an office: the parts it is open, sorted and apart from each other; none unless `kind` is open.
/// `reason` is the holiday's or closure's name, empty otherwise (also for a part-day closure that leaves some
/// hours). Of several kinds the first counts: holiday, rest day, no hours, closure.
struct OfficeDay {
  DayKind kind;
  base::Bilingual reason;
  std::vector<MinuteSpan> open;
  /// The parts that the timetable has, before closures were taken out; empty where nothing was taken out.
  std::vector<MinuteSpan> hours = {};
};

OfficeDay office_day(const OfficeCalendar& calendar, Date on);

/// Whether the closure takes away a slot that begins then: it begins on one of the closure's dates in the
/// office's zone and, where only a part of each day is closed, has a minute of that part. One that ends when
/// the closed part begins, or begins when it ends, stays.
bool lies_in(const Closure& closure, base::Instant starts_at, int minutes, const base::Zone& zone);

/// How a pool's opening hours are cut into slots while the rule holds, inside `part` of the day.
struct SeatRule {
  unsigned weekdays;  // bit 0 Monday … bit 6 Sunday
  MinuteSpan part;
  int slot_minutes;
  int seats_per_counter;
  Date valid_from;
  std::optional<Date> valid_to;
  bool operator==(const SeatRule&) const = default;
};

struct PlannedSlot {
  base::Instant starts_at;
  int minutes;
  int seats;
  bool operator==(const PlannedSlot&) const = default;
};

/// The slots of one day, sorted by time. A slot lies wholly inside one open part of the day and one rule's
/// part; slots begin at the start of the timetable's part (cut by the rule's) and follow each other without
/// gap. A closure takes away the slots it touches and moves no other, since people are booked at them. Of the
/// rules that hold on the date and its weekday those with the latest `valid_from` count; where two of them
/// overlap, the slot that begins first stands. Seats are `counters` × `seats_per_counter`; none for 0
/// counters. Wall times that a change of clocks skips have no slot. `slot_minutes` must be above 0.
std::vector<PlannedSlot> plan_slots(const OfficeDay& day, Date on, std::span<const SeatRule> rules,
                                    int counters, const base::Zone& zone);

/// What an office decided about one pool on one date. Where two speak of the same slot the later one counts.
struct DayChange {
  Date on;
  MinuteSpan part;
  /// Of each slot that begins in the part, 0 for none of them; nothing: what the rules say.
  std::optional<int> seats;
  /// The counters serve in the part although the timetable says otherwise, also on a rest day or holiday.
  bool opens = false;
  bool operator==(const DayChange&) const = default;
};

/// The pool's day: the office's with the parts that changes open. A closure takes its part out of these too.
OfficeDay pool_day(const OfficeCalendar& calendar, std::span<const DayChange> changes, Date on);

/// A pool and when it serves.
struct PoolDays {
  const OfficeCalendar& calendar;
  std::span<const SeatRule> rules;
  int counters;
  std::span<const DayChange> changes;
};

/// The slots of one day as `plan_slots` gives them, and what was changed for it. A part that is opened is cut
/// like the timetable's, from its own start; what would lie over a slot of the timetable is left out, so that
/// no slot moves. Then slots get the seats they were given; those with none are left out.
std::vector<PlannedSlot> plan_changed_slots(const PoolDays& pool, Date on, const base::Zone& zone);

/// Which dates may be booked at all (term 2): from `lead_days` days after today up to `window_months` months
/// ahead, both in the office's zone; with `lead_days` 0 also later today.
struct BookingWindow {
  int window_months;
  int lead_days;
};
enum class WindowAnswer { open, too_soon, too_far };
WindowAnswer check_window(BookingWindow window, base::Instant starts_at, base::Instant now,
                          const base::Zone& zone);

}  // namespace temujanji::domain
