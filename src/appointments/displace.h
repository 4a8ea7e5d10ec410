#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "catalogue/catalogue.h"
#include "domain/calendar.h"
#include "domain/ids.h"
#include "domain/life_cycle.h"
#include "engine/engine.h"

/// What a closure does to appointments. A displaced appointment keeps its seats at the slot that is no longer
/// offered until it is moved, restored or cancelled.
namespace temujanji::appointments {

/// An appointment, or a hold, that lies in a closure.
struct Affected {
  domain::AppointmentId appointment;  // or
  domain::HoldId hold;
  domain::SlotId slot;
  base::Instant starts_at;
  int seats = 1;
};

/// Who is booked inside the closure at one pool of an office and has not begun, by time. Whoever has a number
/// of the queue is in the building and not counted: the officers there serve or cancel them.
std::vector<Affected> list_booked_in(storage::Connection& connection, const catalogue::Office& office,
                                     domain::PoolId pool, const domain::Closure& closure, base::Instant now);
/// The same with those who are displaced and not begun.
std::vector<Affected> list_live_in(storage::Connection& connection, const catalogue::Office& office,
                                   domain::PoolId pool, const domain::Closure& closure, base::Instant now);
/// Holds there that have not ended.
std::vector<Affected> list_held_in(storage::Connection& connection, const catalogue::Office& office,
                                   domain::PoolId pool, const domain::Closure& closure, base::Instant now);

/// So long before its slot begins an appointment is still restored; who is told later would hardly come.
inline constexpr std::chrono::hours kRestoredBefore{2};
/// Who is displaced and whose slot lies in this closure and begins late enough. With `Where::on_offer` only
/// those whose slot is offered again.
enum class Where { anywhere, on_offer };
std::vector<Affected> list_restorable(storage::Connection& connection, const catalogue::Office& office,
                                      domain::PoolId pool, const domain::Closure& closure, base::Instant now,
                                      Where where);

/// Who is booked at a pool's slots that are off offer, and not yet displaced, and holds there; as above, what
/// has begun is not counted.
std::vector<Affected> list_stranded(storage::Connection& connection, domain::PoolId pool, base::Instant now);
/// Whom a change of the catalogue displaced, and whose slot is on offer again and begins late enough.
std::vector<Affected> list_restorable(storage::Connection& connection, domain::PoolId pool,
                                      base::Instant now);

/// Who waits for another slot at an office, by the time they had; at most so many.
std::vector<domain::AppointmentId> list_displaced_at(storage::Connection& connection, domain::OfficeId office,
                                                     int at_most);
std::int64_t count_displaced_at(storage::Connection& connection, domain::OfficeId office);

/// At most so many go into one transaction.
inline constexpr std::size_t kAffectedMax = 200;

/// Why slots went off offer, or came back: a closure or an office's change of a day, or the end of one, or a
/// saved change of the catalogue.
struct Cause {
  std::variant<domain::ClosureId, domain::DayChangeId, domain::ChangeId> id;
  /// It was undone; what undoes a change of the catalogue is a change itself.
  bool undone = false;

  /// Of the row that says so.
  std::int64_t row() const;
};

/// Makes appointments of one office displaced and tells their applicants; ends holds. Those that are not
/// booked any more, or checked in, stay as they are, and those whose slot is on offer unless a closure closes
/// it. False, and nothing happens, if the cause does not stand so any more.
struct Displace {
  Cause cause;
  domain::OfficeId office;
  /// At most `kAffectedMax`.
  std::vector<Affected> affected;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const;
};

/// Makes displaced appointments booked again at the slots they have, if these are on offer, and tells their
/// applicants. False, and nothing happens, if the cause does not stand so any more.
struct Restore {
  Cause cause;
  /// At most `kAffectedMax`.
  std::vector<Affected> affected;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const;
};

/// The department gives a displaced appointment up; its seats come back and the applicant is told. Refused
/// (wrong_state) if it is not displaced any more.
struct CancelDisplaced {
  domain::AppointmentId appointment;
  /// Where it is; others may want its seats.
  domain::SlotId slot;
  std::string actor;
  /// One of the reasons of the page.
  std::string reason;

  using Outcome = base::Result<domain::Status, domain::LifeCycleRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(slot.value); }
};

}  // namespace temujanji::appointments
