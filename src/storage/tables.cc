#include "storage/tables.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "storage/tables.sql.h"

namespace temujanji::storage {
namespace {

/// By table: those that must stand before it.
using References = std::map<std::string, std::set<std::string>>;

Kind kind_of(std::string_view type, const std::string& table) {
  const std::string word = base::to_lower(type);
  if (word == "integer" || word == "bigint") return Kind::integer;
  if (word == "text") return Kind::text;
  if (word == "blob" || word == "bytea") return Kind::blob;
  throw base::Fault("the table " + table + " has a column of the type " + word + ", which is never copied");
}

void note_in_key(Table& table, std::size_t column, std::size_t place) {
  if (table.key.size() < place) table.key.resize(place);
  table.key[place - 1] = column;
}

std::vector<Table> list_by_name(Connection& connection) {
  std::vector<Table> tables;
  Rows rows = connection.query(sql::kListColumns);
  while (rows.next()) {
    if (tables.empty() || tables.back().name != rows.text(0)) tables.push_back({rows.string(0), {}, {}});
    Table& table = tables.back();
    table.columns.push_back({rows.string(1), kind_of(rows.text(2), table.name)});
    if (const int place = rows.small(3); place > 0)
      note_in_key(table, table.columns.size() - 1, static_cast<std::size_t>(place));
  }
  return tables;
}

References list_references(Connection& connection) {
  References references;
  Rows rows = connection.query(sql::kListReferences);
  while (rows.next()) references[rows.string(0)].insert(rows.string(1));
  return references;
}

/// Takes the first table that waits for none of the others, again and again.
std::vector<Table> in_order_of(References references, std::vector<Table> waiting) {
  std::vector<Table> ordered;
  while (!waiting.empty()) {
    const auto next =
        std::ranges::find_if(waiting, [&](const Table& table) { return references[table.name].empty(); });
    if (next == waiting.end()) {
      throw base::Fault("the table " + waiting.front().name + " refers to others that refer back to it");
    }
    for (auto& [name, others] : references) others.erase(next->name);
    ordered.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

}  // namespace

std::vector<Table> list_tables(Connection& connection, Connection& other) {
  std::vector<Table> tables = list_by_name(connection);
  for (const Table& table : tables) {
    if (table.key.empty()) throw base::Fault("the table " + table.name + " has no primary key");
  }
  References references = list_references(connection);
  for (auto& [table, needed] : list_references(other)) references[table].merge(needed);
  return in_order_of(std::move(references), std::move(tables));
}

}  // namespace temujanji::storage
