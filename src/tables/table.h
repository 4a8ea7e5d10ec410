#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace temujanji::tables {

/// What stands in a cell.
using Cell = std::variant<std::string, std::int64_t, double>;

/// A table to be written: each row has as many cells as there are columns.
struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

/// One row of a table that was read, and the line of the file or row of the sheet it begins on, counted
/// from 1.
struct Record {
  int line;
  std::vector<std::string> fields;
};

/// Why a table cannot be read, and where; line 0: the file as a whole.
struct Problem {
  int line;
  std::string reason;
  bool operator==(const Problem&) const = default;
};

/// What is read at most.
inline constexpr std::size_t kFileBytesMax = 5'000'000;
inline constexpr std::size_t kRecordsMax = 100'000;
inline constexpr std::size_t kFieldsMax = 64;
inline constexpr std::size_t kFieldBytesMax = 20'000;

}  // namespace temujanji::tables
