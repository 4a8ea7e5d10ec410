#pragma once
#include <optional>
#include <vector>

#include "base/result.h"
#include "counter/ticket.h"
#include "domain/life_cycle.h"
#include "engine/engine.h"

/// What happens at the entrance: numbers are given, and who is too late may be sent away.
namespace temujanji::counter {

enum class CheckInRefusal {
  /// The second scan: it has a ticket already, also if that is absent, finished or cancelled.
  already_here,
  /// There is no such appointment.
  unknown,
  /// It is at another office.
  other_office,
  /// It is on another day.
  other_day,
  /// It was cancelled, displaced, missed, or attended before.
  not_live,
  /// All 999 numbers of the pool are given today.
  numbers_used_up,
};

/// Why nobody was checked in, with what the officer is told about it.
struct NotCheckedIn {
  CheckInRefusal reason;
  /// For `already_here`: as it stands.
  std::optional<Ticket> ticket = {};
  /// Where and when it is, and its status; empty for `unknown`.
  domain::OfficeId office = {};
  base::Instant starts_at = {};
  domain::Status status = {};
};

/// Somebody with an appointment is here and gets a number. Whether early, on time or late stands on the
/// ticket; who is late is fitted in unless `CancelLate` follows. The officer has compared the identity.
struct CheckIn {
  Day day;
  domain::AppointmentId appointment;
  domain::Priority priority = domain::Priority::none;
  std::int64_t staff = 0;

  using Outcome = base::Result<Ticket, NotCheckedIn>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(day.office.value); }
};

enum class WalkInRefusal {
  /// The office gives numbers to appointments only.
  not_allowed,
  /// The office does not offer the service.
  not_offered,
  /// Fewer than one person or more than the service has in one booking.
  persons,
  /// All 999 numbers of the pool are given today.
  numbers_used_up,
};

/// Somebody came without an appointment.
struct IssueWalkIn {
  Day day;
  domain::ServiceId service;
  int persons = 1;
  domain::Priority priority = domain::Priority::none;
  std::int64_t staff = 0;

  using Outcome = base::Result<Ticket, WalkInRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(day.office.value); }
};

enum class CancelLateRefusal {
  unknown,
  /// It has a ticket that says otherwise, or the office's time for coming late is not over.
  not_late,
  /// It is not live any more, or is being served.
  wrong_state,
  /// The ticket was changed or made since it was seen.
  changed_meanwhile,
};

/// Term 4: an appointment is cancelled by the department because the applicant came late, or did not come
/// until the office's time for that was over. Its seats come back, its ticket ends, the applicant gets the
/// mail about a cancellation.
struct CancelLate {
  Day day;
  domain::AppointmentId appointment;
  /// Its slot; others may want its seats.
  domain::SlotId slot;
  /// The version of its ticket as the officer saw it; 0: there was none.
  int ticket_version = 0;
  std::int64_t staff = 0;

  using Outcome = base::Result<domain::Status, CancelLateRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const {
    claims.rows.push_back(day.office.value);
    claims.rows.push_back(slot.value);
  }
};

/// So long afterwards attendance can be noted, in days.
inline constexpr int kAttendedWithin = 14;

/// People were served while the counters worked without network, by the printed sheet, and that is noted
/// afterwards; the mails about missed appointments may have gone out already. Refused are those that are not
/// at this office, have not begun or began longer ago than `kAttendedWithin`, were cancelled, or wait for
/// another slot; the others are noted all the same. Noted once more nothing changes.
struct AttendAfterwards {
  domain::OfficeId office;
  /// At most `kAtOnceMax`; a form has at most a hundred fields.
  std::vector<domain::AppointmentId> appointments;
  std::int64_t staff = 0;

  static constexpr std::size_t kAtOnceMax = 90;
  struct Outcome {
    int noted = 0;
    int refused = 0;
  };
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(office.value); }

 private:
  bool attend(engine::Scope& scope, domain::AppointmentId appointment) const;
};

}  // namespace temujanji::counter
