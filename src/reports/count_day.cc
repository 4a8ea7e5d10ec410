#include "reports/count_day.h"

#include "base/check.h"
#include "reports/count_day.sql.h"

namespace temujanji::reports {
namespace {

int whole_minutes(std::chrono::milliseconds time) {
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(time).count());
}

int days_between(const base::Zone& zone, base::Instant from, base::Instant to) {
  return static_cast<int>(
      (std::chrono::sys_days(zone.date_at(to)) - std::chrono::sys_days(zone.date_at(from))).count());
}

void count_appointments(storage::Connection& connection, const counter::Day& day, const base::Zone& zone,
                        DayFigures& figures) {
  storage::Rows rows = connection.query(sql::kListDayAppointments, {day.office, day.from, day.to});
  while (rows.next()) {
    const auto status = domain::parse_status(rows.text(1));
    CHECK(status.has_value());
    domain::Figures& service = figures.services[rows.id<domain::ServiceId>(0)];
    const std::int64_t taken = service.taken;
    service.count(*status, rows.small(2), days_between(zone, rows.instant(3), rows.instant(4)));
    if (rows.integer(5) != 0) figures.seats += service.taken - taken;
  }
}

/// Follows one number from event to event.
class Turn {
 public:
  explicit Turn(base::Instant waits_from) : waits_from_(waits_from) {}

  void note(std::string_view kind, base::Instant at, std::string_view detail) {
    if (kind == "called" && !first_call_) first_call_ = at;
    if (kind == "started") {
      started_ = at;
      is_served_ = true;
    }
    if ((kind != "finished" && kind != "transferred") || !is_served_) return;
    // Whom the end of the day finished was not served until then.
    if (detail == "day_ended") unknown_ = true;
    served_ += at - started_;
    is_served_ = false;
    was_served_ = true;
  }
  void add_to(domain::Figures& figures) const {
    if (first_call_) figures.wait_minutes.add(whole_minutes(*first_call_ - waits_from_));
    if (was_served_ && !unknown_) figures.service_minutes.add(whole_minutes(served_));
  }

 private:
  base::Instant waits_from_;
  std::optional<base::Instant> first_call_;
  base::Instant started_;
  std::chrono::milliseconds served_{0};
  bool is_served_ = false, was_served_ = false, unknown_ = false;
};

void count_tickets(storage::Connection& connection, const counter::Day& day, DayFigures& figures) {
  std::int64_t ticket = 0;
  domain::Figures* service = nullptr;
  Turn turn{base::Instant()};
  storage::Rows rows = connection.query(sql::kListDayTicketEvents, {day.office, domain::to_iso(day.on)});
  while (rows.next()) {
    if (rows.integer(0) != ticket) {
      if (service != nullptr) turn.add_to(*service);
      ticket = rows.integer(0);
      service = &figures.services[rows.id<domain::ServiceId>(1)];
      turn = Turn(rows.instant(4));
      if (rows.is_null(2) && rows.text(3) == to_text(domain::TicketState::finished)) ++service->walk_ins;
    }
    turn.note(rows.text(5), rows.instant(6), rows.text(7));
  }
  if (service != nullptr) turn.add_to(*service);
}

std::int64_t& counted_as(Presence& presence, domain::TicketState state) {
  switch (state) {
    case domain::TicketState::waiting:
      return presence.waiting;
    case domain::TicketState::called:
    case domain::TicketState::serving:
      return presence.at_counters;
    case domain::TicketState::finished:
      return presence.finished;
    case domain::TicketState::absent:
      return presence.absent;
    case domain::TicketState::cancelled:
      return presence.cancelled;
  }
  CHECK(false);
}

}  // namespace

domain::Figures DayFigures::total() const {
  domain::Figures total;
  for (const auto& [service, figures] : services) total += figures;
  total.seats = seats;
  return total;
}

DayFigures count_day(storage::Connection& connection, const counter::Day& day, const base::Zone& zone) {
  DayFigures figures;
  {
    storage::Rows rows = connection.query(sql::kSumDaySeats, {day.office, day.from, day.to});
    if (rows.next()) figures.seats = rows.integer(0);
  }
  count_appointments(connection, day, zone, figures);
  count_tickets(connection, day, figures);
  return figures;
}

Presence count_presence(storage::Connection& connection, const counter::Day& day) {
  Presence presence;
  storage::Rows rows = connection.query(sql::kListPresence, {day.office, domain::to_iso(day.on)});
  while (rows.next()) {
    const auto state = domain::parse_ticket_state(rows.text(0));
    CHECK(state.has_value());
    presence.arrived += rows.integer(1);
    presence.walk_ins += rows.integer(2);
    counted_as(presence, *state) += rows.integer(1) + rows.integer(2);
    if (*state == domain::TicketState::waiting) presence.waiting_since = rows.instant(3);
  }
  return presence;
}

}  // namespace temujanji::reports
