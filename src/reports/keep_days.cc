#include "reports/keep_days.h"

#include "reports/keep_days.sql.h"
#include "reports/rows.h"

namespace temujanji::reports {
namespace {

/// Who is displaced may be moved at any time.
constexpr auto kCountedAgainAfter = std::chrono::hours(1);
/// While people note something of a day, it is counted so often; then in a later round.
constexpr int kTriesMax = 3;

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
  DayFigures counted = count_day(connection, day, office.zone);
  for (int tries = 1;; ++tries) {
    engine.run(KeepDay{office.id, day.on, counted, tries == kTriesMax});
    if (tries == kTriesMax) return;
    // What was noted between counting and keeping marked the row that is gone now, or none.
    DayFigures now = count_day(connection, day, office.zone);
    if (now == counted) return;
    counted = std::move(now);
  }
}

std::vector<counter::Day> list_days(const catalogue::Catalogue& catalogue, storage::Rows rows) {
  std::vector<counter::Day> days;
  while (rows.next()) {
    const catalogue::Office* office = catalogue.find_office(rows.id<domain::OfficeId>(0));
    const auto on = domain::parse_date(rows.text(1));
    if (office != nullptr && on) days.push_back(counter::day_on(office->id, office->zone, *on));
  }
  return days;
}

/// The spreads as they are kept.
struct Texts {
  explicit Texts(const domain::Figures& figures)
      : ahead(figures.days_ahead.to_text()),
        wait(figures.wait_minutes.to_text()),
        service(figures.service_minutes.to_text()) {}
  const std::string ahead, wait, service;
};

}  // namespace

KeepDay::Outcome KeepDay::apply(engine::Scope& scope) const {
  const std::string day_on = domain::to_iso(on);
  scope.transaction.execute(sql::kDeleteOfficeDay, {office, day_on});
  const domain::Figures total = figures.total();
  const Texts texts(total);
  scope.transaction.execute(
      sql::kInsertOfficeDay,
      {office, day_on, total.seats, total.taken, total.attended, total.missed, total.cancelled_by_applicant,
       total.cancelled_by_department, total.open, total.walk_ins, texts.ahead, texts.wait, texts.service,
       scope.now, again ? 1 : 0});
  for (const auto& [service, counted] : figures.services) {
    const Texts of_service(counted);
    scope.transaction.execute(sql::kInsertServiceDay,
                              {office, day_on, service, counted.taken, counted.attended, counted.missed,
                               counted.cancelled_by_applicant, counted.cancelled_by_department, counted.open,
                               counted.walk_ins, of_service.ahead, of_service.wait, of_service.service});
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
                     const catalogue::Catalogue& catalogue, base::Instant now) {
  const auto days =
      list_days(catalogue, connection.query(sql::kListDaysToCountAgain, {now - kCountedAgainAfter}));
  for (const counter::Day& day : days)
    count_and_keep(engine, connection, *catalogue.find_office(day.office), day);
  return static_cast<int>(days.size());
}

std::vector<counter::Day> list_settled_days(storage::Connection& connection,
                                            const catalogue::Catalogue& catalogue) {
  return list_days(catalogue, connection.query(sql::kListSettledDays));
}

std::optional<KeptDay> find_kept_day(storage::Connection& connection, domain::OfficeId office,
                                     domain::Date on) {
  KeptDay kept;
  const std::string day_on = domain::to_iso(on);
  {
    storage::Rows rows = connection.query(sql::kFindOfficeDay, {office, day_on});
    if (!rows.next()) return std::nullopt;
    kept.figures.seats = kept.total.seats = rows.integer(0);
    add_figures(rows, 1, kept.total);
  }
  storage::Rows rows = connection.query(sql::kListServiceDays, {office, day_on});
  while (rows.next()) add_figures(rows, 1, kept.figures.services[rows.id<domain::ServiceId>(0)]);
  return kept;
}

}  // namespace temujanji::reports
