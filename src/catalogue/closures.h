#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"

/// Closures made by staff. Making one changes the calendar at once; that slots and appointments follow it is
/// done by `appointments::settle_closures`, and noted in the closure.
namespace temujanji::catalogue {

/// Whom a closure is for: an office, all offices of a state, or, with neither, all offices there are.
struct ClosurePlace {
  std::optional<domain::OfficeId> office = {};
  std::string state = {};

  bool holds(const Office& at) const {
    return office ? at.id == *office : state.empty() || at.state == state;
  }
  bool operator==(const ClosurePlace&) const = default;
};

/// A closure with who made it.
struct KeptClosure {
  domain::ClosureId id;
  ClosurePlace place;
  domain::Closure closure;
  /// "staff:17"; empty: it came with the imported files, and only they can end it.
  std::string made_by;
  base::Instant made_at{};
  /// It was undone.
  bool removed = false;
  /// Slots and appointments have followed it, or its end.
  bool settled = true;

  bool is_of_staff() const { return !made_by.empty(); }
};

/// Closures in force whose last date is `from` or later, soonest first.
std::vector<KeptClosure> list_coming_closures(storage::Connection& connection, domain::Date from);
/// Those whose slots and appointments have still to follow, oldest first.
std::vector<KeptClosure> list_unsettled_closures(storage::Connection& connection);
/// Also one that was undone.
std::optional<KeptClosure> find_closure(storage::Connection& connection, domain::ClosureId id);

/// Longest closure that can be made, in days.
inline constexpr int kClosureDaysMax = 92;

enum class ClosureRefusal {
  /// The same closure, of the same place, dates and hours, is in force.
  already_there,
  /// There is no such office or state any more.
  place_gone,
};

/// Closes. The revision `catalogue` rises, so that every process reads the calendar again.
struct AddClosure {
  domain::ClosureId id;
  ClosurePlace place;
  domain::Closure closure;
  std::string actor;

  using Outcome = base::Result<base::Done, ClosureRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const {
    if (place.office) claims.rows.push_back(place.office->value);
  }
};

/// Undoes one made by staff. False: there is none in force.
struct RemoveClosure {
  domain::ClosureId id;
  std::string actor;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

/// Notes that everything has followed the closure, or with `removed` its end. Nothing happens if it was
/// undone meanwhile, for then there is more to do.
struct SettleClosure {
  domain::ClosureId id;
  bool removed;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

/// Who made a closure that is in force, or with `removed` who undid one; nothing if it does not stand so,
/// which under its claim stays so.
std::optional<std::string> find_author(storage::Connection& connection, domain::ClosureId id, bool removed);

}  // namespace temujanji::catalogue
