#pragma once
#include <functional>

#include "appointments/settling.h"
#include "base/id.h"

namespace temujanji::appointments {

/// Lets slots and appointments follow the closures that staff made or undid: publishes the pools affected on
/// the closure's dates, then displaces who is booked inside and ends holds there, or restores whom it had
/// displaced. Works in small transactions, so that bookings go on meanwhile; who books in between is
/// displaced too, for the slots are off offer before anybody is asked for. A closure is noted as settled when
/// nothing is left to do; until then, also after a crash, it is begun again, and what is done stays done.
/// Ends early when `go_on` says no, and leaves to the next time what changed meanwhile. Throws Fault.
SettleReport settle_closures(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                             const base::Clock& clock, int days, const std::function<bool()>& go_on);

}  // namespace temujanji::appointments
