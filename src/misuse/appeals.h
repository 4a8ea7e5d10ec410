#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/ids.h"
#include "engine/engine.h"
#include "misuse/block_value.h"

namespace temujanji::misuse {

/// Characters that an appeal may have, and how many may wait against one block; more are passed over.
inline constexpr std::size_t kAppealLengthMax = 1000;
inline constexpr int kAppealsWaitingMax = 3;

/// What a blocked person says, opened.
struct Appeal {
  domain::AppealId id;
  base::Instant made_at;
  std::string text;
  std::optional<base::Instant> answered_at;
  /// "ended" or "stays"; empty while it waits.
  std::string answer;
};

/// The appeals against a block, newest first. Throws Fault if a text cannot be opened.
std::vector<Appeal> list_appeals(storage::Connection& connection, const base::KeyRing& keys,
                                 domain::BlockId block);

std::string seal_appeal(const base::KeyRing& keys, domain::AppealId id, std::string_view text);

/// Somebody says that they should not be blocked. Of what they gave, whatever is blocked gets the appeal;
/// where nothing is, the log alone hears of it, so that both ways write and take the same time.
struct MakeAppeal {
  struct Against {
    domain::AppealId id;
    domain::BlockKind kind{};
    base::Digest digest{};
    std::string sealed;
  };
  std::vector<Against> against;

  /// How many blocks it reached; not to be told to whoever wrote it.
  using Outcome = int;
  Outcome apply(engine::Scope& scope) const;
};

/// All appeals that wait against a block are answered: it stays. False if none waited.
struct KeepBlock {
  domain::BlockId block;
  std::optional<domain::OfficeId> office;
  domain::StaffId by;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
};

}  // namespace temujanji::misuse
