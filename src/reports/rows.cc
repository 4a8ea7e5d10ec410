#include "reports/rows.h"

namespace temujanji::reports {

void add_figures(const storage::Rows& rows, int column, domain::Figures& figures) {
  figures.taken += rows.integer(column);
  figures.attended += rows.integer(column + 1);
  figures.missed += rows.integer(column + 2);
  figures.cancelled_by_applicant += rows.integer(column + 3);
  figures.cancelled_by_department += rows.integer(column + 4);
  figures.open += rows.integer(column + 5);
  figures.walk_ins += rows.integer(column + 6);
  const bool whole = figures.days_ahead.add_text(rows.text(column + 7)) &&
                     figures.wait_minutes.add_text(rows.text(column + 8)) &&
                     figures.service_minutes.add_text(rows.text(column + 9));
  if (!whole) throw base::Fault("the table service_day holds a spread that cannot be read");
}

}  // namespace temujanji::reports
