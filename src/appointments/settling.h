#pragma once
#include <functional>
#include <vector>

#include "appointments/displace.h"
#include "catalogue/publish.h"
#include "engine/engine.h"

/// What settling closures and settling changed days have in common.
namespace temujanji::appointments {

/// What settling did.
struct SettleReport {
  int causes = 0;
  /// People whose appointments were displaced or restored, and holds that ended; counted as asked for.
  std::size_t displaced = 0;
  std::size_t restored = 0;
  std::size_t holds = 0;
  catalogue::PublishReport slots;
};

/// Displaces those whom `find` gives and ends their holds, in small transactions, and asks again until it
/// gives nobody: whoever booked with a hold while it was being ended is found in the second look. Whether
/// nobody is left. Throws Fault.
bool displace_all(engine::Engine& engine, const Cause& cause, domain::OfficeId office,
                  const std::function<std::vector<Affected>()>& find, SettleReport& report);

/// Gives these people back what they had, in small transactions. Whether the cause stood so all the time.
/// Throws Fault.
bool restore_all(engine::Engine& engine, const Cause& cause, const std::vector<Affected>& displaced,
                 SettleReport& report);

}  // namespace temujanji::appointments
