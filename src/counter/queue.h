#pragma once
#include <optional>
#include <unordered_map>
#include <vector>

#include "counter/counters.h"
#include "counter/ticket.h"

/// What pages and displays show of an office's queue.
namespace temujanji::counter {

/// The queue of an office as it stands at one moment, read with five statements. Everybody who looks at the
/// office can be answered from it until it changes.
struct Queue {
  struct Entry {
    Ticket ticket;
    /// What is planned for the ticket: the service's minutes for each person.
    int planned_minutes;
  };
  struct Call {
    domain::PoolId pool;
    domain::Lane lane;
  };
  Day day;
  Rules rules;
  /// Waiting, called, serving and absent, in the order in which they came.
  std::vector<Entry> entries;
  std::vector<Counter> counters;
  /// The last calls, the latest first.
  std::vector<Call> calls;
  /// The last services of each pool.
  std::unordered_map<domain::PoolId, std::vector<domain::ServiceTime>> services;
};
Queue read_queue(storage::Connection& connection, const Day& day);

/// Who waits for a pool, in the order in which they will be called if nobody else comes. Pointers into
/// `queue`. Who was transferred to an open counter waits for that and is not among them.
std::vector<const Queue::Entry*> waiting_for(const Queue& queue, domain::PoolId pool, base::Instant now);
/// Who waits for a counter, likewise.
std::vector<const Queue::Entry*> waiting_for(const Queue& queue, const Counter& counter, base::Instant now);

/// How long somebody who waits has to wait: for the officer's page and the applicant's own.
struct Standing {
  int ahead = 0;
  /// Nothing while no counter is open for them.
  std::optional<domain::WaitRange> wait;
};
/// Nothing for a ticket that does not wait in this queue.
std::optional<Standing> standing_of(const Queue& queue, domain::TicketId ticket, base::Instant now);

/// What hangs in the waiting room.
struct Display {
  struct Called {
    domain::PoolId number_pool;
    int number;
    std::string counter;
    domain::TicketState state;  // called or serving
    base::Instant called_at;
    int calls;
  };
  struct Pool {
    domain::PoolId pool;
    int waiting;
    /// Counters that serve it, and how long somebody who came now would wait.
    int counters;
    std::optional<domain::WaitRange> wait;
  };
  /// Called and served ones, the latest call first.
  std::vector<Called> called;
  /// Pools with somebody waiting or a counter open, by id.
  std::vector<Pool> pools;
};
Display display_of(const Queue& queue, base::Instant now);

}  // namespace temujanji::counter
