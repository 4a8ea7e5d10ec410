#include "cli/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalogue/publish.h"
#include "tests/support/test_house.h"

namespace temujanji::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A small country with one booking, in order. Every test undoes what it changes.
class Doctor : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    house_ = std::make_unique<catalogue::TestHouse>();
    house_->import(catalogue::packed_catalogue());
    catalogue::publish_slots(house_->engine, *house_->connection, house_->ids, *house_->catalogue(),
                             house_->clock.now(), 3);
    house_->change("UPDATE slot SET taken = 1 WHERE id = (SELECT min(id) FROM slot);" +
                   appointment(1, "ABCDEFGHJK1", 'a') + "INSERT INTO appointment_event VALUES (" + fresh(11) +
                   ", 1, 'booked', 5, 'applicant', '');"
                   "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) "
                   "VALUES (" +
                   fresh(11) + ", 1, 'booked', 'waiting', 5)");
    tests::ignore_foreign_keys(*house_->connection);
    tests::ignore_check_constraints(*house_->connection);
  }
  static void TearDownTestSuite() { house_.reset(); }

  /// Ids that are not older than a minute, so that nobody expects the rows in the audit log's tree.
  static std::string fresh(int number) {
    return std::to_string(base::lowest_id_at(base::from_millis(1'793'577'600'000)) + number);
  }
  static std::string appointment(int id, const std::string& reference, char identity) {
    return "INSERT INTO appointment (id, reference, slot_id, service_id, seats, status, identity_hash, "
           "person, "
           "language, booked_at) SELECT " +
           std::to_string(id) + ", '" + reference +
           "', (SELECT min(id) FROM slot), (SELECT min(id) FROM service), 1, 'booked', CAST('" + identity +
           "' AS blob), CAST('x' AS blob), 'ms', 5;";
  }

  /// The names of the checks that find something after the change, which is then undone.
  std::vector<std::string> violated_after(const std::string& sql) {
    house_->change("BEGIN; " + sql);
    std::vector<std::string> violated;
    for (const Finding& finding : examine(*house_->connection, house_->clock.now(), keys_.public_key())) {
      if (finding.violations == 0) continue;
      EXPECT_FALSE(finding.examples.empty());
      violated.emplace_back(finding.check.substr(0, finding.check.find(' ')));
    }
    house_->change("ROLLBACK");
    return violated;
  }

  static inline std::unique_ptr<catalogue::TestHouse> house_;
  static inline const base::KeyRing keys_ = base::KeyRing::ephemeral();
};

TEST_F(Doctor, finds_nothing_where_all_is_well) {
  EXPECT_THAT(violated_after(""), IsEmpty());
}

TEST_F(Doctor, finds_seats_taken_by_nobody) {
  EXPECT_THAT(violated_after("UPDATE slot SET taken = taken + 1 WHERE id = (SELECT max(id) FROM slot)"),
              ElementsAre("I1"));
}

TEST_F(Doctor, finds_a_hold_that_was_not_counted) {
  EXPECT_THAT(violated_after("INSERT INTO hold (id, slot_id, service_id, seats, created_at, expires_at) "
                             "SELECT 1, max(slot.id), (SELECT min(id) FROM service), 1, 1, 2 FROM slot"),
              ElementsAre("I1"));
}

TEST_F(Doctor, finds_more_taken_than_seats) {
  EXPECT_THAT(violated_after("UPDATE slot SET seats = 0 WHERE taken = 1"), ElementsAre("I1"));
}

TEST_F(Doctor, finds_two_live_appointments_of_one_person) {
  EXPECT_THAT(violated_after("DROP INDEX appointment_live; UPDATE slot SET taken = 2 WHERE taken = 1;" +
                             appointment(2, "ABCDEFGHJK2", 'a') + "INSERT INTO appointment_event VALUES (" +
                             fresh(12) +
                             ", 2, 'booked', 5, 'applicant', '');"
                             "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) "
                             "VALUES (" +
                             fresh(12) + ", 2, 'booked', 'waiting', 5);"),
              ElementsAre("I2"));
}

TEST_F(Doctor, finds_an_appointment_without_its_slot) {
  EXPECT_THAT(violated_after("DELETE FROM slot WHERE taken = 1"), ElementsAre("I3"));
}

