#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/zone.h"
#include "domain/calendar.h"
#include "domain/ids.h"
#include "domain/queue.h"
#include "storage/connection.h"

namespace temujanji::counter {

/// One day of an office, from midnight to midnight of its zone. Numbers, counters and queues belong to one.
struct Day {
  domain::OfficeId office;
  domain::Date on;
  base::Instant from;
  base::Instant to;  // not included
};
/// The office's day on which `at` lies, and a certain one.
Day day_at(domain::OfficeId office, const base::Zone& zone, base::Instant at);
Day day_on(domain::OfficeId office, const base::Zone& zone, domain::Date on);

/// A number (giliran): one person's turn at an office on a day. No personal data but the priority.
struct Ticket {
  domain::TicketId id;
  domain::OfficeId office;
  domain::Date on{};
  /// The pool that gave the number, for `domain::ticket_label`, and where the person queues now.
  domain::PoolId number_pool;
  int number = 0;
  domain::PoolId pool;
  domain::ServiceId service;
  /// 0 for who came without.
  domain::AppointmentId appointment;
  domain::SlotId slot;
  int persons = 1;
  domain::Priority priority{};
  /// Nothing for who came without appointment.
  std::optional<domain::Arrival> arrival;
  domain::Lane lane{};
  base::Instant turn_at;
  domain::TicketState state{};
  /// Rises with every change.
  int version = 0;
  /// Where it was called to, and where it was transferred to; empty for nowhere in particular.
  std::string counter;
  std::string for_counter;
  /// Who called it; 0 for nobody yet.
  std::int64_t staff = 0;
  base::Instant issued_at;
  std::optional<base::Instant> called_at;
  std::optional<base::Instant> started_at;
  std::optional<base::Instant> ended_at;
  int calls = 0;
  /// Of the card payment; empty for none.
  std::string receipt;
};

/// What an officer's page shows of a ticket when a button is pressed: a command that names an older version
/// is refused, because somebody else was quicker. `office` and `slot` are those of the ticket.
struct Seen {
  domain::TicketId ticket;
  int version = 0;
  domain::OfficeId office;
  domain::SlotId slot;
};
/// The ticket as it was read, with the version of the page, or its own.
inline Seen seen(const Ticket& ticket, int version) {
  return {ticket.id, version, ticket.office, ticket.slot};
}
inline Seen seen(const Ticket& ticket) {
  return seen(ticket, ticket.version);
}

std::optional<Ticket> find_ticket(storage::Connection& connection, domain::TicketId id);
/// The ticket of an appointment on a day of its office; for the applicant's own page, too.
std::optional<Ticket> find_ticket_of(storage::Connection& connection, domain::AppointmentId appointment,
                                     domain::Date on);

/// What an office decided about its counters; the standard where it decided nothing.
struct Rules {
  bool walk_ins = false;
  domain::ArrivalRule arrival;
};
Rules find_rules(storage::Connection& connection, domain::OfficeId office);

}  // namespace temujanji::counter
