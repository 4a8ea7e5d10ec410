#include "misuse/appeals.h"

#include "audit/append.h"
#include "misuse/blocks.sql.h"

namespace temujanji::misuse {
namespace {

std::string place_of(domain::AppealId id) {
  return "appeal/" + std::to_string(id.value) + "/text";
}

void record(engine::Scope& scope, std::string_view subject) {
  audit::append(scope, {"applicant", "appealed", std::string(subject)});
}

std::optional<domain::BlockId> find_holding(engine::Scope& scope, const MakeAppeal::Against& against) {
  storage::Rows rows =
      scope.transaction.query(sql::kFindHolding, {to_text(against.kind), against.digest, scope.now});
  return rows.next() ? std::optional(rows.id<domain::BlockId>(0)) : std::nullopt;
}

bool has_room(engine::Scope& scope, domain::BlockId block) {
  storage::Rows rows = scope.transaction.query(sql::kCountOpenAppeals, {block});
  return rows.next() && rows.integer(0) < kAppealsWaitingMax;
}

}  // namespace

std::vector<Appeal> list_appeals(storage::Connection& connection, const base::KeyRing& keys,
                                 domain::BlockId block) {
  std::vector<Appeal> appeals;
  storage::Rows rows = connection.query(sql::kListAppeals, {block});
  while (rows.next()) {
    Appeal& appeal = appeals.emplace_back();
    appeal.id = rows.id<domain::AppealId>(0);
    appeal.made_at = rows.instant(1);
    auto opened = keys.open(rows.blob(2), place_of(appeal.id));
    if (!opened)
      throw base::Fault("the sealed text of an appeal cannot be opened; are these the right keys?");
    appeal.text = std::move(*opened);
    if (!rows.is_null(3)) appeal.answered_at = rows.instant(3);
    if (!rows.is_null(4)) appeal.answer = rows.string(4);
  }
  return appeals;
}

std::string seal_appeal(const base::KeyRing& keys, domain::AppealId id, std::string_view text) {
  return keys.seal(text, place_of(id));
}

MakeAppeal::Outcome MakeAppeal::apply(engine::Scope& scope) const {
  int reached = 0;
  for (const Against& one : against) {
    const auto block = find_holding(scope, one);
    if (!block || !has_room(scope, *block)) continue;
    scope.transaction.execute(sql::kInsertAppeal, {one.id, *block, scope.now, storage::Blob{one.sealed}});
    record(scope, "block:" + std::to_string(block->value));
    ++reached;
  }
  if (reached == 0) record(scope, "block:none");
  return reached;
}

KeepBlock::Outcome KeepBlock::apply(engine::Scope& scope) const {
  if (scope.transaction.execute(sql::kAnswerAppeals, {block, scope.now, by, "stays"}) == 0) return false;
  audit::append(scope, {"staff:" + std::to_string(by.value), "kept_block",
                        "block:" + std::to_string(block.value), office ? office->value : 0});
  return true;
}

}  // namespace temujanji::misuse
