#include "features/target.h"

#include <algorithm>

#include "base/fault.h"

namespace temujanji::features {
namespace {
constexpr std::size_t kSameOfficeMax = 4;
constexpr std::size_t kOtherOfficesMax = 4;
constexpr auto kNear = std::chrono::days(7);

/// Free slots of the same office around the wanted time, nearest first.
std::vector<Alternative> nearest_here(const catalogue::Live& live, base::Instant now, const Offer& offer,
                                      base::Instant wanted_at, int seats) {
  const auto availability = offer.availability(live, now);
  std::vector<Alternative> found;
  for (const auto& slot : live.board().slots(offer.pool, wanted_at - kNear, wanted_at + kNear)) {
    if (slot.free() < seats || slot.starts_at == wanted_at) continue;
    if (availability.check_window(slot.starts_at) != domain::WindowAnswer::open) continue;
    found.push_back({offer.office, slot.starts_at, slot.free()});
  }
  if (found.empty()) {
    if (const auto first = availability.earliest(seats))
      found.push_back({offer.office, first->starts_at, first->free()});
  }
  const auto distance = [&](const Alternative& a) {
    return a.starts_at < wanted_at ? wanted_at - a.starts_at : a.starts_at - wanted_at;
  };
  std::ranges::sort(found, {}, distance);
  if (found.size() > kSameOfficeMax) found.resize(kSameOfficeMax);
  std::ranges::sort(found, {}, &Alternative::starts_at);
  return found;
}

/// The first free slot of each other office that offers the service; those of the same state stand first.
std::vector<Alternative> first_elsewhere(const catalogue::Live& live, base::Instant now, const Offer& offer,
                                         int seats) {
  std::vector<Alternative> found;
  for (const catalogue::Office* office : offer.catalogue->offices_offering(offer.service->id)) {
    if (office->id == offer.office->id) continue;
    const auto* offering = offer.catalogue->find_offering(office->id, offer.service->id);
    const catalogue::Availability there(live.board(), *office, *offer.service, offering->pool, now);
    if (const auto first = there.earliest(seats)) found.push_back({office, first->starts_at, first->free()});
  }
  std::ranges::sort(found, [&](const Alternative& a, const Alternative& b) {
    const bool a_near = a.office->state == offer.office->state;
    const bool b_near = b.office->state == offer.office->state;
    return a_near != b_near ? a_near : a.starts_at < b.starts_at;
  });
  if (found.size() > kOtherOfficesMax) found.resize(kOtherOfficesMax);
  return found;
}

}  // namespace

catalogue::Availability Offer::availability(const catalogue::Live& live, base::Instant now) const {
  const catalogue::Pool* counters = catalogue->find_pool(pool);
  const auto changes = counters == nullptr ? std::span<const domain::DayChange>() : counters->changes;
  return catalogue::Availability(live.board(), *office, *service, pool, now, changes);
}

base::Result<Offer, OfferProblem> find_offer(const catalogue::Live& live, base::Instant now,
                                             std::string_view office_code, std::string_view service_code) {
  auto catalogue = live.catalogue();
  const catalogue::Office* office = catalogue->find_office(office_code);
  if (office == nullptr) return OfferProblem::office_unknown;
  const catalogue::Service* service = catalogue->find_service(service_code);
  if (service == nullptr) return OfferProblem::service_unknown;
  const catalogue::Offering* offering = catalogue->find_offering(office->id, service->id);
  if (offering == nullptr || !office->active) return OfferProblem::not_offered;
  if (!catalogue->is_bookable(service->id, office->id, office->zone.date_at(now)))
    return OfferProblem::not_self_booked;
  return Offer{std::move(catalogue), office, service, offering->pool};
}

Offer stored_offer(const catalogue::Live& live, domain::OfficeId office_id, domain::ServiceId service_id) {
  auto catalogue = live.catalogue();
  const catalogue::Office* office = catalogue->find_office(office_id);
  const catalogue::Service* service = catalogue->find_service(service_id);
  if (office == nullptr || service == nullptr)
    throw base::Fault("the catalogue lacks what an appointment refers to");
  const catalogue::Offering* offering = catalogue->find_offering(office_id, service_id);
  return Offer{std::move(catalogue), office, service,
               offering != nullptr ? offering->pool : domain::PoolId{}};
}

base::Result<Target, TargetProblem> find_target(const catalogue::Live& live, base::Instant now, Offer offer,
                                                base::Instant starts_at) {
  const auto availability = offer.availability(live, now);
  if (availability.check_window(starts_at) != domain::WindowAnswer::open)
    return TargetProblem::outside_window;
  if (auto slot = availability.find(starts_at)) return Target{std::move(offer), *slot};
  const domain::Date on = offer.office->zone.date_at(starts_at);
  const bool opens = availability.day(on).kind == domain::DayKind::open;
  return opens ? TargetProblem::slot_unknown : TargetProblem::office_closed;
}

std::vector<Alternative> list_alternatives(const catalogue::Live& live, base::Instant now, const Offer& offer,
                                           base::Instant wanted_at, int seats) {
  std::vector<Alternative> found = nearest_here(live, now, offer, wanted_at, seats);
  for (Alternative& alternative : first_elsewhere(live, now, offer, seats)) found.push_back(alternative);
  return found;
}

}  // namespace temujanji::features
