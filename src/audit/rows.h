#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/connection.h"

/// The rows whose content the tree holds.
namespace temujanji::audit {

enum class ColumnKind { integer, text };

struct Column {
  std::string_view name;
  ColumnKind kind;
};

/// A table whose rows are never changed once they are written, with the columns it has and will always have:
/// a table that gets another column becomes another source, with a tag of its own.
struct Source {
  std::uint8_t tag;
  std::string_view table;
  /// The first is the id.
  std::span<const Column> columns;
  const storage::Statement& list_ids;
  const storage::Statement& list_rows;
};

std::span<const Source> sources();
/// Null for what is none.
const Source* find_source(std::uint8_t tag);
const Source* find_source(std::string_view table);

/// A value of a row: a number, a text or null, which has no kind.
struct Value {
  bool is_null = false;
  std::int64_t number = 0;
  std::string text = {};
};

/// What is hashed for a row: the source's tag, then each column as 0 for null, 1 and eight bytes for a
/// number, or 2, four bytes for the length and the bytes of a text; all numbers with the highest byte first.
std::string content_of(const Source& source, std::span<const Value> values);
/// The same of the row under the cursor, whose columns are the source's.
std::string content_of(const Source& source, const storage::Rows& row);

/// Which row. In the order of time, as far as clocks agree.
struct RowKey {
  std::int64_t id;
  std::uint8_t tag;
  bool operator==(const RowKey&) const = default;
  std::strong_ordering operator<=>(const RowKey& other) const {
    return std::pair(id, tag) <=> std::pair(other.id, other.tag);
  }
};

constexpr std::int64_t kLowestId = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighestId = std::numeric_limits<std::int64_t>::max();

/// All rows of all sources with ids from `from` to `to`, in order.
struct Slice {
  std::int64_t from;
  std::int64_t to;
  std::vector<RowKey> rows;
};
/// The slice that begins with `from`, ends with `to` at the latest and has at most `rows_max` rows of each
/// source.
Slice list_rows(storage::Connection& connection, std::int64_t from, std::int64_t to, int rows_max);

/// Calls `visit` for each row of the source with an id from `from` to `to`, in order.
void visit_rows(storage::Connection& connection, const Source& source, std::int64_t from, std::int64_t to,
                const std::function<void(const storage::Rows& row)>& visit);

}  // namespace temujanji::audit
