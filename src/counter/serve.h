#pragma once
#include <optional>
#include <string>
#include <variant>

#include "base/result.h"
#include "counter/ticket.h"
#include "engine/engine.h"

/// What an officer at a counter does with numbers. Every command answers with the ticket as it then is.
namespace temujanji::counter {

enum class ServeRefusal {
  /// There is no such ticket at the office.
  unknown,
  /// Somebody else was quicker: the ticket has another version than the officer saw; `ticket` is how it is.
  changed_meanwhile,
  /// What it is at present does not allow that; `ticket` is how it is.
  wrong_state,
  /// The counter is not open today.
  counter_not_open,
  /// Somebody is called to the counter or served there; `ticket` is who.
  counter_busy,
  /// Nobody waits whom the counter serves.
  nobody_waits,
  /// The ticket was transferred to another counter, which is open.
  other_counter,
  /// The appointment was cancelled or displaced meanwhile.
  appointment_gone,
  /// The office does not offer the service, does not have the pool, or the counter is not open.
  no_target,
  /// Not a receipt number of a card payment.
  bad_receipt,
};

struct NotServed {
  ServeRefusal reason;
  std::optional<Ticket> ticket = {};
};
using Served = base::Result<Ticket, NotServed>;

/// Calls who is next, by `domain::calling_order` over all whom the counter serves. Two counters never get the
/// same one. Refused: counter_not_open, counter_busy, nobody_waits.
struct CallNext {
  Day day;
  std::string counter;
  std::int64_t staff = 0;

  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(day.office.value); }
};

/// What all commands about one ticket claim: its office's queue, and the slot of its appointment.
struct OnTicket {
  Seen seen;
  std::int64_t staff = 0;

  void claim(engine::Claims& claims) const {
    claims.rows.push_back(seen.office.value);
    if (seen.slot) claims.rows.push_back(seen.slot.value);
  }
};

/// Calls somebody out of turn, also one of a pool that the counter does not serve. Refused: unknown,
/// changed_meanwhile, wrong_state, counter_not_open, counter_busy, other_counter.
struct CallTicket : OnTicket {
  std::string counter;

  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

/// Calls once more who was called. Refused: unknown, changed_meanwhile, wrong_state.
struct Recall : OnTicket {
  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

/// The person is at the counter; an appointment becomes attended. Refused: unknown, changed_meanwhile,
/// wrong_state, appointment_gone.
struct Start : OnTicket {
  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

struct ToService {
  domain::ServiceId service;
};
struct ToPool {
  domain::PoolId pool;
};
struct ToCounter {
  std::string name;
};

/// Sends somebody on: to the pool of another service, to another pool, or to a counter that then calls them
/// as one of its own. They keep their number, lane and turn. Refused: unknown, changed_meanwhile,
/// wrong_state, no_target.
struct Transfer : OnTicket {
  std::variant<ToService, ToPool, ToCounter> to;

  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

/// The person was served. `receipt` is the number of the card payment, empty where nothing was paid. Refused:
/// unknown, changed_meanwhile, wrong_state, bad_receipt.
struct Finish : OnTicket {
  std::string receipt;

  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

/// Was called and did not come. Refused: unknown, changed_meanwhile, wrong_state.
struct MarkAbsent : OnTicket {
  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

/// Came after all, and waits behind those of the open lane; a priority stays. Refused: unknown,
/// changed_meanwhile, wrong_state.
struct PutBack : OnTicket {
  using Outcome = Served;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::counter
