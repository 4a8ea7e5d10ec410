#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/staff_page.h"
#include "reports/report.h"

namespace temujanji::features::see_reports {

/// Times that need not be typed; weeks begin on Monday.
enum class Period { today, this_week, last_week, this_month, last_month };
inline constexpr std::array kPeriods{Period::today, Period::this_week, Period::last_week, Period::this_month,
                                     Period::last_month};
std::string_view to_text(Period period);

/// A report as its address names it.
struct Asked {
  /// Nothing for dates that were typed.
  std::optional<Period> period;
  domain::Date from, to;
  reports::GroupBy by{};
  /// Codes; empty for all.
  std::string service;
  std::string state;
  /// What rows are ordered by, the greatest first, and the chart shows; nothing: in the catalogue's order.
  std::optional<domain::Measure> sort;
  /// What cannot be asked so, by field; the dates as they were typed then.
  std::string field, problem;
  std::string typed_from, typed_to;

  bool is_good() const { return field.empty(); }
  /// As the report itself is asked: of the visit's office, or of all where its visitor works.
  reports::Question question(const Visit& visit) const;
  /// What the chart shows.
  domain::Measure shown() const;
  bool has_seats() const { return by != reports::GroupBy::service && service.empty(); }
  /// "?from=…": the address of this report behind its path.
  std::string query() const;
};

/// The last date and the first are at most a year apart.
Asked asked_in(const web::Request& request, const Visit& visit, domain::Date today);

}  // namespace temujanji::features::see_reports
