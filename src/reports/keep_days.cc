#include "reports/keep_days.h"

#include "reports/keep_days.sql.h"
#include "reports/rows.h"

namespace temujanji::reports {
namespace {

/// How far the days of an office are closed and counted.
struct Progress {
  domain::OfficeId office;
  domain::Date closed_on;
  base::Instant closed_at;
  std::optional<domain::Date> counted_on;
};

std::vector<Progress> list_progress(storage::Connection& connection) {
  std::vector<Progress> offices;
  storage::Rows rows = connection.query(sql::kListCounted);
  while (rows.next()) {
    const auto closed = domain::parse_date(rows.text(1));
    if (!closed) continue;
    offices.push_back({rows.id<domain::OfficeId>(0), *closed, rows.instant(2),
                       rows.is_null(3) ? std::nullopt : domain::parse_date(rows.text(3))});
  }
  return offices;
}

std::optional<domain::Date> first_day(storage::Connection& connection, const catalogue::Office& office,
                                      base::Instant before) {
  storage::Rows rows = connection.query(sql::kFindFirstSlot, {office.id, before});
  if (!rows.next() || rows.is_null(0)) return std::nullopt;
  return office.zone.date_at(rows.instant(0));
}

bool is_closed_for_good(const Progress& progress, const counter::Day& day) {
  return day.on < progress.closed_on || (day.on == progress.closed_on && progress.closed_at >= day.to);
}

void count_and_keep(engine::Engine& engine, storage::Connection& connection, const catalogue::Office& office,
                    const counter::Day& day) {
  engine.run(KeepDay{office.id, day.on, count_day(connection, day, office.zone)});
}

std::vector<counter::Day> list_days(storage::Connection& connection, const catalogue::Catalogue& catalogue,
                                    const storage::Statement& statement) {
  std::vector<counter::Day> days;
  storage::Rows rows = connection.query(statement);
  while (rows.next()) {
    const catalogue::Office* office = catalogue.find_office(rows.id<domain::OfficeId>(0));
    const auto on = domain::parse_date(rows.text(1));
    if (office != nullptr && on) days.push_back(counter::day_on(office->id, office->zone, *on));
  }
  return days;
}

}  // namespace

KeepDay::Outcome KeepDay::apply(engine::Scope& scope) const {
  const std::string day_on = domain::to_iso(on);
  scope.transaction.execute(sql::kSetOfficeDay,
                            {office, day_on, figures.seats, figures.total().open, scope.now});
  scope.transaction.execute(sql::kDeleteServiceDays, {office, day_on});
  for (const auto& [service, counted] : figures.services) {
    const std::string ahead = counted.days_ahead.to_text();
    const std::string wait = counted.wait_minutes.to_text();
    const std::string minutes = counted.service_minutes.to_text();
    scope.transaction.execute(sql::kInsertServiceDay,
                              {office, day_on, service, counted.taken, counted.attended, counted.missed,
                               counted.cancelled_by_applicant, counted.cancelled_by_department, counted.open,
                               counted.walk_ins, ahead, wait, minutes});
  }
  return {};
}

int count_days(engine::Engine& engine, storage::Connection& connection, const catalogue::Catalogue& catalogue,
               int at_most) {
  int counted = 0;
  for (const Progress& progress : list_progress(connection)) {
    const catalogue::Office* office = catalogue.find_office(progress.office);
    if (office == nullptr) continue;
    auto on = progress.counted_on ? std::optional(domain::plus_days(*progress.counted_on, 1))
                                  : first_day(connection, *office, progress.closed_at);
    while (on && counted < at_most) {
      const counter::Day day = counter::day_on(office->id, office->zone, *on);
      if (!is_closed_for_good(progress, day)) break;
      count_and_keep(engine, connection, *office, day);
      ++counted;
      on = domain::plus_days(*on, 1);
    }
  }
  return counted;
}

int count_days_again(engine::Engine& engine, storage::Connection& connection,
                     const catalogue::Catalogue& catalogue) {
  const auto days = list_days(connection, catalogue, sql::kListDaysToCountAgain);
  for (const counter::Day& day : days)
    count_and_keep(engine, connection, *catalogue.find_office(day.office), day);
  return static_cast<int>(days.size());
}

std::vector<counter::Day> list_settled_days(storage::Connection& connection,
                                            const catalogue::Catalogue& catalogue) {
  return list_days(connection, catalogue, sql::kListSettledDays);
}

std::optional<DayFigures> find_kept_day(storage::Connection& connection, domain::OfficeId office,
                                        domain::Date on) {
  DayFigures figures;
  const std::string day_on = domain::to_iso(on);
  {
    storage::Rows rows = connection.query(sql::kFindOfficeDay, {office, day_on});
    if (!rows.next()) return std::nullopt;
    figures.seats = rows.integer(0);
  }
  storage::Rows rows = connection.query(sql::kListServiceDays, {office, day_on});
  while (rows.next()) add_figures(rows, 1, figures.services[rows.id<domain::ServiceId>(0)]);
  return figures;
}

}  // namespace temujanji::reports
