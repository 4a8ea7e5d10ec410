#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "misuse/block_value.h"
#include "staff/approvals.h"

namespace temujanji::misuse {

/// So many blocks hold at once at most; all of them are kept in memory.
inline constexpr int kBlocksMax = 100'000;

/// A block as it stands, what is blocked opened. Shown only to who may see it, and the look recorded.
struct Block {
  domain::BlockId id;
  BlockValue value;
  domain::BlockReason reason{};
  std::string note;
  /// Whose administrator made it; null: headquarters. It holds everywhere.
  std::optional<domain::OfficeId> office;
  domain::StaffId made_by;
  base::Instant made_at;
  std::optional<base::Instant> ends_at;
  std::optional<base::Instant> ended_at;
  /// Who asked for its end; nothing where it ran out.
  std::optional<domain::StaffId> ended_by;

  bool holds(base::Instant now) const { return !ended_at && (!ends_at || *ends_at > now); }
  /// "block:17": how audit log and approvals name it.
  std::string subject() const { return "block:" + std::to_string(id.value); }
};

/// Seals what is blocked for one block.
std::string seal_value(const base::KeyRing& keys, domain::BlockId id, const BlockValue& value);
/// Throws Fault if it cannot be opened.
BlockValue open_value(const base::KeyRing& keys, domain::BlockId id, domain::BlockKind kind,
                      std::string_view sealed);

/// Which blocks to list.
struct BlockFilter {
  /// Those that an office made; nothing: all.
  std::optional<domain::OfficeId> office;
  /// Only those older than this one; nothing: from the newest.
  std::optional<domain::BlockId> before;
  /// Also those that are over.
  bool also_over = false;
};
/// Newest first. Throws Fault if a sealed value cannot be opened.
std::vector<Block> list_blocks(storage::Connection& connection, const base::KeyRing& keys,
                               const BlockFilter& filter, base::Instant now, int rows_max);
/// All that were ever made of one value, newest first, at most 20.
std::vector<Block> list_blocks_of(storage::Connection& connection, const base::KeyRing& keys,
                                  const BlockValue& value);
std::optional<Block> find_block(storage::Connection& connection, const base::KeyRing& keys,
                                domain::BlockId id);

enum class BlockRefusal {
  already_blocked,  // the same value, and it holds
  list_full,        // as many blocks hold as there may be
};

/// Nobody can book with a value from now on.
struct AddBlock {
  domain::BlockId id;
  domain::BlockKind kind{};
  base::Digest digest{};
  std::string sealed;
  domain::BlockReason reason{};
  std::string note;
  std::optional<domain::OfficeId> office;
  domain::StaffId made_by;
  std::optional<base::Instant> ends_at;

  using Outcome = base::Result<base::Done, BlockRefusal>;
  Outcome apply(engine::Scope& scope) const;
};

/// Carries out an approved `unblock` whose subject is a block: it ends, and appeals against it are answered.
/// False if it does not hold any more.
bool unblock(engine::Scope& scope, const staff::Approval& approval);

}  // namespace temujanji::misuse
