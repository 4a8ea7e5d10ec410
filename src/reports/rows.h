#pragma once
// How figures stand in rows; no other room needs it.
#include "domain/figures.h"
#include "storage/connection.h"

namespace temujanji::reports {

/// Adds the columns taken, attended, missed, cancelled_by_applicant, cancelled_by_department, open, walk_ins,
/// days_ahead, wait_minutes and service_minutes, from `column` on. Throws Fault for what KeepDay did not
/// write.
void add_figures(const storage::Rows& rows, int column, domain::Figures& figures);

}  // namespace temujanji::reports
