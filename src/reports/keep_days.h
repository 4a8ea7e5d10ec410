#pragma once
#include <optional>
#include <vector>

#include "catalogue/catalogue.h"
#include "engine/engine.h"
#include "reports/count_day.h"

/// Days that are over are counted once and kept, so that reports need not count appointments.
namespace temujanji::reports {

/// Keeps what a day came to, in place of what was kept of it before.
struct KeepDay {
  domain::OfficeId office;
  domain::Date on;
  DayFigures figures;
  /// Something is being noted of the day again and again: it is to be counted once more.
  bool again = false;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(office.value); }
};

/// Counts days that are closed for good, of each office one after the other from its first slot on; at most
/// so many. Tells how many it counted; for the caretaker.
int count_days(engine::Engine& engine, storage::Connection& connection, const catalogue::Catalogue& catalogue,
               int at_most);
/// Counts days again: those of which something was noted afterwards, and each hour those with displaced
/// appointments, which leave the day when they get another slot. For the caretaker.
int count_days_again(engine::Engine& engine, storage::Connection& connection,
                     const catalogue::Catalogue& catalogue, base::Instant now);

/// What is kept of a day: of each service, and added up.
struct KeptDay {
  DayFigures figures;
  domain::Figures total;

  /// Whether it is what counting the day gave.
  bool tells(const DayFigures& counted) const { return figures == counted && total == counted.total(); }
};
/// Nothing where the day was not counted.
std::optional<KeptDay> find_kept_day(storage::Connection& connection, domain::OfficeId office,
                                     domain::Date on);

/// Days that need not be counted again, for the doctor.
std::vector<counter::Day> list_settled_days(storage::Connection& connection,
                                            const catalogue::Catalogue& catalogue);

}  // namespace temujanji::reports
