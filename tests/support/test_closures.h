#pragma once
#include <string>
#include <vector>

#include "appointments/displace.h"
#include "appointments/find.h"
#include "appointments/move.h"
#include "appointments/settle_closures.h"
#include "appointments/take_seats.h"
#include "catalogue/closures.h"
#include "tests/support/test_house.h"

namespace temujanji::appointments {

inline constexpr domain::OfficeId kJohor{1}, kKelantan{2}, kMelbourne{3};
/// One at each office; both services are offered everywhere but the permit in Melbourne.
inline constexpr domain::PoolId kJohorPool{7}, kKelantanPool{8}, kMelbournePool{9};

/// Three offices, open daily from 8 to 17 with slots of half an hour and four seats each, on Monday
/// 2026-11-02, 08:00 in Malaysia and 11:00 in Melbourne. Two weeks are published. Commands go through the
/// engine.
class TestClosures {
 public:
  static constexpr int kDays = 14;

  TestClosures() {
    house.change(
        "INSERT INTO department VALUES ('D', 'D', 'D', 1);"
        "INSERT INTO division VALUES ('V', 'D', 'V', 'V', 1);"
        "INSERT INTO state VALUES ('01', 'Johor', 'Johor', 'P'); INSERT INTO state VALUES ('03', 'Kelantan', "
        "'Kelantan', 'P');"
        "INSERT INTO seat_rule VALUES ('utc', 'A', 127, 0, 1440, 30, 4, '2020-01-01', NULL);");
    for (int weekday = 1; weekday <= 7; ++weekday) {
      house.change("INSERT INTO opening_hours VALUES ('P', " + std::to_string(weekday) +
                   ", 480, 1020, '2020-01-01', NULL)");
    }
    for (const domain::ServiceId id : {kPassport, kPermit}) {
      const std::string number = std::to_string(id.value);
      std::string sql = "INSERT INTO service VALUES (";
      sql.append(number).append(", 'S").append(number);
      sql.append("', 'V', '', '', '', '', 'citizen', 'self', '', 3, 20, '', '', NULL, NULL, 1, 0, 1)");
      house.change(sql);
    }
    add_office(kJohor, kJohorPool, "'01'", "Asia/Kuala_Lumpur");
    add_office(kKelantan, kKelantanPool, "'03'", "Asia/Kuala_Lumpur");
    add_office(kMelbourne, kMelbournePool, "NULL", "Australia/Melbourne");
    house.change(
        "INSERT INTO offering VALUES (1, 1, 7); INSERT INTO offering VALUES (1, 2, 7);"
        "INSERT INTO offering VALUES (2, 1, 8); INSERT INTO offering VALUES (2, 2, 8);"
        "INSERT INTO offering VALUES (3, 1, 9)");
    publish();
  }
  ~TestClosures() { house.engine.stop(); }

  catalogue::PublishReport publish() {
    return publish_slots(house.engine, *house.connection, house.ids, *house.catalogue(), house.clock.now(),
                         kDays);
  }

  /// A wall time at an office, so many days after the Monday.
  base::Instant at(domain::OfficeId office, int day, int minute) {
    const auto catalogue = house.catalogue();
    const auto local = std::chrono::local_days(on(day)) + std::chrono::minutes(minute);
    return catalogue->find_office(office)->zone.to_utc(local);
  }
  static domain::Date on(int day) { return domain::plus_days(std::chrono::year(2026) / 11 / 2, day); }
  static domain::PoolId pool_of(domain::OfficeId office) { return domain::PoolId{office.value + 6}; }
  /// The slot that begins then, 0 for none; also one that is off offer.
  domain::SlotId slot(domain::OfficeId office, int day, int minute) {
    const std::int64_t id =
        house.number("SELECT id FROM slot WHERE pool_id = " + std::to_string(pool_of(office).value) +
                     " AND starts_at = " + std::to_string(base::to_millis(at(office, day, minute))));
    return domain::SlotId{std::max<std::int64_t>(id, 0)};
  }

