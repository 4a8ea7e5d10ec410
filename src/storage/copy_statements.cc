#include "storage/copy_statements.h"

#include <string_view>
#include <utility>

#include "base/check.h"

namespace temujanji::storage {
namespace {

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

/// "a, b, c" of what `part` gives for 0, 1, ….
template <class Part>
std::string joined(std::size_t count, const Part& part) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ", ") + part(i);
  return all;
}

std::string columns(const Table& table) {
  return joined(table.columns.size(), [&](std::size_t i) { return quoted(table.columns[i].name); });
}

std::string key(const Table& table, std::string_view text_order) {
  return joined(table.key.size(), [&](std::size_t i) {
    const Column& column = table.columns[table.key[i]];
    return quoted(column.name) + (column.kind == Kind::text ? std::string(text_order) : "");
  });
}

std::string parameter(std::size_t i) {
  return "$" + std::to_string(i + 1);
}

std::string array_parameter(const Column& column, std::size_t i) {
  switch (column.kind) {
    case Kind::integer:
      return parameter(i) + "::bigint[]";
    case Kind::text:
      return parameter(i) + "::text[]";
    case Kind::blob:
      return parameter(i) + "::bytea[]";
  }
  CHECK(false);
}

/// SQLite orders texts by their bytes; PostgreSQL is told to, for its own order is that of a language.
constexpr std::string_view kAsIs;
constexpr std::string_view kByBytes = R"( COLLATE "C")";

std::string all_rows(const Table& table, std::string_view text_order) {
  return "SELECT " + columns(table) + " FROM " + quoted(table.name) + " ORDER BY " + key(table, text_order);
}

std::string insert_into(const Table& table) {
  return "INSERT INTO " + quoted(table.name) + " (" + columns(table) + ") ";
}

std::string one_row(const Table& table) {
  return "VALUES (" + joined(table.columns.size(), parameter) + ")";
}

std::string rows_of_arrays(const Table& table) {
  return "SELECT * FROM unnest(" +
         joined(table.columns.size(), [&](std::size_t i) { return array_parameter(table.columns[i], i); }) +
         ")";
}

}  // namespace

ComposedStatement::ComposedStatement(std::string name, std::string sqlite, std::string postgresql)
    : name_(std::move(name)),
      sqlite_(std::move(sqlite)),
      postgresql_(std::move(postgresql)),
      statement_{name_, sqlite_, postgresql_} {}

CopyStatements::CopyStatements(const Table& table)
    : find_any("looking into the table " + table.name, "SELECT 1 FROM " + quoted(table.name) + " LIMIT 1",
               ""),
      open_cursor("reading the table " + table.name, "",
                  "DECLARE copied NO SCROLL CURSOR FOR " + all_rows(table, kByBytes)),
      read("reading the table " + table.name, all_rows(table, kAsIs),
           "FETCH " + std::to_string(kPageRows) + " FROM copied"),
      insert("writing the table " + table.name, insert_into(table) + one_row(table),
             insert_into(table) + rows_of_arrays(table)) {}

}  // namespace temujanji::storage
