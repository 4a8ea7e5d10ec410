#pragma once
#include <string>

#include "appointments/find.h"
#include "appointments/take_seats.h"
#include "counter/arrive.h"
#include "counter/counters.h"
#include "counter/queue.h"
#include "counter/serve.h"
#include "tests/support/test_house.h"

namespace temujanji::counter {

inline constexpr domain::OfficeId kOffice{1}, kOtherOffice{2};
inline constexpr domain::PoolId kPassports{7}, kPermits{8}, kElsewhere{9};
/// 20 minutes at the first pool and 30 at the second.
using appointments::kPassport, appointments::kPermit;
inline constexpr domain::ServiceId kNotOffered{3};
inline constexpr std::int64_t kAli = 41, kMei = 42, kRaju = 43;

/// An office in Malaysia with two pools, open Mondays and Tuesdays from 8 to 17, on Monday 2026-11-02 at
/// 08:00, when the first slots begin at 08:30; another office with one pool in Melbourne. Commands go through
/// the engine.
class TestOffice {
 public:
  TestOffice() {
    house.change(
        "INSERT INTO department VALUES ('D', 'D', 'D', 1);"
        "INSERT INTO division VALUES ('V', 'D', 'V', 'V', 1);"
        "INSERT INTO opening_hours VALUES ('P', 1, 480, 1020, '2020-01-01', NULL);"
        "INSERT INTO opening_hours VALUES ('P', 2, 480, 1020, '2020-01-01', NULL);"
        "INSERT INTO office VALUES (1, 'O', 'D', 'utc', NULL, '', 'O', 'O', '', '', '', 'MY', "
        "'Asia/Kuala_Lumpur', 'P', 0, '', '', '', 1);"
        "INSERT INTO office VALUES (2, 'M', 'D', 'attache', NULL, '', 'M', 'M', '', '', '', 'AU', "
        "'Australia/Melbourne', 'P', 0, '', '', '', 1);"
        "INSERT INTO pool VALUES (7, 1, 'PASPORT', 'A', 'A', 4);"
        "INSERT INTO pool VALUES (8, 1, 'VPP', 'B', 'B', 4);"
        "INSERT INTO pool VALUES (9, 2, 'PASPORT', 'A', 'A', 4);");
    add_service(kPassport, 20);
    add_service(kPermit, 30);
    add_service(kNotOffered, 10);
    house.change(
        "INSERT INTO offering VALUES (1, 1, 7); INSERT INTO offering VALUES (1, 2, 8);"
        "INSERT INTO offering VALUES (2, 1, 9)");
    for (const domain::PoolId pool : {kPassports, kPermits, kElsewhere}) {
      for (int half_hour = 1; half_hour <= 17; ++half_hour) add_slot(pool, half_hour);
    }
  }
  ~TestOffice() { house.engine.stop(); }

  base::Instant now() const { return house.clock.now(); }
  void pass(std::chrono::milliseconds time) { house.clock.advance(time); }
  Day day() const { return day_at(kOffice, zone, now()); }
  static base::Instant slot_start(int half_hour) {
    return base::from_millis(1'793'577'600'000) + std::chrono::minutes(30 * half_hour);
  }
  static domain::SlotId slot_of(domain::PoolId pool, int half_hour) {
    return domain::SlotId{pool.value * 100 + half_hour};
  }

  /// Somebody's appointment so many half hours after 08:00.
  domain::AppointmentId book(int half_hour, domain::PoolId pool = kPassports, int seats = 1) {
    appointments::BookRequest request;
    request.id = house.ids.make<domain::AppointmentId>();
    domain::Applicant person;
    person.name = "Siti " + std::to_string(++booked_);
    person.document = {domain::DocumentType::mykad, std::to_string(900131140000 + booked_), "MYS"};
    person.nationality = "MYS";
    person.persons = seats;
    request.reference = std::to_string(10'000'000'000 + booked_);
    request.slot = slot_of(pool, half_hour);
    request.service = pool == kPermits ? kPermit : kPassport;
    request.seats = seats;
    request.identity = appointments::identity_digest(keys, person.document);
    request.person = appointments::seal_person(keys, request.id, person);
    request.actor = "applicant";
    const auto outcome = house.engine.run(appointments::TakeSeats{request});
    CHECK(outcome.verdict == domain::Verdict::granted);
    return request.id;
  }

  CheckIn::Outcome check_in(domain::AppointmentId appointment,
                            domain::Priority priority = domain::Priority::none) {
    return house.engine.run(CheckIn{day(), appointment, priority, kAli});
  }
  /// Somebody without appointment, whom the office lets in.
  Ticket walk_in(domain::ServiceId service = kPassport, domain::Priority priority = domain::Priority::none) {
    return house.engine.run(IssueWalkIn{day(), service, 1, priority, kAli}).value();
  }
  void allow_walk_ins() {
    Rules rules = find_rules(*house.connection, kOffice);
    rules.walk_ins = true;
    CHECK(house.engine.run(SetRules{kOffice, rules}).ok());
  }
  void open(const std::string& name, std::int64_t staff, std::vector<domain::PoolId> pools = {kPassports}) {
    CHECK(house.engine.run(OpenCounter{day(), name, staff, std::move(pools)}).ok());
  }
  Served call_next(const std::string& counter = "1") {
    return house.engine.run(CallNext{day(), counter, kAli});
  }
  /// A command about a ticket as it was read last.
  template <class Command>
  Served act(const Ticket& ticket) {
    Command command;
    command.seen = seen(ticket);
    command.staff = kAli;
    return house.engine.run(std::move(command));
  }
  Served finish(const Ticket& ticket, const std::string& receipt = "") {
    return house.engine.run(Finish{{seen(ticket), kAli}, receipt});
  }
  Served transfer(const Ticket& ticket, std::variant<ToService, ToPool, ToCounter> to) {
    return house.engine.run(Transfer{{seen(ticket), kAli}, std::move(to)});
  }
  Ticket reread(const Ticket& ticket) { return find_ticket(*house.connection, ticket.id).value(); }
  Queue queue() { return read_queue(*house.connection, day()); }

  std::int64_t count(const std::string& table, const std::string& condition = "1 = 1") {
    return house.number("SELECT count(*) FROM " + table + " WHERE " + condition);
  }
  /// How many appointments have a status.
  std::int64_t count(domain::Status status) {
    return count("appointment", "status = '" + std::string(domain::to_text(status)) + "'");
  }

  catalogue::TestHouse house;
  const base::KeyRing keys = base::KeyRing::ephemeral();
  const base::Zone zone = base::load_zone("Asia/Kuala_Lumpur");

 private:
  void add_service(domain::ServiceId id, int minutes) {
    const std::string number = std::to_string(id.value);
    house.change("INSERT INTO service VALUES (" + number + ", 'S" + number +
                 "', 'V', '', '', '', '', 'citizen', 'self', '', 3, " + std::to_string(minutes) +
                 ", '', '', NULL, NULL, 1, 0, 1)");
  }
  void add_slot(domain::PoolId pool, int half_hour) {
    house.change("INSERT INTO slot (id, pool_id, starts_at, minutes, seats) VALUES (" +
                 std::to_string(slot_of(pool, half_hour).value) + ", " + std::to_string(pool.value) + ", " +
                 std::to_string(base::to_millis(slot_start(half_hour))) + ", 30, 40)");
  }

  int booked_ = 0;
};

}  // namespace temujanji::counter
