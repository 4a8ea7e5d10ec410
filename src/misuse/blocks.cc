#include "misuse/blocks.h"

#include <limits>

#include "audit/append.h"
#include "base/check.h"
#include "base/text.h"
#include "misuse/blocks.sql.h"

namespace temujanji::misuse {
namespace {

constexpr std::string_view kSubjectPrefix = "block:";

std::string place_of(domain::BlockId id) {
  return "block/" + std::to_string(id.value) + "/value";
}

Block read_block(const storage::Rows& rows, const base::KeyRing& keys) {
  Block block;
  block.id = rows.id<domain::BlockId>(0);
  const auto kind = domain::parse_block_kind(rows.text(1));
  const auto reason = domain::parse_block_reason(rows.text(3));
  CHECK(kind.has_value() && reason.has_value());
  block.value = open_value(keys, block.id, *kind, rows.blob(2));
  block.reason = *reason;
  block.note = rows.string(4);
  if (!rows.is_null(5)) block.office = rows.id<domain::OfficeId>(5);
  block.made_by = rows.id<domain::StaffId>(6);
  block.made_at = rows.instant(7);
  block.ends_at = rows.instant_or_none(8);
  block.ended_at = rows.instant_or_none(9);
  if (!rows.is_null(10)) block.ended_by = rows.id<domain::StaffId>(10);
  return block;
}

std::vector<Block> read_blocks(storage::Rows rows, const base::KeyRing& keys) {
  std::vector<Block> blocks;
  while (rows.next()) blocks.push_back(read_block(rows, keys));
  return blocks;
}

std::int64_t count_holding(engine::Scope& scope) {
  storage::Rows rows = scope.transaction.query(sql::kCountHolding, {scope.now});
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace

std::string seal_value(const base::KeyRing& keys, domain::BlockId id, const BlockValue& value) {
  return keys.seal(value.text, place_of(id));
}

BlockValue open_value(const base::KeyRing& keys, domain::BlockId id, domain::BlockKind kind,
                      std::string_view sealed) {
  auto opened = keys.open(sealed, place_of(id));
  if (!opened) throw base::Fault("the sealed value of a block cannot be opened; are these the right keys?");
  return {kind, std::move(*opened)};
}

std::vector<Block> list_blocks(storage::Connection& connection, const base::KeyRing& keys,
                               const BlockFilter& filter, base::Instant now, int rows_max) {
  const std::int64_t before = filter.before ? filter.before->value : std::numeric_limits<std::int64_t>::max();
  if (filter.also_over) {
    return read_blocks(connection.query(sql::kListAll, {before, filter.office, rows_max}), keys);
  }
  return read_blocks(connection.query(sql::kListHolding, {before, now, filter.office, rows_max}), keys);
}

std::vector<Block> list_blocks_of(storage::Connection& connection, const base::KeyRing& keys,
                                  const BlockValue& value) {
  return read_blocks(connection.query(sql::kListOfValue, {block_digest(keys, value), to_text(value.kind)}),
                     keys);
}

std::optional<Block> find_block(storage::Connection& connection, const base::KeyRing& keys,
                                domain::BlockId id) {
  storage::Rows rows = connection.query(sql::kFindBlock, {id});
  return rows.next() ? std::optional(read_block(rows, keys)) : std::nullopt;
}

AddBlock::Outcome AddBlock::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kCloseOver, {to_text(kind), digest, scope.now});
  if (count_holding(scope) >= kBlocksMax) return BlockRefusal::list_full;
  const std::int64_t added = scope.transaction.execute(
      sql::kInsertBlock, {id, to_text(kind), digest, storage::Blob{sealed}, to_text(reason),
                          std::string_view(note), office, made_by, scope.now, ends_at});
  if (added == 0) return BlockRefusal::already_blocked;
  audit::append(scope, {"staff:" + std::to_string(made_by.value), "blocked",
                        std::string(kSubjectPrefix) + std::to_string(id.value), office ? office->value : 0,
                        std::string(to_text(kind)) + " " + std::string(to_text(reason))});
  scope.events.blocks_changed = true;
  return base::Done{};
}

bool unblock(engine::Scope& scope, const staff::Approval& approval) {
  CHECK(approval.subject.starts_with(kSubjectPrefix));
  const auto id =
      base::parse_number<std::int64_t>(std::string_view(approval.subject).substr(kSubjectPrefix.size()));
  CHECK(id.has_value());
  const std::int64_t ended =
      scope.transaction.execute(sql::kEndBlock, {*id, scope.now, approval.asked_by, approval.id});
  if (ended == 0) return false;
  scope.transaction.execute(sql::kAnswerAppeals, {*id, scope.now, approval.asked_by, "ended"});
  audit::append(
      scope, {"staff:" + std::to_string(approval.asked_by.value), "unblocked", approval.subject,
              approval.office ? approval.office->value : 0, "approval:" + std::to_string(approval.id.value)});
  scope.events.blocks_changed = true;
  return true;
}

}  // namespace temujanji::misuse
