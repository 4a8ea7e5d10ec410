#include "catalogue/changes.h"

#include <algorithm>
#include <iterator>

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

std::int64_t number_of(storage::Rows rows) {
  return rows.next() ? rows.integer(0) : 0;
}

/// What was done, as the tables give it back: that can be undone whatever way it was typed.
Edits differences(const Sheets& before, const Sheets& after) {
  Edits edits;
  for (const SheetForm& form : sheet_forms()) {
    const std::string name(form.name);
    std::ranges::move(compare_sheets(form, before.at(name), after.at(name)), std::back_inserter(edits));
  }
  return edits;
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
  return number_of(connection.query(sql::kFindRevision, {"catalogue"}));
}

KeepEdits::Outcome KeepEdits::apply(engine::Scope& scope) const {
  if (!were.empty()) {
    const std::int64_t changed = edits.empty()
                                     ? scope.transaction.execute(sql::kDeleteOpenChange, {made_by, were})
                                     : scope.transaction.execute(sql::kKeepEdits, {made_by, were, edits});
    return changed > 0;
  }
  if (is_open(scope, made_by)) return false;
  if (edits.empty()) return true;
  scope.transaction.execute(sql::kInsertChange, {id, made_by, scope.now, edits, undoes});
  return true;
}

void KeepEdits::claim(engine::Claims& claims) const {
  claims.rows.push_back(id.value);
  // Nobody begins two at once.
  if (const auto staff = base::id_behind<domain::StaffId>("staff:", made_by))
    claims.rows.push_back(staff->value);
}

SaveChange::Outcome SaveChange::apply(engine::Scope& scope) const {
  storage::Connection& connection = scope.transaction.connection();
  if (number_of(connection.query(sql::kLockRevision, {"catalogue"})) != revision)
    return {SaveRefusal::outdated};
  const auto kept = find_change(connection, id);
  if (!kept || kept->saved_at || kept->edits != edits) return {SaveRefusal::outdated};
  const Sheets before = read_sheets(connection);
  auto imported = import.apply(scope);
  if (!imported) return {std::move(imported).refusal()};
  const std::string done = to_text(differences(before, read_sheets(connection)));
  scope.transaction.execute(sql::kSaveChange, {id, edits, reason, join(pools), scope.now, done});
  return std::move(imported).value();
}

SettleChange::Outcome SettleChange::apply(engine::Scope& scope) const {
  scope.transaction.execute(sql::kSettleChange, {id, scope.now});
  return {};
}

}  // namespace temujanji::catalogue
