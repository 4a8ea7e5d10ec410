#include <algorithm>
#include <charconv>
#include <map>

#include "base/check.h"
#include "base/fault.h"
#include "catalogue/catalogue.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/page_texts.h"

namespace temujanji::catalogue {
namespace {

domain::Date date_of(std::string_view text) {
  const auto on = domain::parse_date(text);
  if (!on) throw base::Fault("the catalogue tables hold something that is no date: " + std::string(text));
  return *on;
}

std::optional<domain::Date> optional_date(const storage::Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return date_of(rows.text(column));
}

base::Bilingual both(const storage::Rows& rows, int column) {
  return {rows.string(column), rows.string(column + 1)};
}

std::optional<Position> position_of(std::string_view latitude, std::string_view longitude) {
  Position position{};
  const auto first = std::from_chars(latitude.data(), latitude.data() + latitude.size(), position.latitude);
  const auto second =
      std::from_chars(longitude.data(), longitude.data() + longitude.size(), position.longitude);
  if (first.ec != std::errc{} || second.ec != std::errc{}) return std::nullopt;
  return position;
}

/// Main offices before the others of a state, missions abroad last.
auto display_key(const Office& office) {
  const bool is_main = office.kind == "hq" || office.kind == "hq_division" || office.kind == "state";
  return std::tuple(office.state.empty(), office.state, is_main ? 0 : 1, office.name.ms, office.code);
}

}  // namespace

domain::DayChange read_day_change(const storage::Rows& rows, int first) {
  domain::DayChange change{date_of(rows.text(first)), {rows.small(first + 1), rows.small(first + 2)}, {}};
  if (!rows.is_null(first + 3)) change.seats = rows.small(first + 3);
  change.opens = rows.small(first + 4) != 0;
  return change;
}

/// Fills a Catalogue table by table. A row that refers to one that is not there (the tables changed between
/// two statements) is left out; whoever reads then sees another revision and reads again.
class CatalogueReader {
 public:
  explicit CatalogueReader(storage::Connection& connection) : connection_(connection) {}

  std::shared_ptr<const Catalogue> read() {
    read_revision();
    read_names();
    read_calendars();
    read_offices();
    read_closures();
    read_services();
    read_documents();
    read_pools();
    read_day_changes();
    read_offerings();
    read_announcements();
    read_texts();
    catalogue_->index();
    return catalogue_;
  }

 private:
  void read_revision() {
    auto rows = connection_.query(sql::kFindRevision, {"catalogue"});
    if (rows.next()) catalogue_->revision_ = rows.integer(0);
  }

  void read_names() {
    auto departments = connection_.query(sql::kListDepartments);
    while (departments.next()) {
      catalogue_->departments_.push_back({departments.string(0), both(departments, 1)});
    }
    auto divisions = connection_.query(sql::kListDivisions);
    while (divisions.next()) {
      catalogue_->divisions_.push_back({divisions.string(0), divisions.string(1), both(divisions, 2)});
      department_of_[divisions.string(0)] = divisions.string(1);
    }
    auto states = connection_.query(sql::kListStates);
    while (states.next()) {
      catalogue_->states_.push_back({states.string(0), both(states, 1), states.string(3)});
    }
  }

  void read_calendars() {
    auto weekends = connection_.query(sql::kListWeekendRules);
    while (weekends.next()) {
      weekends_[weekends.string(0)].push_back(
          {static_cast<unsigned>(weekends.small(2)), date_of(weekends.text(1)), optional_date(weekends, 3)});
    }
    auto holidays = connection_.query(sql::kListHolidays);
    while (holidays.next()) {
      holidays_[holidays.string(1)].push_back(
          {date_of(holidays.text(0)), both(holidays, 2), holidays.small(4) != 0});
    }
    auto hours = connection_.query(sql::kListOpeningHours);
    while (hours.next()) {
      hours_[hours.string(0)].push_back({hours.small(2),
                                         {hours.small(3), hours.small(4)},
                                         date_of(hours.text(1)),
                                         optional_date(hours, 5)});
    }
  }

  void read_offices() {
    auto rows = connection_.query(sql::kListOffices);
    while (rows.next()) {
      Office office{rows.id<domain::OfficeId>(0),
                    rows.string(1),
                    rows.string(2),
                    rows.string(3),
                    rows.is_null(4) ? "" : rows.string(4),
                    rows.string(5),
                    both(rows, 6),
                    rows.string(8),
                    rows.string(9),
                    rows.string(10),
                    rows.string(11),
                    zone(rows.string(12)),
                    rows.string(15),
                    position_of(rows.text(16), rows.text(17)),
                    rows.small(18) != 0,
                    {}};
      office.calendar.hours = hours_[rows.string(13)];
      office.calendar.opens_on_rest_days = rows.small(14) != 0;
      if (!office.state.empty()) {
        office.calendar.weekend = weekends_[office.state];
        office.calendar.holidays = holidays_[office.state];
      }
      catalogue_->offices_.push_back(std::move(office));
    }
    std::ranges::sort(catalogue_->offices_, {}, display_key);
  }

  const base::Zone& zone(const std::string& name) {
    const auto found = zones_.find(name);
    return found != zones_.end() ? found->second : zones_.emplace(name, base::load_zone(name)).first->second;
  }

