#pragma once
#include <map>
#include <optional>
#include <vector>

#include "catalogue/catalogue.h"
#include "reports/count_day.h"

/// Figures of a time, put together by office, service or day.
namespace temujanji::reports {

enum class GroupBy { office, service, day };
std::string_view to_text(GroupBy by);
std::optional<GroupBy> parse_group_by(std::string_view text);

/// What is asked for.
struct Question {
  std::vector<domain::OfficeId> offices;
  domain::Date from;
  domain::Date to;  // last day
  GroupBy by = GroupBy::day;
  /// Of one service only; such figures have no seats.
  std::optional<domain::ServiceId> service;

  /// Whether the answer tells of seats: services share them.
  bool has_seats() const { return by != GroupBy::service && !service; }
};

struct Report {
  /// By id of the office or service, or by days since 1970; only those of which something is told.
  std::map<std::int64_t, domain::Figures> rows;
  domain::Figures total;
};
/// The key of a day in a report.
std::int64_t key_of(domain::Date on);
domain::Date date_of(std::int64_t key);

/// Days that were counted are read as they are kept; today and yesterday are counted now where they are not.
Report read_report(storage::Connection& connection, const catalogue::Catalogue& catalogue,
                   const Question& question, base::Instant now);

}  // namespace temujanji::reports
