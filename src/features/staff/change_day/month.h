#pragma once
#include <map>
#include <vector>

#include "catalogue/day_changes.h"
#include "catalogue/publish.h"
#include "features/staff_page.h"

namespace temujanji::features::change_day {

using Month = std::chrono::year_month;

/// What a page of the calendar is about.
struct View {
  const catalogue::Pool* pool = nullptr;
  Month month;
  /// The day that is opened.
  std::optional<domain::Date> on;
};

/// The address of a view.
std::string calendar_url(const web::Request& request, const Visit& visit, const View& view);

/// A month of a pool as it stands in the database.
struct MonthOfSeats {
  std::map<domain::Date, std::vector<catalogue::PoolSlot>> slots;
  /// Not undone; those not begun wait for a second person or were refused.
  std::vector<catalogue::KeptDayChange> changes;
};
MonthOfSeats read_month(storage::Connection& connection, const catalogue::Office& office, const View& view);

/// MONTH, PREVIOUS_URL, PREVIOUS_MONTH, NEXT_URL, NEXT_MONTH, FREE, TAKEN, SEATS of the month; repeats WEEK
/// and DAY as page.html says.
void add_month(const App& app, const web::Request& request, const Visit& visit, const View& view,
               const MonthOfSeats& month, web::Values& values);
/// Section OPENED: the day's slots, as page.html says.
void add_day(const App& app, const web::Request& request, const Visit& visit, const View& view,
             const MonthOfSeats& month, web::Values& values);

}  // namespace temujanji::features::change_day
