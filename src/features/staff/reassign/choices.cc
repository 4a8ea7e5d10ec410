#include "features/staff/reassign/choices.h"

#include <algorithm>

namespace temujanji::features::reassign {
namespace {

constexpr std::size_t kHereMax = 8;
constexpr std::size_t kElsewhereMax = 3;

base::Instant midnight(const catalogue::Office& office, domain::Date on) {
  return office.zone.to_utc(base::LocalTime(std::chrono::local_days(on)));
}

base::Instant tomorrow(const App& app, const catalogue::Office& office) {
  return midnight(office, domain::plus_days(office.zone.date_at(app.clock.now()), 1));
}

}  // namespace

base::Instant Choices::begin(const appointments::Appointment& appointment,
                             const catalogue::Office& office) const {
  const base::Instant wanted = from_ ? midnight(office, *from_) : appointment.starts_at;
  return std::max(wanted, tomorrow(app_, office));
}

/// Behind the pool's last slot.
base::Instant Choices::end_of(domain::PoolId pool) const {
  return app_.live.board().last_start(pool).value_or(base::Instant{}) + std::chrono::milliseconds(1);
}

std::vector<Choice> Choices::free_here(const appointments::Appointment& appointment,
                                       const std::map<std::int64_t, int>& given, std::size_t most) const {
  std::vector<Choice> choices;
  const catalogue::Office* office = catalogue_.find_office(appointment.office);
  const auto* offering = catalogue_.find_offering(appointment.office, appointment.service);
  if (office == nullptr || offering == nullptr) return choices;
  const base::Instant from = begin(appointment, *office);
  for (const auto& slot : app_.live.board().slots(offering->pool, from, end_of(offering->pool))) {
    const auto found = given.find(slot.id.value);
    const int left = slot.free() - (found == given.end() ? 0 : found->second);
    const bool own = slot.id == appointment.slot;
    if (!own && left < appointment.seats) continue;
    choices.push_back({office, slot.id, slot.starts_at});
    if (choices.size() == most) break;
  }
  return choices;
}

std::vector<Choice> Choices::here(const appointments::Appointment& appointment) const {
  return free_here(appointment, {}, kHereMax);
}

std::optional<Choice> Choices::propose(const appointments::Appointment& appointment) {
  const std::vector<Choice> first = free_here(appointment, proposed_, 1);
  if (first.empty()) return std::nullopt;
  if (first.front().slot != appointment.slot) proposed_[first.front().slot.value] += appointment.seats;
  return first.front();
}

std::vector<Choice> Choices::elsewhere(const appointments::Appointment& appointment) {
  const std::tuple key(appointment.service.value, base::to_millis(appointment.starts_at), appointment.seats);
  const auto [known, added] = elsewhere_.try_emplace(key);
  if (!added) return known->second;
  std::vector<Choice>& choices = known->second;
  const catalogue::Office* own = catalogue_.find_office(appointment.office);
  if (own == nullptr) return choices;
  for (const catalogue::Office* office : catalogue_.offices_offering(appointment.service)) {
    if (office == own) continue;
    const domain::PoolId pool = catalogue_.find_offering(office->id, appointment.service)->pool;
    const auto slot =
        app_.live.board().first_free(pool, begin(appointment, *office), end_of(pool), appointment.seats);
    if (slot) choices.push_back({office, slot->id, slot->starts_at});
  }
  std::ranges::stable_sort(choices, [&](const Choice& a, const Choice& b) {
    const bool a_near = a.office->state == own->state;
    const bool b_near = b.office->state == own->state;
    return a_near != b_near ? a_near : a.starts_at < b.starts_at;
  });
  if (choices.size() > kElsewhereMax) choices.resize(kElsewhereMax);
  return choices;
}

}  // namespace temujanji::features::reassign
