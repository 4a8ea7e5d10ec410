#include "catalogue/import.h"

#include <algorithm>
#include <set>

#include "catalogue/catalogue.sql.h"
#include "catalogue/check.h"
#include "catalogue/import.sql.h"
#include "catalogue/import_tables.h"

namespace temujanji::catalogue {
namespace {

const std::string& text_of(const Cell& cell) {
  return std::get<std::string>(cell);
}
std::int64_t number_of(const Cell& cell) {
  return std::get<std::int64_t>(cell);
}

/// One import inside its transaction.
class Import {
 public:
  Import(engine::Scope& scope, const Draft& draft, base::IdSource& ids)
      : scope_(scope), connection_(scope.transaction.connection()), draft_(draft), ids_(ids) {}

  ImportCatalogue::Outcome run() {
    compare();
    refuse_drops();
    if (!problems_.none()) return problems_;
    write();
    ImportReport report;
    for (int i = 0; i < kTables; ++i) report.tables.push_back(changes_[static_cast<TableName>(i)].counts);
    if (report.changed()) {
      scope_.transaction.execute(sql::kBumpRevision, {"catalogue"});
      scope_.events.catalogue_changed = true;
    }
    return report;
  }

 private:
  void compare() {
    for (int i = 0; i < kTables; ++i) {
      const auto name = static_cast<TableName>(i);
      present_[name] = read_rows(connection_, synced_table(name));
    }
    WantedRows wanted(draft_, present_, ids_);
    for (int i = 0; i < kTables; ++i) {
      const auto name = static_cast<TableName>(i);
      std::vector<Cells> rows = wanted.rows(name);
      if (name == TableName::pool) retire_pools(rows);
      changes_[name] = compare_rows(synced_table(name), present_[name], rows);
    }
  }

  /// A pool that is no longer named stays, without counters, where its slots are part of somebody's history.
  void retire_pools(std::vector<Cells>& wanted) {
    std::set<std::int64_t> named;
    for (const Cells& cells : wanted) named.insert(number_of(cells[0]));
    for (const Cells& cells : present_[TableName::pool]) {
      if (named.contains(number_of(cells[0])) || !keeps_office(number_of(cells[1]))) continue;
      if (!is_pool_used(number_of(cells[0]))) continue;
      Cells retired = cells;
      retired.back() = std::int64_t{0};
      wanted.push_back(std::move(retired));
    }
  }

  bool is_used(const storage::Statement& statement, storage::Parameters parameters) {
    return connection_.query(statement, parameters).next();
  }

  // Whoever books in another process has these rows locked; first they are waited for, then looked for.
  bool is_pool_used(std::int64_t pool) {
    connection_.execute(sql::kLockSlotsOfPool, {pool});
    return is_used(sql::kFindPoolUse, {pool});
  }
  bool is_service_used(std::int64_t service) {
    connection_.execute(sql::kLockService, {service});
    return is_used(sql::kFindServiceUse, {service});
  }

  bool keeps_office(std::int64_t id) const {
    for (const Cells& cells : present_.at(TableName::office)) {
      if (number_of(cells[0]) != id) continue;
      return std::ranges::find(draft_.offices, text_of(cells[1]), &OfficeDraft::code) != draft_.offices.end();
    }
    return false;
  }

  bool is_removed(TableName table, std::int64_t id) const {
    const auto& removed = changes_.at(table).remove;
    return std::ranges::any_of(removed, [&](const Cells& key) { return number_of(key[0]) == id; });
  }

  std::string code_of(TableName table, std::int64_t id) const {
    for (const Cells& cells : present_.at(table)) {
      if (number_of(cells[0]) == id) return text_of(cells[1]);
    }
    return {};
  }