TEST_F(Doctor, finds_a_reference_cut_short) {
  EXPECT_THAT(violated_after("UPDATE appointment SET reference = 'ABC'"), ElementsAre("I3"));
}

TEST_F(Doctor, finds_an_appointment_that_nobody_booked) {
  EXPECT_THAT(violated_after("DELETE FROM appointment_event; DELETE FROM outbox"), ElementsAre("I4"));
}

TEST_F(Doctor, finds_an_event_of_an_appointment_that_is_gone) {
  EXPECT_THAT(violated_after("INSERT INTO appointment_event VALUES (" + fresh(12) +
                             ", 2, 'attended', 5, 'applicant', '')"),
              ElementsAre("I4"));
}

TEST_F(Doctor, finds_a_hold_at_a_slot_that_is_gone) {
  EXPECT_THAT(violated_after("INSERT INTO hold (id, slot_id, service_id, seats, created_at, expires_at, "
                             "ended_at, ended_by) SELECT 1, 1, min(id), 1, 1, 2, 2, 'released' FROM service"),
              ElementsAre("I4"));
}

TEST_F(Doctor, finds_a_hold_that_ended_without_a_reason) {
  EXPECT_THAT(
      violated_after("INSERT INTO hold (id, slot_id, service_id, seats, created_at, expires_at, ended_at) "
                     "SELECT 1, max(slot.id), (SELECT min(id) FROM service), 1, 1, 2, 2 FROM slot"),
      ElementsAre("I4"));
}

TEST_F(Doctor, finds_one_key_with_two_effects) {
  EXPECT_THAT(violated_after("DROP INDEX appointment_reference; UPDATE slot SET taken = 2 WHERE taken = 1;" +
                             appointment(2, "ABCDEFGHJK1", 'b') + "INSERT INTO appointment_event VALUES (" +
                             fresh(12) +
                             ", 2, 'booked', 5, 'applicant', '');"
                             "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) "
                             "VALUES (" +
                             fresh(12) + ", 2, 'booked', 'waiting', 5);"),
              ElementsAre("I5"));
}

TEST_F(Doctor, finds_slots_on_a_closed_day) {
  EXPECT_THAT(violated_after("INSERT INTO closure (id, from_on, to_on, reason_ms, reason_en) "
                             "VALUES (1, '2026-11-03', '2026-11-03', 'Banjir', 'Flood')"),
              ElementsAre("I6"));
  EXPECT_THAT(violated_after("UPDATE slot SET minutes = 600 WHERE id = (SELECT max(id) FROM slot)"),
              ElementsAre("I6"));
}

TEST_F(Doctor, lets_withdrawn_slots_lie_on_a_closed_day) {
  EXPECT_THAT(
      violated_after("UPDATE slot SET withdrawn = 1; INSERT INTO closure (id, from_on, to_on, reason_ms, "
                     "reason_en) VALUES (1, '2026-11-03', '2026-11-03', 'Banjir', 'Flood')"),
      IsEmpty());
}

TEST_F(Doctor, lets_slots_lie_in_extra_hours) {
  const std::string late =
      "INSERT INTO slot (id, pool_id, starts_at, minutes, seats, taken, withdrawn) "
      "SELECT 7, min(id), 1793631600000, 60, 4, 0, 0 FROM pool;";  // 23:00 the same day
  EXPECT_THAT(violated_after(late), ElementsAre("I6"));
  EXPECT_THAT(violated_after(
                  late + "INSERT INTO day_change (id, pool_id, day_on, from_minute, to_minute, opens, "
                         "reason_ms, reason_en, made_by, made_at, begun_at) SELECT 1, min(id), '2026-11-02', "
                         "1380, 1440, 1, 'Permintaan', 'Demand', 'staff:5', 1, 1 FROM pool"),
              IsEmpty());
}

TEST_F(Doctor, finds_a_status_that_no_event_explains) {
  EXPECT_THAT(violated_after("UPDATE appointment SET status = 'confirmed'"), ElementsAre("I7"));
}

