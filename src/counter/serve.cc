#include "counter/serve.h"

#include "appointments/change_status.h"
#include "base/check.h"
#include "counter/arrive.sql.h"
#include "counter/counters.h"
#include "counter/counters.sql.h"
#include "counter/serve.sql.h"
#include "counter/store.h"
#include "counter/ticket.sql.h"

namespace temujanji::counter {
namespace {

using domain::TicketAction;

/// The ticket if it is as the officer saw it and may do that, in the state it then has.
Served prepare(engine::Scope& scope, const OnTicket& command, TicketAction action) {
  auto ticket = find_one(scope.transaction.connection(), sql::kLockTicket, {command.seen.ticket});
  if (!ticket || ticket->office != command.seen.office) return NotServed{ServeRefusal::unknown};
  if (ticket->version != command.seen.version)
    return NotServed{ServeRefusal::changed_meanwhile, std::move(ticket)};
  const auto state = domain::after(ticket->state, action);
  if (!state) return NotServed{ServeRefusal::wrong_state, std::move(ticket)};
  ticket->state = *state;
  return *std::move(ticket);
}

std::optional<Ticket> at_counter(engine::Scope& scope, domain::OfficeId office, domain::Date on,
                                 std::string_view counter) {
  return find_one(scope.transaction.connection(), sql::kFindTicketAtCounter,
                  {office, domain::to_iso(on), counter});
}

bool is_open_counter(engine::Scope& scope, const Ticket& ticket, std::string_view name) {
  return find_counter(scope.transaction.connection(), {ticket.office, ticket.on, {}, {}}, name).has_value();
}

Ticket call(engine::Scope& scope, Ticket ticket, const std::string& counter, std::int64_t staff) {
  ticket.state = domain::TicketState::called;
  ticket.counter = counter;
  ticket.staff = staff;
  ticket.called_at = scope.now;
  ++ticket.calls;
  write(scope, ticket, {"called", staff});
  return ticket;
}

struct Callable {
  std::vector<domain::TicketId> ids;
  std::vector<domain::Waiting> waiting;
};

Callable list_callable(engine::Scope& scope, const CallNext& command) {
  Callable callable;
  storage::Rows rows = scope.transaction.query(
      sql::kListCallable, {command.day.office, domain::to_iso(command.day.on), command.counter});
  while (rows.next()) {
    const auto lane = domain::parse_lane(rows.text(1));
    CHECK(lane.has_value());
    callable.ids.push_back(rows.id<domain::TicketId>(0));
    callable.waiting.push_back({*lane, rows.instant(2), rows.small(3)});
  }
  return callable;
}

std::vector<domain::Lane> list_recent(engine::Scope& scope, const CallNext& command) {
  std::vector<domain::Lane> recent;
  storage::Rows rows =
      scope.transaction.query(sql::kListRecentCalls, {command.day.office, command.counter, command.day.from,
                                                      static_cast<std::int64_t>(domain::kRecentCalls)});
  while (rows.next()) {
    if (const auto lane = domain::parse_lane(rows.text(0))) recent.push_back(*lane);
  }
  return recent;
}

base::Result<domain::Status, domain::LifeCycleRefusal> attend(domain::Status status, base::Instant,
                                                              base::Instant) {
  return domain::attend(status);
}

/// Sets where the ticket goes; false if there is no such place.
class Aim {
 public:
  Aim(engine::Scope& scope, Ticket& ticket) : scope_(scope), ticket_(ticket) {}

  bool operator()(const ToService& to) {
    storage::Rows rows = scope_.transaction.query(sql::kFindOffering, {ticket_.office, to.service});
    if (!rows.next()) return false;
    ticket_.service = to.service;
    ticket_.pool = rows.id<domain::PoolId>(0);
    return true;
  }
  bool operator()(const ToPool& to) {
    ticket_.pool = to.pool;
    return scope_.transaction.query(sql::kFindPoolOfOffice, {to.pool, ticket_.office}).next();
  }
  bool operator()(const ToCounter& to) {
    ticket_.for_counter = to.name;
    return is_open_counter(scope_, ticket_, to.name);
  }