  void refuse_drops() {
    for (const Cells& key : changes_[TableName::office].remove) refuse_office(number_of(key[0]));
    refuse_where(TableName::state, sql::kFindStateClosure, "states.csv", "state",
                 " is missing but staff have closed its offices; keep its row");
    refuse_where(TableName::department, sql::kFindDepartmentAnnouncement, "departments.csv", "department",
                 " is missing but has announcements; keep its row");
    for (const Cells& key : changes_[TableName::service].remove) {
      if (!is_service_used(number_of(key[0]))) continue;
      problems_.add("services.csv", 0,
                    "the service " + code_of(TableName::service, number_of(key[0])) +
                        " is missing but has appointments; keep its row and set active_to");
    }
    for (const Cells& key : changes_[TableName::offering].remove) {
      refuse_offering(number_of(key[0]), number_of(key[1]));
    }
  }

  /// Rows that have a code as their key and something that staff wrote.
  void refuse_where(TableName table, const storage::Statement& used, const std::string& file,
                    std::string_view what, std::string_view why) {
    for (const Cells& key : changes_[table].remove) {
      const std::string code = text_of(key[0]);
      if (!is_used(used, {code})) continue;
      problems_.add(file, 0, "the " + std::string(what) + " " + code + std::string(why));
    }
  }

  void refuse_office(std::int64_t office) {
    if (is_used(sql::kFindOfficePeople, {office})) {
      problems_.add(
          "offices.csv", 0,
          "the office " + code_of(TableName::office, office) +
              " is missing but people work there; give them another office, or keep its row and set "
              "active to no");
      return;
    }
    for (const Cells& pool : present_[TableName::pool]) {
      if (number_of(pool[1]) != office || !is_pool_used(number_of(pool[0]))) continue;
      problems_.add("offices.csv", 0,
                    "the office " + code_of(TableName::office, office) +
                        " is missing but has appointments; keep its row and set active to no");
      return;
    }
  }

  void refuse_offering(std::int64_t office, std::int64_t service) {
    if (is_removed(TableName::office, office) || is_removed(TableName::service, service)) return;
    if (!is_used(sql::kFindOfferingUse, {office, service, scope_.now})) return;
    problems_.add("office_services.csv", 0,
                  code_of(TableName::office, office) + " no longer offers " +
                      code_of(TableName::service, service) +
                      " but people have appointments for it; keep the row until they are over or cancelled");
  }

  void write() {
    for (int i = 0; i < kTables; ++i) {
      const auto name = static_cast<TableName>(i);
      write_rows(connection_, synced_table(name), changes_[name]);
    }
    const auto& pools = changes_[TableName::pool].remove;
    for (int i = kTables - 1; i >= 0; --i) {
      const auto name = static_cast<TableName>(i);
      if (name == TableName::pool) remove_slots(pools);
      if (name == TableName::office) {
        for (const Cells& key : changes_[name].remove) {
          connection_.execute(sql::kDeleteOfficeClosures, {number_of(key[0])});
        }
      }
      remove_rows(connection_, synced_table(name), changes_[name]);
    }
  }

  void remove_slots(const std::vector<Cells>& pools) {
    for (const Cells& key : pools) connection_.execute(sql::kDeletePoolSlots, {number_of(key[0])});
    if (pools.empty()) return;
    scope_.transaction.execute(sql::kBumpRevision, {"slots"});
    scope_.events.slots_published = true;
  }

  engine::Scope& scope_;
  storage::Connection& connection_;
  const Draft& draft_;
  base::IdSource& ids_;
  std::map<TableName, std::vector<Cells>> present_;
  std::map<TableName, TableChanges> changes_;
  Problems problems_;
};

}  // namespace

bool ImportReport::changed() const {
  return std::ranges::any_of(
      tables, [](const TableCounts& counts) { return counts.added + counts.changed + counts.removed > 0; });
}

ImportCatalogue::Outcome ImportCatalogue::apply(engine::Scope& scope) const {
  return Import(scope, *draft, *ids).run();
}

ImportCatalogue::Outcome import_catalogue(engine::Engine& engine, base::IdSource& ids,
                                          const CatalogueFiles& files) {
  auto draft = check_catalogue(files);
  if (!draft) return std::move(draft).refusal();
  return engine.run(ImportCatalogue{std::make_shared<const Draft>(std::move(draft).value()), &ids});
}

}  // namespace temujanji::catalogue
