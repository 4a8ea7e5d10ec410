#include "reports/report.h"

#include <algorithm>

#include "base/check.h"
#include "reports/report.sql.h"
#include "reports/rows.h"

namespace temujanji::reports {
namespace {

constexpr std::array kGroups{GroupBy::office, GroupBy::service, GroupBy::day};

domain::Date read_date(const storage::Rows& rows, int column) {
  const auto on = domain::parse_date(rows.text(column));
  CHECK(on.has_value());
  return *on;
}

/// Puts figures where they belong.
class Gathering {
 public:
  Gathering(const Question& question, domain::OfficeId office, Report& report)
      : question_(question), office_(office), report_(report) {}

  bool concerns(domain::ServiceId service) const {
    return !question_.service || *question_.service == service;
  }
  domain::Figures& row(domain::Date on, domain::ServiceId service) {
    switch (question_.by) {
      case GroupBy::office:
        return report_.rows[office_.value];
      case GroupBy::service:
        return report_.rows[service.value];
      case GroupBy::day:
        return report_.rows[key_of(on)];
    }
    CHECK(false);
  }
  void add_seats(domain::Date on, std::int64_t seats) {
    if (question_.has_seats() && seats > 0) row(on, {}).seats += seats;
  }

 private:
  const Question& question_;
  domain::OfficeId office_;
  Report& report_;
};

/// Where an office's days are read.
struct Stretch {
  domain::OfficeId office;
  std::string from, to;
};

bool is_kept(storage::Connection& connection, domain::OfficeId office, domain::Date on) {
  return connection.query(sql::kFindKeptDay, {office, domain::to_iso(on)}).next();
}

void add_office_days(storage::Connection& connection, const Stretch& stretch, Gathering& gathering) {
  storage::Rows rows = connection.query(sql::kListOfficeDays, {stretch.office, stretch.from, stretch.to});
  while (rows.next()) {
    domain::Figures day;
    day.seats = rows.integer(1);
    add_figures(rows, 2, day);
    if (day != domain::Figures()) gathering.row(read_date(rows, 0), {}) += day;
  }
}

void add_service_days(storage::Connection& connection, const Stretch& stretch, Gathering& gathering) {
  storage::Rows rows = connection.query(sql::kListServicesOfDays, {stretch.office, stretch.from, stretch.to});
  while (rows.next()) {
    const auto service = rows.id<domain::ServiceId>(1);
    if (gathering.concerns(service)) add_figures(rows, 2, gathering.row(read_date(rows, 0), service));
  }
}

void add_counted_now(storage::Connection& connection, const catalogue::Office& office, domain::Date on,
                     Gathering& gathering) {
  const DayFigures figures = count_day(connection, counter::day_on(office.id, office.zone, on), office.zone);
  gathering.add_seats(on, figures.seats);
  for (const auto& [service, counted] : figures.services) {
    if (gathering.concerns(service)) gathering.row(on, service) += counted;
  }
}

}  // namespace

std::string_view to_text(GroupBy by) {
  switch (by) {
    case GroupBy::office:
      return "office";
    case GroupBy::service:
      return "service";
    case GroupBy::day:
      return "day";
  }
  CHECK(false);
}

std::optional<GroupBy> parse_group_by(std::string_view text) {
  const auto* found = std::ranges::find(kGroups, text, [](GroupBy by) { return to_text(by); });
  if (found == kGroups.end()) return std::nullopt;
  return *found;
}

std::int64_t key_of(domain::Date on) {
  return std::chrono::sys_days(on).time_since_epoch().count();
}

domain::Date date_of(std::int64_t key) {
  return domain::Date(std::chrono::sys_days(std::chrono::days(key)));
}

Report read_report(storage::Connection& connection, const catalogue::Catalogue& catalogue,
                   const Question& question, base::Instant now) {
  Report report;
  for (const domain::OfficeId id : question.offices) {
    const catalogue::Office* office = catalogue.find_office(id);
    if (office == nullptr) continue;
    Gathering gathering(question, id, report);
    const Stretch stretch{id, domain::to_iso(question.from), domain::to_iso(question.to)};
    if (question.has_seats()) {
      add_office_days(connection, stretch, gathering);
    } else {
      add_service_days(connection, stretch, gathering);
    }
    const domain::Date today = office->zone.date_at(now);
    for (const domain::Date on : {domain::plus_days(today, -1), today}) {
      const bool is_asked = question.from <= on && on <= question.to;
      if (is_asked && !is_kept(connection, id, on)) add_counted_now(connection, *office, on, gathering);
    }
  }
  for (const auto& [key, figures] : report.rows) report.total += figures;
  return report;
}

}  // namespace temujanji::reports
