#pragma once
#include <optional>
#include <string>

#include "counter/ticket.h"
#include "features/app.h"

namespace temujanji::features {

/// "B017": a number as people see and hear it.
std::string label_of(const catalogue::Catalogue& catalogue, domain::OfficeId office,
                     domain::PoolId number_pool, int number);
inline std::string label_of(const catalogue::Catalogue& catalogue, const counter::Ticket& ticket) {
  return label_of(catalogue, ticket.office, ticket.number_pool, ticket.number);
}

/// "10 to 25 minutes", or that nobody can tell while no counter is open.
std::string wait_text(const App& app, base::Language language, const std::optional<domain::WaitRange>& wait);

}  // namespace temujanji::features
