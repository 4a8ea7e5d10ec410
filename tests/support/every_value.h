#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

/// Tables as a later migration may add them, and rows with every kind of value; for tests of copying.
namespace temujanji::storage {

/// By name `remark` comes first, but it refers to `value`, and to itself.
inline constexpr std::string_view kValueTables =
    "CREATE TABLE value (number integer NOT NULL, name text NOT NULL, bytes blob, note text, count integer, "
    "PRIMARY KEY (name, number)) STRICT;"
    "CREATE TABLE remark (id integer NOT NULL PRIMARY KEY, name text NOT NULL, number integer NOT NULL, "
    "answers integer REFERENCES remark (id), FOREIGN KEY (name, number) REFERENCES value (name, number)) "
    "STRICT;";

/// SQLite's SQL. The names are in another order by their bytes than in a dictionary.
inline constexpr std::string_view kEveryValue =
    "INSERT INTO value (number, name, bytes, note, count) VALUES "
    "(-9223372036854775808, 'b', x'', '', 0), (-1, 'b', NULL, NULL, NULL),"
    "(9223372036854775807, 'B', x'00FF00', '陳 🦩', -1), (0, 'Z', x'7B2C7D', '{\"a\",\\b,NULL}', 1),"
    "(1, 'é', x'4E554C4C', 'NULL', -9223372036854775808), (1, '', x'5C78', 'it''s', 9223372036854775807);"
    "INSERT INTO remark (id, name, number, answers) VALUES (-5, 'b', -1, NULL), (7, 'B', "
    "9223372036854775807, -5);";

/// More rows of `value` than go into two pages, among those above.
inline constexpr std::string_view kManyValues =
    "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 5000) "
    "INSERT INTO value (number, name, bytes, note, count) "
    "SELECT n % 7, 'a' || n, randomblob(n % 50), hex(randomblob(3)), random() FROM counted;";

/// Every row of both tables of a SQLite database, each value as an SQL literal.
inline std::vector<std::string> every_value(Connection& sqlite) {
  constexpr static Statement kList{
      "list_values",
      "SELECT 1, name, number, quote(name) || quote(number) || quote(bytes) || quote(note) || quote(count) "
      "FROM value UNION ALL SELECT 2, '', id, quote(id) || quote(name) || quote(number) || quote(answers) "
      "FROM remark ORDER BY 1, 2, 3",
      ""};
  std::vector<std::string> all;
  Rows rows = sqlite.query(kList);
  while (rows.next()) all.push_back(rows.string(3));
  return all;
}

}  // namespace temujanji::storage
