#pragma once
#include <memory>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "catalogue/availability.h"
#include "catalogue/live.h"

namespace temujanji::features {

/// A service at an office, as somebody named it. Keeps the catalogue it points into alive.
struct Offer {
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  const catalogue::Office* office;
  const catalogue::Service* service;
  domain::PoolId pool;

  catalogue::Availability availability(const catalogue::Live& live, base::Instant now) const;
};

enum class OfferProblem {
  office_unknown,
  service_unknown,
  not_offered,      // the office does not offer it, or is not active
  not_self_booked,  // done online elsewhere, the department gives the dates, or the programme has ended
};
/// The offer of these codes for booking by applicants.
base::Result<Offer, OfferProblem> find_offer(const catalogue::Live& live, base::Instant now,
                                             std::string_view office, std::string_view service);
/// The offer of ids that were stored earlier; also of what has ended meanwhile. Throws Fault if they are
/// gone.
Offer stored_offer(const catalogue::Live& live, domain::OfficeId office, domain::ServiceId service);

/// A slot that may be booked now, as far as the board knows.
struct Target {
  Offer offer;
  catalogue::BoardSlot slot;
};

enum class TargetProblem {
  outside_window,  // too soon or too far ahead (term 2)
  office_closed,   // the office does not open on that day
  slot_unknown,    // no slot begins then
};
base::Result<Target, TargetProblem> find_target(const catalogue::Live& live, base::Instant now, Offer offer,
                                                base::Instant starts_at);

/// Another place to go when a slot is full: the nearest slots of the same office, then the first of others.
struct Alternative {
  const catalogue::Office* office;
  base::Instant starts_at;
  int free_seats;
};
std::vector<Alternative> list_alternatives(const catalogue::Live& live, base::Instant now, const Offer& offer,
                                           base::Instant wanted_at, int seats);

}  // namespace temujanji::features
