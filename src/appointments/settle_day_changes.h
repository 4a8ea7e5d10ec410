#pragma once
#include <functional>

#include "appointments/settling.h"
#include "base/id.h"

namespace temujanji::appointments {

/// Lets slots and appointments follow the days that offices changed, and what they undid: publishes the pool
/// on the date, then displaces who is booked at a slot of the changed part that is off offer now, ends holds
/// there, and restores who is displaced and whose slot is on offer. Who is at a slot that only has fewer
/// seats keeps it. As `settle_closures` does: in small transactions, begun again until nothing is left to do.
/// Throws Fault.
SettleReport settle_day_changes(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                                const base::Clock& clock, int days, const std::function<bool()>& go_on);

/// Takes seats back that were left above what a changed day has because they were taken, and have come free
/// since. Ends early when the catalogue has changed.
void trim_changed_days(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                       const catalogue::Catalogue& catalogue, const base::Clock& clock, int days);

}  // namespace temujanji::appointments
