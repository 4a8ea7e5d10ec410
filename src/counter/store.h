#pragma once
// How the commands of this room write tickets; no other room needs it.
#include <string>
#include <string_view>

#include "counter/ticket.h"
#include "engine/engine.h"

namespace temujanji::counter {

/// How `appointment_event.actor` names a member of staff.
std::string actor_of(std::int64_t staff);

/// From the columns of the statements in ticket.sql.
Ticket read_ticket(const storage::Rows& rows);
std::optional<Ticket> find_one(storage::Connection& connection, const storage::Statement& statement,
                               storage::Parameters parameters);

/// Tells after COMMIT that an office's queue is another.
void announce(engine::Scope& scope, domain::OfficeId office);

/// What happened to a ticket; `staff` 0 is the end of the day.
struct Note {
  std::string_view kind;
  std::int64_t staff = 0;
  std::string_view detail = {};
};

/// Gives the ticket the pool's next number, writes it and announces it; false if all numbers are given.
bool issue(engine::Scope& scope, Ticket& ticket, const Note& note);
/// Writes the ticket as it now is, with its next version, and announces it. Throws PassingFault if another
/// process changed it meanwhile, so that the batch begins again.
void write(engine::Scope& scope, Ticket& ticket, const Note& note);

}  // namespace temujanji::counter