  void read_closures() {
    auto rows = connection_.query(sql::kListClosures);
    while (rows.next()) {
      domain::Closure closure{date_of(rows.text(4)), date_of(rows.text(5)), std::nullopt, both(rows, 8)};
      if (!rows.is_null(6) && !rows.is_null(7)) closure.part = {rows.small(6), rows.small(7)};
      for (Office& office : catalogue_->offices_) {
        const bool here = !rows.is_null(3)   ? office.id.value == rows.integer(3)
                          : !rows.is_null(2) ? office.state == rows.text(2)
                                             : true;
        if (here) office.calendar.closures.push_back(closure);
      }
    }
  }

  void read_services() {
    auto rows = connection_.query(sql::kListServices);
    while (rows.next()) {
      const auto kind = parse_applicant_kind(rows.text(7));
      const auto booking = parse_booking(rows.text(8));
      CHECK(kind && booking);
      service_at_[rows.integer(0)] = catalogue_->services_.size();
      catalogue_->services_.push_back({rows.id<domain::ServiceId>(0),
                                       rows.string(1),
                                       rows.string(2),
                                       department_of_[rows.string(2)],
                                       both(rows, 3),
                                       both(rows, 5),
                                       *kind,
                                       *booking,
                                       rows.string(9),
                                       rows.small(10),
                                       rows.small(11),
                                       both(rows, 12),
                                       optional_date(rows, 14),
                                       optional_date(rows, 15),
                                       {rows.small(16), rows.small(17)},
                                       {}});
    }
  }

  void read_documents() {
    auto rows = connection_.query(sql::kListDocuments);
    while (rows.next()) {
      const auto service = service_at_.find(rows.integer(0));
      if (service == service_at_.end()) continue;
      const Required required = rows.text(4) == "yes"  ? Required::yes
                                : rows.text(4) == "no" ? Required::no
                                                       : Required::if_applicable;
      catalogue_->services_[service->second].documents.push_back({both(rows, 2), required, both(rows, 5)});
    }
  }

  void read_pools() {
    std::map<std::pair<std::string, std::string>, std::vector<domain::SeatRule>> rules;
    auto rule = connection_.query(sql::kListSeatRules);
    while (rule.next()) {
      rules[{rule.string(0), rule.string(1)}].push_back({static_cast<unsigned>(rule.small(3)),
                                                         {rule.small(4), rule.small(5)},
                                                         rule.small(6),
                                                         rule.small(7),
                                                         date_of(rule.text(2)),
                                                         optional_date(rule, 8)});
    }
    std::map<std::int64_t, std::string> kinds;
    for (const Office& office : catalogue_->offices_) kinds[office.id.value] = office.kind;
    auto rows = connection_.query(sql::kListPools);
    while (rows.next()) {
      const auto kind = kinds.find(rows.integer(1));
      if (kind == kinds.end()) continue;
      pool_at_[rows.integer(0)] = catalogue_->pools_.size();
      catalogue_->pools_.push_back({rows.id<domain::PoolId>(0),
                                    rows.id<domain::OfficeId>(1),
                                    rows.string(2),
                                    both(rows, 3),
                                    rows.small(5),
                                    rules[{kind->second, rows.string(2)}],
                                    {}});
    }
  }

  void read_day_changes() {
    auto rows = connection_.query(sql::kListDayChanges);
    while (rows.next()) {
      const auto pool = pool_at_.find(rows.integer(0));
      if (pool == pool_at_.end()) continue;
      catalogue_->pools_[pool->second].changes.push_back(read_day_change(rows, 1));
    }
  }

  void read_offerings() {
    auto rows = connection_.query(sql::kListOfferings);
    while (rows.next()) {
      const auto pool = pool_at_.find(rows.integer(2));
      const auto service = service_at_.find(rows.integer(1));
      if (pool == pool_at_.end() || service == service_at_.end()) continue;
      catalogue_->offerings_.push_back(
          {rows.id<domain::OfficeId>(0), rows.id<domain::ServiceId>(1), rows.id<domain::PoolId>(2)});
      catalogue_->pools_[pool->second].services.push_back(rows.id<domain::ServiceId>(1));
    }
    // Services stand in display order wherever they are listed.
    std::ranges::stable_sort(catalogue_->offerings_, {},
                             [&](const Offering& offering) { return service_at_[offering.service.value]; });
  }

  void read_announcements() {
    auto rows = connection_.query(sql::kListAnnouncements);
    while (rows.next()) {
      catalogue_->announcements_.push_back({rows.id<domain::AnnouncementId>(0), rows.string(2), both(rows, 3),
                                            both(rows, 5), date_of(rows.text(7)), optional_date(rows, 8),
                                            rows.small(9) != 0});
    }
    std::ranges::stable_sort(catalogue_->announcements_, {},
                             [](const Announcement& announcement) { return !announcement.pinned; });
  }

  void read_texts() {
    for (const TextPage page : kTextPages) {
      catalogue_->texts_[static_cast<std::size_t>(page)] = find_shown_version(connection_, page).text;
    }
  }

  storage::Connection& connection_;
  std::shared_ptr<Catalogue> catalogue_{new Catalogue()};
  std::map<std::string, std::string> department_of_;
  std::map<std::string, std::vector<domain::WeekendRule>> weekends_;
  std::map<std::string, std::vector<domain::Holiday>> holidays_;
  std::map<std::string, std::vector<domain::OpeningHours>> hours_;
  std::map<std::string, base::Zone> zones_;
  std::map<std::int64_t, std::size_t> service_at_, pool_at_;
};

std::shared_ptr<const Catalogue> Catalogue::load(storage::Connection& connection) {
  return CatalogueReader(connection).read();
}

}  // namespace temujanji::catalogue
