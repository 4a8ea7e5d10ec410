#include "reports/weekly_mail.h"

#include "audit/append.h"
#include "base/check.h"
#include "reports/weekly_mail.sql.h"

namespace temujanji::reports {
namespace {

constexpr int kDaysOfWeek = 7;
constexpr auto kInTheMorning = std::chrono::hours(7);

std::string place_of(domain::OfficeId office) {
  return "weekly_mail/" + std::to_string(office.value) + "/address";
}

/// Gives the Monday of the week before, if the mail about it should be out.
std::optional<domain::Date> due_week(const base::Zone& zone, base::Instant since, base::Instant now) {
  const domain::Date week = domain::plus_days(domain::monday_of(zone.date_at(now)), -kDaysOfWeek);
  const base::Instant ends_at =
      zone.to_utc(base::LocalTime(std::chrono::local_days(domain::plus_days(week, kDaysOfWeek))));
  if (since >= ends_at || now < ends_at + kInTheMorning) return std::nullopt;
  return week;
}

/// When the mail about the week that holds `at` goes out.
base::Instant weekly_mail_at(const base::Zone& zone, base::Instant at) {
  const domain::Date next = domain::plus_days(domain::monday_of(zone.date_at(at)), kDaysOfWeek);
  return zone.to_utc(base::LocalTime(std::chrono::local_days(next))) + kInTheMorning;
}

bool is_due(storage::Connection& connection, const WeeklyLetter& letter) {
  const std::string first = domain::to_iso(letter.week_on);
  const std::string last = domain::to_iso(domain::plus_days(letter.week_on, kDaysOfWeek - 1));
  return connection.query(sql::kIsLetterDue, {letter.office, first, last}).next();
}

}  // namespace

std::optional<WeeklyMail> find_weekly_mail(storage::Connection& connection, const base::KeyRing& keys,
                                           domain::OfficeId office) {
  storage::Rows rows = connection.query(sql::kFindWeeklyMail, {office});
  if (!rows.next()) return std::nullopt;
  auto address = keys.open(rows.blob(0), place_of(office));
  if (!address) throw base::Fault("the address of a weekly mail cannot be opened with these keys");
  return WeeklyMail{std::move(*address), rows.instant(1)};
}

std::string seal_address(const base::KeyRing& keys, domain::OfficeId office, std::string_view address) {
  return keys.seal(address, place_of(office));
}

SetWeeklyMail::Outcome SetWeeklyMail::apply(engine::Scope& scope) const {
  if (sealed_address) {
    scope.transaction.execute(sql::kSetWeeklyMail, {office, storage::Blob{*sealed_address}, scope.now});
  } else {
    scope.transaction.execute(sql::kDeleteWeeklyMail, {office});
    scope.transaction.execute(sql::kDropUnsentLetters, {office});
  }
  audit::append(scope, {actor, sealed_address ? "set_weekly_mail" : "ended_weekly_mail",
                        "office:" + std::to_string(office.value), office.value});
  return {};
}

base::Instant next_weekly_mail_at(const base::Zone& zone, base::Instant since, base::Instant now) {
  const base::Instant this_monday = weekly_mail_at(zone, now - std::chrono::days(kDaysOfWeek));
  const bool is_to_come = now < this_monday && since < this_monday - kInTheMorning;
  return is_to_come ? this_monday : weekly_mail_at(zone, now);
}

std::optional<WeeklyLetter> find_weekly_letter(storage::Connection& connection, std::int64_t id) {
  storage::Rows rows = connection.query(sql::kFindWeeklyLetter, {id});
  if (!rows.next()) return std::nullopt;
  const auto week = domain::parse_date(rows.text(1));
  CHECK(week.has_value());
  return WeeklyLetter{rows.id<domain::OfficeId>(0), *week};
}

QueueWeeklyLetter::Outcome QueueWeeklyLetter::apply(engine::Scope& scope) const {
  const auto id = scope.ids.make<domain::EventId>();
  const std::string week_on = domain::to_iso(letter.week_on);
  if (scope.transaction.execute(sql::kInsertWeeklyLetter, {id, letter.office, week_on}) == 0) return false;
  scope.transaction.execute(sql::kQueueWeeklyLetter, {id, scope.now});
  scope.events.mail_queued = true;
  return true;
}

int queue_weekly_letters(engine::Engine& engine, storage::Connection& connection,
                         const catalogue::Catalogue& catalogue, base::Instant now) {
  std::vector<WeeklyLetter> letters;
  {
    storage::Rows rows = connection.query(sql::kListWeeklyMails);
    while (rows.next()) {
      const catalogue::Office* office = catalogue.find_office(rows.id<domain::OfficeId>(0));
      if (office == nullptr || !office->active) continue;
      if (const auto week = due_week(office->zone, rows.instant(1), now))
        letters.push_back({office->id, *week});
    }
  }
  int queued = 0;
  for (const WeeklyLetter& letter : letters) {
    if (is_due(connection, letter) && engine.run(QueueWeeklyLetter{letter})) ++queued;
  }
  return queued;
}

}  // namespace temujanji::reports
