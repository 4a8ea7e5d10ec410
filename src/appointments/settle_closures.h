#pragma once
#include <functional>

#include "base/id.h"
#include "catalogue/publish.h"
#include "engine/engine.h"

namespace temujanji::appointments {

/// What settling did.
struct SettleReport {
  int closures = 0;
  /// People whose appointments were displaced or restored, and holds that ended; counted as asked for.
  std::size_t displaced = 0;
  std::size_t restored = 0;
  std::size_t holds = 0;
  catalogue::PublishReport slots;
};

/// Lets slots and appointments follow the closures that staff made or undid: publishes the pools affected on
/// the closure's dates, then displaces who is booked inside and ends holds there, or restores whom it had
/// displaced. Works in small transactions, so that bookings go on meanwhile; who books in between is
/// displaced too, for the slots are off offer before anybody is asked for. A closure is noted as settled when
/// nothing is left to do; until then, also after a crash, it is begun again, and what is done stays done.
/// Ends early when `go_on` says no, and leaves to the next time what changed meanwhile. Throws Fault.
SettleReport settle_closures(engine::Engine& engine, storage::Connection& reader, base::IdSource& ids,
                             const base::Clock& clock, int days, const std::function<bool()>& go_on);

}  // namespace temujanji::appointments
