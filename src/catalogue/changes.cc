#include "catalogue/changes.h"

#include "base/text.h"
#include "catalogue/catalogue.sql.h"
#include "catalogue/changes.sql.h"

namespace temujanji::catalogue {
namespace {

KeptChange read_change(const storage::Rows& rows) {
  KeptChange kept;
  kept.id = rows.id<domain::ChangeId>(0);
  kept.made_by = rows.string(1);
  kept.begun_at = rows.instant(2);
  kept.edits = rows.string(3);
  kept.reason = rows.string(4);
  if (!rows.is_null(5)) kept.undoes = rows.id<domain::ChangeId>(5);
  for (const std::string_view pool : base::split(rows.text(6), ' ')) {
    if (!pool.empty()) kept.pools.emplace_back(pool);
  }
  if (!rows.is_null(7)) kept.saved_at = rows.instant(7);
  kept.settled = !rows.is_null(8);
  if (!rows.is_null(9)) kept.undone_by = rows.id<domain::ChangeId>(9);
  return kept;
}

std::optional<KeptChange> read_one(storage::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return read_change(rows);
}

std::vector<KeptChange> read_changes(storage::Rows rows) {
  std::vector<KeptChange> all;
  while (rows.next()) all.push_back(read_change(rows));
  return all;
}

bool is_open(engine::Scope& scope, std::string_view made_by) {
  return scope.transaction.query(sql::kFindOpenChange, {made_by}).next();
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::optional<KeptChange> find_change(storage::Connection& connection, domain::ChangeId id) {
  return read_one(connection.query(sql::kFindChange, {id}));
}

std::optional<KeptChange> find_open_change(storage::Connection& connection, std::string_view made_by) {
  return read_one(connection.query(sql::kFindOpenChange, {made_by}));
}

std::vector<KeptChange> list_saved_changes(storage::Connection& connection, int at_most) {
  return read_changes(connection.query(sql::kListSavedChanges, {at_most}));
}

std::vector<KeptChange> list_unsettled_changes(storage::Connection& connection) {
  return read_changes(connection.query(sql::kListUnsettledChanges));
}

std::int64_t find_revision(storage::Connection& connection) {
  storage::Rows rows = connection.query(sql::kFindRevision, {"catalogue"});
  return rows.next() ? rows.integer(0) : 0;
}

KeepEdits::Outcome KeepEdits::apply(engine::Scope& scope) const {
  if (!were.empty()) {
    const std::int64_t changed =
        edits.empty() ? scope.transaction.execute(sql::kDeleteOpenChange, {made_by, were})
                      : scope.transaction.execute(sql::kKeepEdits, {made_by, were, to_text(edits)});
    return changed > 0;
  }
  if (is_open(scope, made_by)) return false;
  if (edits.empty()) return true;
  scope.transaction.execute(sql::kInsertChange, {id, made_by, scope.now, to_text(edits), undoes});
  return true;
}

SaveChange::Outcome SaveChange::apply(engine::Scope& scope) const {
  if (find_revision(scope.transaction.connection()) != revision) return {SaveRefusal::outdated};
  const auto kept = find_change(scope.transaction.connection(), id);
  if (!kept || kept->saved_at || kept->edits != edits) return {SaveRefusal::outdated};
  auto imported = import.apply(scope);
  if (!imported) return {std::move(imported).refusal()};
  scope.transaction.execute(sql::kSaveChange, {id, edits, reason, join(pools), scope.now});
  return std::move(imported).value();
}

SettleChange::Outcome SettleChange::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kSettleChange, {id, scope.now});
  return {};
}

}  // namespace temujanji::catalogue
