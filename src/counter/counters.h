#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "counter/ticket.h"
#include "engine/engine.h"

/// Which counters are open and whom they serve, and what an office decides about them.
namespace temujanji::counter {

/// A counter at which somebody serves.
struct Counter {
  std::string name;
  std::int64_t staff = 0;
  base::Instant since;
  std::vector<domain::PoolId> pools;  // in the order of their ids
};
/// The counters of an office that are open on a day, by name.
std::vector<Counter> list_counters(storage::Connection& connection, const Day& day);
std::optional<Counter> find_counter(storage::Connection& connection, const Day& day, std::string_view name);

enum class OpenCounterRefusal {
  /// The name is not one that `domain::parse_counter_name` takes.
  bad_name,
  /// No pool is named, or one that the office does not have.
  bad_pools,
  /// Somebody else serves there; `by` is who.
  taken,
  /// The officer still has another counter; `at` is its name.
  open_elsewhere,
};
struct NotOpened {
  OpenCounterRefusal reason;
  std::int64_t by = 0;
  std::string at = {};
};

/// An officer begins to serve at a counter; one who serves there already changes whom.
struct OpenCounter {
  Day day;
  std::string name;
  std::int64_t staff = 0;
  std::vector<domain::PoolId> pools;
  /// Also where somebody else serves, who has left; whom they called is at the counter still.
  bool take_over = false;

  using Outcome = base::Result<Counter, NotOpened>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(day.office.value); }
};

enum class CloseCounterRefusal {
  not_open,
  /// Somebody is called there or served; first finish, transfer, or mark as absent.
  busy,
};

/// Nobody serves at a counter any more. Who was transferred to it waits for any of the pool's.
struct CloseCounter {
  Day day;
  std::string name;

  using Outcome = base::Result<base::Done, CloseCounterRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(day.office.value); }
};

/// People may be so early or late at most.
inline constexpr std::chrono::minutes kArrivalRuleMost{720};

enum class RulesRefusal {
  /// More than that, or less than nothing.
  minutes
};

/// What an office decides about its counters from now on.
struct SetRules {
  domain::OfficeId office;
  Rules rules;

  using Outcome = base::Result<base::Done, RulesRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(office.value); }
};

}  // namespace temujanji::counter