 private:
  engine::Scope& scope_;
  Ticket& ticket_;
};

}  // namespace

CallNext::Outcome CallNext::apply(engine::Scope& scope) const {
  if (!find_counter(scope.transaction.connection(), day, counter))
    return NotServed{ServeRefusal::counter_not_open};
  if (auto busy = at_counter(scope, day.office, day.on, counter))
    return NotServed{ServeRefusal::counter_busy, std::move(busy)};
  const Callable callable = list_callable(scope, *this);
  if (callable.ids.empty()) return NotServed{ServeRefusal::nobody_waits};
  const Rules rules = find_rules(scope.transaction.connection(), day.office);
  const auto order =
      domain::calling_order(callable.waiting, list_recent(scope, *this), scope.now, rules.arrival.early);
  auto next = find_one(scope.transaction.connection(), sql::kLockTicket, {callable.ids[order.front()]});
  if (!next || next->state != domain::TicketState::waiting)
    throw storage::PassingFault("the next ticket was called by another process");
  return call(scope, *std::move(next), counter, staff);
}

CallTicket::Outcome CallTicket::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::call);
  if (!prepared) return prepared;
  if (!is_open_counter(scope, *prepared, counter)) return NotServed{ServeRefusal::counter_not_open};
  if (auto busy = at_counter(scope, prepared->office, prepared->on, counter))
    return NotServed{ServeRefusal::counter_busy, std::move(busy)};
  const std::string& wanted = prepared->for_counter;
  if (!wanted.empty() && wanted != counter && is_open_counter(scope, *prepared, wanted))
    return NotServed{ServeRefusal::other_counter};
  return call(scope, std::move(prepared).value(), counter, staff);
}

Recall::Outcome Recall::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::recall);
  if (!prepared) return prepared;
  prepared->called_at = scope.now;
  ++prepared->calls;
  write(scope, *prepared, {"recalled", staff});
  return prepared;
}

Start::Outcome Start::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::start);
  if (!prepared) return prepared;
  if (prepared->appointment) {
    const std::string actor = actor_of(staff);
    const auto status = appointments::change_status(
        scope, {prepared->appointment, actor, "", appointments::Tell::nobody}, attend);
    if (!status) return NotServed{ServeRefusal::appointment_gone};
  }
  prepared->started_at = scope.now;
  prepared->staff = staff;
  write(scope, *prepared, {"started", staff});
  return prepared;
}

Transfer::Outcome Transfer::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::transfer);
  if (!prepared) return prepared;
  Ticket& ticket = *prepared.operator->();
  ticket.counter.clear();
  ticket.for_counter.clear();
  ticket.called_at.reset();
  ticket.started_at.reset();
  if (!std::visit(Aim(scope, ticket), to)) return NotServed{ServeRefusal::no_target};
  write(scope, ticket, {"transferred", staff});
  return prepared;
}

Finish::Outcome Finish::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::finish);
  if (!prepared) return prepared;
  if (!receipt.empty()) {
    auto plain = domain::parse_receipt(receipt);
    if (!plain) return NotServed{ServeRefusal::bad_receipt};
    prepared->receipt = *std::move(plain);
  }
  prepared->ended_at = scope.now;
  write(scope, *prepared, {"finished", staff});
  return prepared;
}

MarkAbsent::Outcome MarkAbsent::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::mark_absent);
  if (!prepared) return prepared;
  prepared->ended_at = scope.now;
  write(scope, *prepared, {"absent", staff});
  return prepared;
}

PutBack::Outcome PutBack::apply(engine::Scope& scope) const {
  auto prepared = prepare(scope, *this, TicketAction::put_back);
  if (!prepared) return prepared;
  prepared->lane = domain::lane_on_return(prepared->priority);
  prepared->turn_at = scope.now;
  prepared->counter.clear();
  prepared->called_at.reset();
  prepared->ended_at.reset();
  write(scope, *prepared, {"put_back", staff});
  return prepared;
}

}  // namespace temujanji::counter
