#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"

/// Days that an office changed for one of its pools: extra hours, or other seats. Changing one changes the
/// catalogue at once; that slots and appointments follow it is done by `appointments::settle_day_changes`,
/// and noted in the change.
namespace temujanji::catalogue {

/// A changed day with who made it.
struct KeptDayChange {
  domain::DayChangeId id;
  domain::PoolId pool;
  domain::DayChange change;
  base::Bilingual reason;
  /// "staff:17"
  std::string made_by;
  base::Instant made_at{};
  /// False: it waits for a second person, or was refused.
  bool begun = true;
  bool removed = false;
  /// Slots and appointments have followed it, or its end.
  bool settled = false;
};

/// Those of a pool from one date to another that were not undone, oldest first; also ones not begun.
std::vector<KeptDayChange> list_day_changes(storage::Connection& connection, domain::PoolId pool,
                                            domain::Date from, domain::Date to);
/// Those whose slots and appointments have still to follow, oldest first.
std::vector<KeptDayChange> list_unsettled_day_changes(storage::Connection& connection);
/// Also one that was undone.
std::optional<KeptDayChange> find_day_change(storage::Connection& connection, domain::DayChangeId id);

enum class DayChangeRefusal {
  /// The catalogue is another than the one in which its effect was seen.
  outdated,
};

/// Changes a day, or with `begins` false keeps the change until a second person has approved it.
struct AddDayChange {
  domain::DayChangeId id;
  domain::PoolId pool;
  domain::DayChange change;
  base::Bilingual reason;
  std::string actor;
  bool begins = true;
  /// Of the catalogue in which its effect was seen.
  std::int64_t revision = 0;

  using Outcome = base::Result<base::Done, DayChangeRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(pool.value); }
};

/// Begins a change that waited for a second person, in the transaction of the approval. False: it was undone,
/// or has begun.
bool begin_day_change(engine::Scope& scope, domain::DayChangeId id);

/// Undoes one. False: there is none any more.
struct RemoveDayChange {
  domain::DayChangeId id;
  std::string actor;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

/// Notes that everything has followed the change, or with `removed` its end. Nothing happens if it was undone
/// meanwhile, for then there is more to do.
struct SettleDayChange {
  domain::DayChangeId id;
  bool removed;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

/// Who made a change, or with `removed` who undid it; nothing if it does not stand so, which under its claim
/// stays so.
std::optional<std::string> find_changer(storage::Connection& connection, domain::DayChangeId id,
                                        bool removed);

}  // namespace temujanji::catalogue