  BookRequest request(domain::SlotId slot, domain::ServiceId service = kPassport, int seats = 1) {
    BookRequest request;
    request.id = house.ids.make<domain::AppointmentId>();
    domain::Applicant person;
    person.name = "Siti " + std::to_string(++people_);
    person.document = {domain::DocumentType::mykad, std::to_string(900131140000 + people_), "MYS"};
    person.nationality = "MYS";
    request.reference = "REF" + std::to_string(10'000'000 + people_);
    request.slot = slot;
    request.service = service;
    request.seats = seats;
    request.identity = identity_digest(keys, person.document);
    request.person = seal_person(keys, request.id, person);
    request.actor = "applicant";
    return request;
  }
  /// Somebody's appointment; fails the program if the slot is not free.
  domain::AppointmentId book(domain::SlotId slot, domain::ServiceId service = kPassport, int seats = 1) {
    const BookRequest booking = request(slot, service, seats);
    CHECK(house.engine.run(TakeSeats{booking}).verdict == domain::Verdict::granted);
    return booking.id;
  }

  /// A closure of whole days, or with `part` of a part of each; not yet settled.
  domain::ClosureId close(catalogue::ClosurePlace place, int from_day, int to_day,
                          std::optional<domain::MinuteSpan> part = std::nullopt) {
    const auto id = house.ids.make<domain::ClosureId>();
    const domain::Closure closure{on(from_day), on(to_day), part, {"Banjir", "Flood"}};
    CHECK(house.engine.run(catalogue::AddClosure{id, std::move(place), closure, "staff:5"}).ok());
    return id;
  }
  void undo(domain::ClosureId id) { CHECK(house.engine.run(catalogue::RemoveClosure{id, "staff:6"})); }
  SettleReport settle() {
    return settle_closures(house.engine, *house.connection, house.ids, house.clock, kDays,
                           [] { return true; });
  }
  MoveAppointment::Outcome move(domain::AppointmentId id, domain::SlotId from, domain::SlotId to,
                                bool agreed = false) {
    return house.engine.run(MoveAppointment{id, from, to, agreed, "staff:7"});
  }

  domain::Status status(domain::AppointmentId id) {
    return find_appointment(*house.connection, keys, id).value().status;
  }
  /// "booked, displaced closure:5, …"; ids of closures are left out.
  std::string history(domain::AppointmentId id) {
    std::string text;
    for (const HistoryEntry& entry : list_events(*house.connection, id)) {
      if (!text.empty()) text += ", ";
      const std::string& detail = entry.detail;
      text += entry.kind + (detail.empty() ? "" : " " + detail.substr(0, detail.find_first_of(" :")));
    }
    return text;
  }
  std::int64_t count(const std::string& table, const std::string& condition = "1 = 1") {
    return house.number("SELECT count(*) FROM " + table + " WHERE " + condition);
  }
  /// Slots whose seats taken are not those of live appointments and holds, or more than there are (I1).
  std::int64_t wrong_slots() {
    return count(
        "slot",
        "taken > seats OR taken <> coalesce((SELECT sum(seats) FROM appointment WHERE slot_id = slot.id "
        "AND (status = 'booked' OR status = 'confirmed' OR status = 'displaced')), 0) + coalesce(("
        "SELECT sum(seats) FROM hold WHERE slot_id = slot.id AND ended_at IS NULL), 0)");
  }

  catalogue::TestHouse house;
  const base::KeyRing keys = base::KeyRing::ephemeral();

 private:
  void add_office(domain::OfficeId office, domain::PoolId pool, const std::string& state,
                  const std::string& zone) {
    const std::string id = std::to_string(office.value);
    house.change("INSERT INTO office VALUES (" + id + ", 'O" + id + "', 'D', 'utc', " + state +
                 ", '', 'O', 'O', '', '', '', 'MY', '" + zone + "', 'P', 1, '', '', '', 1);" +
                 "INSERT INTO pool VALUES (" + std::to_string(pool.value) + ", " + id +
                 ", 'A', 'A', 'A', 1)");
  }

  int people_ = 0;
};

}  // namespace temujanji::appointments
