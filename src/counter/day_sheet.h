#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appointments/find.h"
#include "base/crypto.h"
#include "counter/ticket.h"
#include "domain/life_cycle.h"

namespace temujanji::counter {

/// One appointment of the day sheet, its person's data opened. Never logged.
struct SheetRow {
  domain::AppointmentId appointment;
  std::string reference;  // without separators
  domain::SlotId slot;
  domain::PoolId pool;
  domain::ServiceId service;
  base::Instant starts_at;
  int minutes = 0;
  int seats = 1;
  domain::Status status{};
  domain::Applicant person;
  /// Nothing for who did not come (yet).
  struct Number {
    domain::TicketId ticket;
    domain::PoolId number_pool;
    int number;
    domain::TicketState state;
  };
  std::optional<Number> number;
};

/// Everybody with an appointment at an office on a day, by time, also cancelled ones. Throws Fault if sealed
/// data cannot be opened.
std::vector<SheetRow> list_day_sheet(storage::Connection& connection, const base::KeyRing& keys,
                                     const Day& day);

}  // namespace temujanji::counter
