#include "audit/find.h"

#include <algorithm>

#include "audit/find.sql.h"
#include "base/check.h"
#include "base/id.h"

namespace temujanji::audit {
namespace {

constexpr int kRowsAtOnce = 1000;

using Read = Found (*)(const storage::Rows& row);

Found read_entry(const storage::Rows& row) {
  Found found{find_source("audit_event"),
              row.integer(0),
              row.instant(1),
              row.string(2),
              row.string(3),
              row.string(4),
              {},
              row.string(6)};
  if (!row.is_null(5)) found.office = row.integer(5);
  return found;
}

Found read_event(const storage::Rows& row) {
  return {find_source("appointment_event"),
          row.integer(0),
          row.instant(1),
          row.string(2),
          row.string(3),
          "appointment:" + std::to_string(row.integer(4)),
          row.integer(5),
          row.string(6)};
}

Found read_ticket_event(const storage::Rows& row) {
  Found found{find_source("ticket_event"),
              row.integer(0),
              row.instant(1),
              row.is_null(2) ? "" : "staff:" + std::to_string(row.integer(2)),
              row.string(3),
              "ticket:" + std::to_string(row.integer(4)),
              row.integer(5),
              row.string(6)};
  if (!row.is_null(7)) found.detail += (found.detail.empty() ? "counter " : ", counter ") + row.string(7);
  return found;
}

/// A kind of rows, and how the newest of them are read.
struct Kind {
  const Source* source;
  const storage::Statement& list_newest;
  Read read;
};

std::vector<Kind> kinds() {
  return {{find_source("audit_event"), sql::kListNewestEntries, read_entry},
          {find_source("appointment_event"), sql::kListNewestEvents, read_event},
          {find_source("ticket_event"), sql::kListNewestTicketEvents, read_ticket_event}};
}

int append_rows(storage::Rows rows, Read read, std::vector<Found>& all) {
  int count = 0;
  for (; rows.next(); ++count) all.push_back(read(rows));
  return count;
}

bool is_newer(const Found& one, const Found& other) {
  return one.id > other.id;
}

/// Rows from `from` to below `before`, in order.
struct Stretch {
  std::vector<Found> rows;
  /// It reaches down to here.
  std::int64_t floor;
};

Stretch read_stretch(storage::Connection& connection, const Source* only, std::int64_t from,
                     std::int64_t before) {
  Stretch stretch{{}, from};
  for (const Kind& kind : kinds()) {
    if (only != nullptr && only != kind.source) continue;
    const int count =
        append_rows(connection.query(kind.list_newest, {before, from, kRowsAtOnce}), kind.read, stretch.rows);
    // There may be more of this kind; of the others nothing below that is shown before them.
    if (count == kRowsAtOnce) stretch.floor = std::max(stretch.floor, stretch.rows.back().id);
  }
  std::erase_if(stretch.rows, [&](const Found& found) { return found.id < stretch.floor; });
  std::ranges::sort(stretch.rows, is_newer);
  return stretch;
}

}  // namespace

bool Filter::holds(const Found& found) const {
  return (actor.empty() || actor == found.actor) && (act.empty() || act == found.act) &&
         (source == nullptr || source == found.source) && (!office || office == found.office);
}

FoundPart list_found(storage::Connection& connection, const Filter& filter, std::int64_t before,
                     int rows_max) {
  const std::int64_t from = filter.from ? base::lowest_id_at(*filter.from) : kLowestId;
  if (filter.to) before = std::min(before, base::lowest_id_at(*filter.to));
  FoundPart part;
  int looked_at = 0;
  while (before > from) {
    Stretch stretch = read_stretch(connection, filter.source, from, before);
    looked_at += static_cast<int>(stretch.rows.size());
    for (Found& found : stretch.rows) {
      if (!filter.holds(found)) continue;
      if (part.rows.size() == static_cast<std::size_t>(rows_max)) {
        part.next = part.rows.back().id;
        return part;
      }
      part.rows.push_back(std::move(found));
    }
    before = stretch.floor;
    if (before > from && looked_at >= kLookedAtMax) {
      part.next = before;
      return part;
    }
  }
  return part;
}

std::vector<Found> list_about(storage::Connection& connection, std::int64_t appointment,
                              std::span<const OfficeList> lists) {
  const std::string subject = "appointment:" + std::to_string(appointment);
  std::vector<Found> all;
  append_rows(connection.query(sql::kListEntriesAbout, {subject}), read_entry, all);
  for (const OfficeList& list : lists) {
    const std::string place = "office:" + std::to_string(list.office);
    append_rows(connection.query(sql::kListLooksAtList, {place, std::string_view(list.name)}), read_entry,
                all);
  }
  append_rows(connection.query(sql::kListEventsAbout, {appointment}), read_event, all);
  append_rows(connection.query(sql::kListTicketEventsAbout, {appointment}), read_ticket_event, all);
  std::ranges::sort(all, is_newer);
  return all;
}

std::optional<Found> find_row(storage::Connection& connection, const Source& source, std::int64_t id) {
  if (id == kHighestId) return std::nullopt;
  Stretch stretch = read_stretch(connection, &source, id, id + 1);
  if (stretch.rows.empty()) return std::nullopt;
  return std::move(stretch.rows.front());
}

}  // namespace temujanji::audit
