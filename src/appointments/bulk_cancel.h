#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "domain/calendar.h"
#include "domain/ids.h"
#include "engine/engine.h"

/// Many appointments of an office's day that are cancelled together, once a second person has approved it.
namespace temujanji::appointments {

/// At most so many people are cancelled at once.
inline constexpr std::size_t kBulkMax = 2'000;

struct BulkCancellation {
  domain::BulkCancellationId id;
  domain::OfficeId office;
  domain::Date on{};
  /// Of which counters and which part of the day they are; nothing: all.
  std::optional<domain::PoolId> pool;
  std::optional<domain::MinuteSpan> part;
  /// What the applicants are told.
  base::Bilingual reason;
  domain::StaffId asked_by;
  base::Instant asked_at;
  std::optional<base::Instant> approved_at;
  /// When nobody was left to cancel.
  std::optional<base::Instant> ended_at;
};

std::optional<BulkCancellation> find_bulk_cancellation(storage::Connection& connection,
                                                       domain::BulkCancellationId id);
/// Those of an office, newest first.
std::vector<BulkCancellation> list_bulk_cancellations(storage::Connection& connection,
                                                      domain::OfficeId office, int at_most);

/// How far one is.
struct BulkCount {
  int all = 0;
  int cancelled = 0;
  /// They were over or moved, or the person was there.
  int kept = 0;
};
BulkCount count_bulk(storage::Connection& connection, domain::BulkCancellationId id);
/// Whose appointments they are.
std::vector<domain::AppointmentId> list_bulk(storage::Connection& connection, domain::BulkCancellationId id);

/// One of those to cancel, and where it was when it was asked for.
struct BulkMember {
  domain::AppointmentId appointment;
  domain::SlotId slot;
};

/// Keeps what is asked for; nothing is cancelled before `approve_bulk_cancellation`.
struct KeepBulkCancellation {
  /// Without its times.
  BulkCancellation cancellation;
  std::vector<BulkMember> members;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
};

/// In the transaction of the approval. False: it was approved before, or there is none.
bool approve_bulk_cancellation(engine::Scope& scope, domain::BulkCancellationId id);

/// Cancels some of them and tells their applicants; their seats come back. Those that are over or were moved,
/// or whose person has a number of the queue, stay as they are and count as kept.
struct CancelSome {
  domain::BulkCancellationId cancellation;
  domain::OfficeId office;
  domain::StaffId actor;
  std::vector<BulkMember> members;

  /// How many were cancelled.
  using Outcome = int;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const;
};

/// Notes that nobody is left.
struct EndBulkCancellation {
  domain::BulkCancellationId id;

  using Outcome = base::Done;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

/// Cancels what was approved and is not cancelled yet, in small transactions; for the caretaker. What is done
/// stays done, so after a crash it goes on. Ends early when `go_on` says no. Gives how many were cancelled.
int cancel_approved(engine::Engine& engine, storage::Connection& reader, const std::function<bool()>& go_on);

}  // namespace temujanji::appointments
