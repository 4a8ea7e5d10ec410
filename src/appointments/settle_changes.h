#pragma once
#include <functional>

#include "appointments/settling.h"
#include "base/id.h"

namespace temujanji::appointments {

/// Lets slots and appointments follow the changes that administrators saved: publishes the pools of each,
/// then displaces who is booked at their slots off offer and gives back their time to those whom an earlier
/// change had displaced. Works like `settle_closures`: in small transactions, begun again after a crash, and
/// left to the next time where the catalogue changed meanwhile. Throws Fault.
SettleReport settle_changes(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                            const base::Clock& clock, int days, const std::function<bool()>& go_on);

}  // namespace temujanji::appointments
