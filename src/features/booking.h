#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appointments/take_seats.h"
#include "domain/applicant.h"
#include "features/app.h"
#include "features/target.h"

namespace temujanji::features {

/// The bearer token of a hold: its id with a keyed hash, so that nobody can name a hold that is not theirs.
std::string hold_token(const base::KeyRing& keys, domain::HoldId id);
std::optional<domain::HoldId> parse_hold_token(const base::KeyRing& keys, std::string_view token);

/// Whether one more booking or hold may come from the request's address; counts it.
bool allow_booking(App& app, const web::Request& request);

}  // namespace temujanji::features
