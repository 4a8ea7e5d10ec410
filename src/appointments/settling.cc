#include "appointments/settling.h"

#include <algorithm>

namespace temujanji::appointments {
namespace {

constexpr int kLooksMax = 5;

/// Hands `affected` to `run` in portions of at most `kAffectedMax`, until it says no.
template <class Run>
bool in_portions(const std::vector<Affected>& affected, Run run) {
  for (std::size_t first = 0; first < affected.size(); first += kAffectedMax) {
    const auto begin = affected.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(kAffectedMax, affected.size() - first);
    if (!run(std::vector<Affected>(begin, begin + static_cast<std::ptrdiff_t>(count)))) return false;
  }
  return true;
}

}  // namespace

bool displace_all(engine::Engine& engine, const Cause& cause, domain::OfficeId office,
                  const std::function<std::vector<Affected>()>& find, SettleReport& report) {
  for (int look = 0; look < kLooksMax; ++look) {
    const std::vector<Affected> affected = find();
    if (affected.empty()) return true;
    const auto holds = static_cast<std::size_t>(
        std::ranges::count_if(affected, [](const Affected& one) { return bool(one.hold); }));
    report.holds += holds;
    report.displaced += affected.size() - holds;
    const auto run = [&](std::vector<Affected> some) {
      return engine.run(Displace{cause, office, std::move(some)});
    };
    if (!in_portions(affected, run)) return false;
  }
  return false;
}

bool restore_all(engine::Engine& engine, const Cause& cause, const std::vector<Affected>& displaced,
                 SettleReport& report) {
  report.restored += displaced.size();
  return in_portions(displaced, [&](std::vector<Affected> some) {
    return engine.run(Restore{cause, std::move(some)});
  });
}

}  // namespace temujanji::appointments