TEST_F(Doctor, finds_an_unlawful_change) {
  EXPECT_THAT(violated_after("INSERT INTO appointment_event VALUES (" + fresh(12) +
                             ", 1, 'missed', 6, 'operator', ''), "
                             "(" +
                             fresh(13) +
                             ", 1, 'booked', 7, 'operator', '');"
                             "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) "
                             "VALUES (" +
                             fresh(13) + ", 1, 'booked', 'waiting', 5);"),
              ElementsAre("I7"));
}

TEST_F(Doctor, finds_an_old_entry_that_is_not_in_the_audit_log) {
  EXPECT_THAT(
      violated_after("INSERT INTO audit_event VALUES (12, 5, 'operator', 'tried', 'office:1', NULL, '')"),
      ElementsAre("I8"));
}

TEST_F(Doctor, finds_a_head_of_the_audit_log_that_is_missing_or_not_genuine) {
  EXPECT_THAT(violated_after("INSERT INTO audit_tree VALUES (1, 0, 1)"), ElementsAre("I8"));
  EXPECT_THAT(
      violated_after("INSERT INTO audit_tree VALUES (1, 0, 1); INSERT INTO audit_head VALUES (1, 0, 5, "
                     "CAST('a' AS blob), CAST('b' AS blob), CAST('c' AS blob))"),
      ElementsAre("I8"));
}

TEST_F(Doctor, finds_a_served_number_whose_appointment_was_not_attended) {
  EXPECT_THAT(
      violated_after(
          "INSERT INTO ticket (id, office_id, day_on, number_pool_id, number, pool_id, service_id, "
          "appointment_id, persons, priority, arrival, lane, turn_at, state, version, issued_at, calls) "
          "SELECT 1, p.office_id, '2026-11-03', p.id, 1, p.id, a.service_id, a.id, 1, 'none', "
          "'on_time', 'appointment', 5, 'finished', 4, 5, 1 "
          "FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id"),
      ElementsAre("I10"));
}

TEST_F(Doctor, finds_a_booking_without_its_mail) {
  EXPECT_THAT(violated_after("DELETE FROM outbox"), ElementsAre("I9"));
}

TEST_F(Doctor, finds_a_mail_about_another_appointment) {
  EXPECT_THAT(violated_after("UPDATE outbox SET kind = 'confirmed'"), ElementsAre("I9"));
}

TEST_F(Doctor, finds_figures_that_are_not_those_of_the_rows) {
  EXPECT_THAT(violated_after("INSERT INTO office_day SELECT min(id), '2026-10-31', 1, 0, 0, 0, 0, 0, 0, 0, "
                             "'', '', '', 5, 0 FROM office"),
              ElementsAre("I13"));
  // What may still change is counted again before long.
  EXPECT_THAT(violated_after("INSERT INTO office_day SELECT min(id), '2026-10-31', 1, 0, 0, 0, 0, 0, 1, 0, "
                             "'', '', '', 5, 0 FROM office"),
              ElementsAre());
}

TEST_F(Doctor, finds_who_was_moved_earlier_or_to_another_office_unasked) {
  // Younger than what must be in the audit log.
  const std::string id = std::to_string(house_->ids.next());
  const auto moved = [&](const std::string& from_at, const std::string& from_office, const std::string& end) {
    return "INSERT INTO appointment_event SELECT " + id +
           ", 1, 'booked', 6, 'staff:1', 'moved ' || (s.starts_at" + from_at + ") || ' ' || (p.office_id" +
           from_office + ") || '" + end +
           "' FROM slot s JOIN pool p ON p.id = s.pool_id WHERE s.id = (SELECT min(id) FROM slot);"
           "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) "
           "VALUES (" +
           id + ", 1, 'booked', 'waiting', 6)";
  };
  EXPECT_THAT(violated_after(moved("", "", "")), IsEmpty()) << "at the same time";
  EXPECT_THAT(violated_after(moved(" + 1", "", "")), ElementsAre("I12"));
  EXPECT_THAT(violated_after(moved("", " + 1", "")), ElementsAre("I12"));
  EXPECT_THAT(violated_after(moved(" + 1", " + 1", " agreed")), IsEmpty());
  EXPECT_THAT(violated_after(moved("", "", " perhaps")), ElementsAre("I12"));
}

}  // namespace
}  // namespace temujanji::cli
