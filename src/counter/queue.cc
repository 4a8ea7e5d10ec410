#include "counter/queue.h"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_set>

#include "base/check.h"
#include "counter/queue.sql.h"
#include "counter/store.h"
#include "counter/ticket.sql.h"

namespace temujanji::counter {
namespace {

using domain::TicketState;
using Entries = std::vector<const Queue::Entry*>;

constexpr int kCallsRead = 300;
constexpr int kServicesRead = 300;
constexpr std::size_t kServicesCounted = 20;

bool serves(const Counter& counter, domain::PoolId pool) {
  return std::ranges::find(counter.pools, pool) != counter.pools.end();
}

/// The open counter that a ticket waits for alone, or null.
const Counter* own_counter(const Queue& queue, const Ticket& ticket) {
  const auto found = std::ranges::find(queue.counters, ticket.for_counter, &Counter::name);
  return ticket.for_counter.empty() || found == queue.counters.end() ? nullptr : &*found;
}

Entries in_order(const Queue& queue, base::Instant now, const std::function<bool(const Ticket&)>& waits,
                 const std::function<bool(domain::PoolId)>& counts) {
  Entries entries;
  std::vector<domain::Waiting> waiting;
  for (const Queue::Entry& entry : queue.entries) {
    if (entry.ticket.state != TicketState::waiting || !waits(entry.ticket)) continue;
    entries.push_back(&entry);
    waiting.push_back({entry.ticket.lane, entry.ticket.turn_at, entry.ticket.number});
  }
  std::vector<domain::Lane> recent;
  for (const Queue::Call& call : queue.calls) {
    if (recent.size() < domain::kRecentCalls && counts(call.pool)) recent.push_back(call.lane);
  }
  Entries ordered;
  for (const std::size_t place : domain::calling_order(waiting, recent, now, queue.rules.arrival.early))
    ordered.push_back(entries[place]);
  return ordered;
}

/// How much of the open counters is there for a pool: one that serves several with people waiting is shared.
double counters_for(const Queue& queue, domain::PoolId pool) {
  std::unordered_set<domain::PoolId> wanted{pool};
  for (const Queue::Entry& entry : queue.entries) {
    if (entry.ticket.state == TicketState::waiting) wanted.insert(entry.ticket.pool);
  }
  double counters = 0;
  for (const Counter& counter : queue.counters) {
    if (!serves(counter, pool)) continue;
    const auto shared =
        std::ranges::count_if(counter.pools, [&](domain::PoolId served) { return wanted.contains(served); });
    counters += 1.0 / static_cast<double>(shared);
  }
  return counters;
}

/// What is planned for those now at these counters, on average; 0 if one of the counters is free.
double until_free(const Queue& queue, const std::function<bool(const Counter&)>& is_theirs) {
  double planned = 0;
  int busy = 0;
  for (const Counter& counter : queue.counters) {
    if (!is_theirs(counter)) continue;
    const auto entry = std::ranges::find_if(queue.entries, [&](const Queue::Entry& one) {
      return one.ticket.counter == counter.name &&
             (one.ticket.state == TicketState::called || one.ticket.state == TicketState::serving);
    });
    if (entry == queue.entries.end()) return 0;
    planned += entry->planned_minutes;
    ++busy;
  }
  return busy == 0 ? 0 : planned / busy;
}

double pace_at(const Queue& queue, domain::PoolId pool) {
  const auto found = queue.services.find(pool);
  return found == queue.services.end() ? 1 : domain::pace_of(found->second);
}

Standing standing_behind(const Queue& queue, const Entries& ahead, domain::PoolId pool, const Counter* own) {
  domain::WaitFacts facts;
  facts.ahead = static_cast<int>(ahead.size());
  for (const Queue::Entry* entry : ahead) facts.planned_minutes_ahead += entry->planned_minutes;
  facts.counters = own == nullptr ? counters_for(queue, pool) : 1;
  facts.pace = pace_at(queue, pool);
  facts.planned_minutes_until_free = until_free(queue, [&](const Counter& counter) {
    return own == nullptr ? serves(counter, pool) : counter.name == own->name;
  });
  return {facts.ahead, domain::estimate_wait(facts)};
}

std::vector<Queue::Entry> read_entries(storage::Connection& connection, const Day& day) {
  std::vector<Queue::Entry> entries;
  storage::Rows rows = connection.query(sql::kListPresentTickets, {day.office, domain::to_iso(day.on)});
  while (rows.next()) entries.push_back({read_ticket(rows), rows.small(25)});
  return entries;
}

}  // namespace

Queue read_queue(storage::Connection& connection, const Day& day) {
  Queue queue{day,
              find_rules(connection, day.office),
              read_entries(connection, day),
              list_counters(connection, day),
              {},
              {}};
  {
    storage::Rows rows = connection.query(sql::kListCalls, {day.office, day.from, kCallsRead});
    while (rows.next()) {
      if (const auto lane = domain::parse_lane(rows.text(1)))
        queue.calls.push_back({rows.id<domain::PoolId>(0), *lane});
    }
  }
  storage::Rows rows =
      connection.query(sql::kListServices, {day.office, domain::to_iso(day.on), kServicesRead});
  while (rows.next()) {
    auto& services = queue.services[rows.id<domain::PoolId>(0)];
    if (services.size() == kServicesCounted) continue;
    const std::chrono::duration<double, std::ratio<60>> took = rows.instant(3) - rows.instant(2);
    services.push_back({static_cast<double>(rows.integer(1)), took.count()});
  }
  return queue;
}

Entries waiting_for(const Queue& queue, domain::PoolId pool, base::Instant now) {
  return in_order(
      queue, now,
      [&](const Ticket& ticket) { return ticket.pool == pool && own_counter(queue, ticket) == nullptr; },
      [&](domain::PoolId called) { return called == pool; });
}

Entries waiting_for(const Queue& queue, const Counter& counter, base::Instant now) {
  return in_order(
      queue, now,
      [&](const Ticket& ticket) {
        const Counter* own = own_counter(queue, ticket);
        return own == nullptr ? serves(counter, ticket.pool) : own->name == counter.name;
      },
      [&](domain::PoolId called) { return serves(counter, called); });
}

std::optional<Standing> standing_of(const Queue& queue, domain::TicketId ticket, base::Instant now) {
  const auto found = std::ranges::find_if(
      queue.entries, [&](const Queue::Entry& entry) { return entry.ticket.id == ticket; });
  if (found == queue.entries.end() || found->ticket.state != TicketState::waiting) return std::nullopt;
  const Counter* own = own_counter(queue, found->ticket);
  Entries ahead =
      own == nullptr ? waiting_for(queue, found->ticket.pool, now) : waiting_for(queue, *own, now);
  ahead.erase(std::ranges::find(ahead, &*found), ahead.end());
  return standing_behind(queue, ahead, found->ticket.pool, own);
}

Display display_of(const Queue& queue, base::Instant now) {
  Display display;
  std::set<std::int64_t> pools;
  for (const Counter& counter : queue.counters)
    for (const domain::PoolId pool : counter.pools) pools.insert(pool.value);
  for (const Queue::Entry& entry : queue.entries) {
    const Ticket& ticket = entry.ticket;
    if (ticket.state == TicketState::waiting) pools.insert(ticket.pool.value);
    if (ticket.state != TicketState::called && ticket.state != TicketState::serving) continue;
    display.called.push_back({ticket.number_pool, ticket.number, ticket.counter, ticket.state,
                              ticket.called_at.value_or(ticket.issued_at), ticket.calls});
  }
  std::ranges::stable_sort(display.called, std::greater(), &Display::Called::called_at);
  for (const std::int64_t number : pools) {
    const domain::PoolId pool{number};
    const Entries waiting = waiting_for(queue, pool, now);
    const auto counters =
        std::ranges::count_if(queue.counters, [&](const Counter& counter) { return serves(counter, pool); });
    display.pools.push_back({pool, static_cast<int>(waiting.size()), static_cast<int>(counters),
                             standing_behind(queue, waiting, pool, nullptr).wait});
  }
  return display;
}

}  // namespace temujanji::counter
