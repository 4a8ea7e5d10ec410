#include "audit/rows.h"

#include <algorithm>

#include "audit/rows.sql.h"

namespace temujanji::audit {
namespace {

constexpr Column kEventColumns[] = {{"id", ColumnKind::integer}, {"appointment_id", ColumnKind::integer},
                                    {"kind", ColumnKind::text},  {"at", ColumnKind::integer},
                                    {"actor", ColumnKind::text}, {"detail", ColumnKind::text}};
constexpr Column kEntryColumns[] = {{"id", ColumnKind::integer},   {"at", ColumnKind::integer},
                                    {"actor", ColumnKind::text},   {"act", ColumnKind::text},
                                    {"subject", ColumnKind::text}, {"office_id", ColumnKind::integer},
                                    {"detail", ColumnKind::text}};
constexpr Column kTicketColumns[] = {
    {"id", ColumnKind::integer},      {"ticket_id", ColumnKind::integer}, {"kind", ColumnKind::text},
    {"at", ColumnKind::integer},      {"staff", ColumnKind::integer},     {"counter", ColumnKind::text},
    {"pool_id", ColumnKind::integer}, {"lane", ColumnKind::text},         {"detail", ColumnKind::text}};
constexpr Source kSources[] = {
    {1, "appointment_event", kEventColumns, sql::kListEventIds, sql::kListEvents},
    {2, "audit_event", kEntryColumns, sql::kListEntryIds, sql::kListEntries},
    {3, "ticket_event", kTicketColumns, sql::kListTicketEventIds, sql::kListTicketEvents},
};

constexpr char kNull = 0, kNumber = 1, kText = 2;

void add_number(std::string& content, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) content += static_cast<char>(number >> shift);
}

void add_integer(std::string& content, std::int64_t number) {
  content += kNumber;
  add_number(content, static_cast<std::uint64_t>(number), 8);
}

void add_text(std::string& content, std::string_view text) {
  content += kText;
  add_number(content, text.size(), 4);
  content += text;
}

}  // namespace

std::span<const Source> sources() {
  return kSources;
}

const Source* find_source(std::uint8_t tag) {
  const auto found = std::ranges::find(kSources, tag, &Source::tag);
  return found == std::end(kSources) ? nullptr : found;
}

const Source* find_source(std::string_view table) {
  const auto found = std::ranges::find(kSources, table, &Source::table);
  return found == std::end(kSources) ? nullptr : found;
}

std::string content_of(const Source& source, std::span<const Value> values) {
  CHECK(values.size() == source.columns.size());
  std::string content(1, static_cast<char>(source.tag));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_null) {
      content += kNull;
    } else if (source.columns[i].kind == ColumnKind::integer) {
      add_integer(content, values[i].number);
    } else {
      add_text(content, values[i].text);
    }
  }
  return content;
}

std::string content_of(const Source& source, const storage::Rows& row) {
  std::string content(1, static_cast<char>(source.tag));
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) {
      content += kNull;
    } else if (source.columns[i].kind == ColumnKind::integer) {
      add_integer(content, row.integer(column));
    } else {
      add_text(content, row.text(column));
    }
  }
  return content;
}

Slice list_rows(storage::Connection& connection, std::int64_t from, std::int64_t to, int rows_max) {
  Slice slice{from, to, {}};
  for (const Source& source : kSources) {
    storage::Rows rows = connection.query(source.list_ids, {from, slice.to, rows_max});
    int count = 0;
    for (; rows.next(); ++count) slice.rows.push_back({rows.integer(0), source.tag});
    // What is behind the last of them is of the next slice, of whatever table it is.
    if (count == rows_max) slice.to = std::min(slice.to, slice.rows.back().id);
  }
  std::erase_if(slice.rows, [&](const RowKey& row) { return row.id > slice.to; });
  std::ranges::sort(slice.rows);
  return slice;
}

void visit_rows(storage::Connection& connection, const Source& source, std::int64_t from, std::int64_t to,
                const std::function<void(const storage::Rows& row)>& visit) {
  storage::Rows rows = connection.query(source.list_rows, {from, to});
  while (rows.next()) visit(rows);
}

}  // namespace temujanji::audit
