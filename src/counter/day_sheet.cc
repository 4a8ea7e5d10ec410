#include "counter/day_sheet.h"

#include "base/check.h"
#include "counter/day_sheet.sql.h"

namespace temujanji::counter {
namespace {

std::optional<SheetRow::Number> read_number(const storage::Rows& rows) {
  if (rows.is_null(10)) return std::nullopt;
  const auto state = domain::parse_ticket_state(rows.text(13));
  CHECK(state.has_value());
  return SheetRow::Number{rows.id<domain::TicketId>(10), rows.id<domain::PoolId>(11), rows.small(12), *state};
}

}  // namespace

std::vector<SheetRow> list_day_sheet(storage::Connection& connection, const base::KeyRing& keys,
                                     const Day& day) {
  std::vector<SheetRow> sheet;
  storage::Rows rows =
      connection.query(sql::kListDaySheet, {day.office, day.from, day.to, domain::to_iso(day.on)});
  while (rows.next()) {
    SheetRow row;
    row.appointment = rows.id<domain::AppointmentId>(0);
    row.reference = rows.string(1);
    row.slot = rows.id<domain::SlotId>(2);
    row.pool = rows.id<domain::PoolId>(3);
    row.service = rows.id<domain::ServiceId>(4);
    row.starts_at = rows.instant(5);
    row.minutes = rows.small(6);
    row.seats = rows.small(7);
    const auto status = domain::parse_status(rows.text(8));
    CHECK(status.has_value());
    row.status = *status;
    row.person = appointments::open_person(keys, row.appointment, rows.blob(9));
    row.number = read_number(rows);
    sheet.push_back(std::move(row));
  }
  return sheet;
}

}  // namespace temujanji::counter
