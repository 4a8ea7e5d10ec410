#include "catalogue/sync.h"

#include <map>

#include "base/check.h"

namespace temujanji::catalogue {
namespace {

Cells key_of(const Cells& cells, const SyncedTable& table) {
  return Cells(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(table.key_columns));
}

storage::Parameter parameter_of(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return nullptr;
}

void run(storage::Connection& connection, const storage::Statement& statement, const Cells& cells) {
  std::vector<storage::Parameter> parameters;
  parameters.reserve(cells.size());
  for (const Cell& cell : cells) parameters.push_back(parameter_of(cell));
  connection.execute(statement, std::span<const storage::Parameter>(parameters));
}

}  // namespace

std::vector<Cells> read_rows(storage::Connection& connection, const SyncedTable& table) {
  std::vector<Cells> present;
  auto rows = connection.query(table.list);
  while (rows.next()) {
    Cells cells;
    for (std::size_t i = 0; i < table.kinds.size(); ++i) {
      const int column = static_cast<int>(i);
      if (rows.is_null(column)) {
        cells.emplace_back();
      } else if (table.kinds[i] == 'n') {
        cells.emplace_back(rows.integer(column));
      } else {
        cells.emplace_back(rows.string(column));
      }
    }
    present.push_back(std::move(cells));
  }
  return present;
}

TableChanges compare_rows(const SyncedTable& table, const std::vector<Cells>& present,
                          const std::vector<Cells>& wanted) {
  TableChanges changes;
  changes.counts.table = table.name;
  std::map<Cells, const Cells*> by_key;
  for (const Cells& cells : present) by_key.emplace(key_of(cells, table), &cells);
  for (const Cells& cells : wanted) {
    CHECK(cells.size() == table.kinds.size());
    const auto found = by_key.find(key_of(cells, table));
    if (found == by_key.end()) {
      changes.insert.push_back(cells);
      continue;
    }
    if (*found->second == cells) {
      ++changes.counts.unchanged;
    } else {
      changes.update.push_back(cells);
    }
    by_key.erase(found);
  }
  for (const auto& [key, cells] : by_key) changes.remove.push_back(key);
  changes.counts.added = static_cast<int>(changes.insert.size());
  changes.counts.changed = static_cast<int>(changes.update.size());
  changes.counts.removed = static_cast<int>(changes.remove.size());
  return changes;
}

void write_rows(storage::Connection& connection, const SyncedTable& table, const TableChanges& changes) {
  for (const Cells& cells : changes.insert) run(connection, table.insert, cells);
  for (const Cells& cells : changes.update) run(connection, table.update, cells);
}

void remove_rows(storage::Connection& connection, const SyncedTable& table, const TableChanges& changes) {
  for (const Cells& cells : changes.remove) run(connection, table.remove, cells);
}

}  // namespace temujanji::catalogue
