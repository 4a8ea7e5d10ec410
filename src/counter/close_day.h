#pragma once
#include <vector>

#include "catalogue/catalogue.h"
#include "counter/ticket.h"
#include "engine/engine.h"

/// The end of an office's day.
namespace temujanji::counter {

/// What was ended; nothing if `still_open`.
struct ClosedDay {
  /// Counters are open and it is not midnight yet: nothing was done.
  bool still_open = false;
  /// There is more; the same command once more goes on.
  bool more = false;
  /// Appointments that nobody came for, or who was called and never came.
  int missed = 0;
  /// Appointments of people who were there, but not called before the day ended; they get the mail about a
  /// cancellation by the department.
  int not_served = 0;
  /// Tickets that ended with the day.
  int tickets = 0;
};

/// Ends a day: appointments whose time is over become `missed`, or `cancelled_by_department` with the reason
/// `not_served` where the person waited to the end; waiting tickets are cancelled, called ones absent, served
/// ones finished; counters close. Until midnight only once all counters are closed, and then once more after
/// midnight. What is ended already stays as it is, so any process may run it at any time.
struct CloseDay {
  Day day;
  /// So that a batch stays short.
  int at_most = 500;

  using Outcome = ClosedDay;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(day.office.value); }
};

/// The days that should be closed now, at most one for each active office: an hour after the office's hours,
/// again after midnight, each in its own zone, and one after the other where the program was away for days.
std::vector<CloseDay> list_days_to_close(storage::Connection& connection,
                                         const catalogue::Catalogue& catalogue, base::Instant now);

/// Closes all of them; for the caretaker.
ClosedDay close_days(engine::Engine& engine, storage::Connection& connection,
                     const catalogue::Catalogue& catalogue, base::Instant now);

}  // namespace temujanji::counter
