#include "appointments/find.h"

#include <gtest/gtest.h>

#include "appointments/change_status.h"
#include "tests/support/test_counter.h"

namespace temujanji::appointments {
namespace {

domain::Applicant siti() {
  domain::Applicant person;
  person.name = "Siti Aminah binti Ali";
  person.document = {domain::DocumentType::mykad, "900131145678", "MYS"};
  person.nationality = "MYS";
  person.email = "siti@example.com";
  person.phone = "+60123456789";
  person.persons = 2;
  return person;
}

class FindTest : public testing::Test {
 protected:
  FindTest() {
    BookRequest request;
    request.id = kId;
    request.reference = "REFERENCE";
    request.slot = kThreeSeats;
    request.service = kPermit;
    request.seats = 2;
    request.identity = identity_digest(keys, siti().document);
    request.person = seal_person(keys, kId, siti());
    request.language = base::Language::en;
    request.actor = "applicant";
    counter.decide({TakeSeats{request}});
  }

  std::optional<Appointment> find() {
    return find_appointment_by_reference(*counter.house.connection, keys, "REFERENCE");
  }

  static constexpr domain::AppointmentId kId{10};
  const base::KeyRing keys = base::KeyRing::ephemeral();
  TestCounter counter;
};

TEST_F(FindTest, opens_the_sealed_person_and_reads_slot_and_office) {
  const auto found = find();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, kId);
  EXPECT_EQ(found->reference, "REFERENCE");
  EXPECT_EQ(found->slot, kThreeSeats);
  EXPECT_EQ(found->office.value, 1);
  EXPECT_EQ(found->service, kPermit);
  EXPECT_EQ(found->starts_at, counter.now() + std::chrono::hours(25));
  EXPECT_EQ(found->minutes, 20);
  EXPECT_EQ(found->seats, 2);
  EXPECT_EQ(found->status, domain::Status::booked);
  EXPECT_EQ(found->identity, identity_digest(keys, siti().document));
  EXPECT_EQ(found->person, siti());
  EXPECT_EQ(found->language, base::Language::en);
  EXPECT_EQ(found->booked_at, counter.now());
}

TEST_F(FindTest, finds_the_same_by_id) {
  const auto found = find_appointment(*counter.house.connection, keys, kId);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->reference, "REFERENCE");
  EXPECT_EQ(found->person, siti());
}

TEST_F(FindTest, finds_nothing_under_another_reference_or_id) {
  storage::Connection& connection = *counter.house.connection;
  for (const char* reference : {"", "reference", "REFERENC", "REFERENCE ", "%"}) {
    EXPECT_FALSE(find_appointment_by_reference(connection, keys, reference)) << reference;
  }
  EXPECT_FALSE(find_appointment(connection, keys, domain::AppointmentId{11}));
}

TEST_F(FindTest, is_a_fault_with_the_wrong_keys) {
  const base::KeyRing others = base::KeyRing::ephemeral();
  EXPECT_THROW((void)find_appointment(*counter.house.connection, others, kId), base::Fault);
}

TEST_F(FindTest, is_a_fault_where_a_sealed_person_was_put_into_another_row) {
  tests::ignore_foreign_keys(*counter.house.connection);
  counter.house.change("UPDATE appointment SET id = 11");
  EXPECT_THROW((void)find(), base::Fault);
}

TEST_F(FindTest, goes_on_after_a_fault_on_the_same_connection) {
  counter.house.change("UPDATE appointment SET person = CAST('x' AS blob)");
  EXPECT_THROW((void)find(), base::Fault);
  EXPECT_THROW((void)find(), base::Fault);
}

TEST_F(FindTest, gives_equal_documents_equal_digests_and_others_not) {
  domain::IdentityDocument document = siti().document;
  EXPECT_EQ(identity_digest(keys, document), identity_digest(keys, siti().document));
  document.country = "SGP";
  EXPECT_NE(identity_digest(keys, document), identity_digest(keys, siti().document));
  EXPECT_NE(identity_digest(base::KeyRing::ephemeral(), siti().document),
            identity_digest(keys, siti().document));
}

TEST_F(FindTest, lists_what_happened_from_the_oldest) {
  counter.house.clock.advance(std::chrono::hours(1));
  const StatusChange change{kId, "api", "reason"};
  (void)counter.in_transaction(
      [&](engine::Scope& scope) { return change_status(scope, change, domain::confirm); });
  const auto events = list_events(*counter.house.connection, kId);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].kind, "booked");
  EXPECT_EQ(events[0].actor, "applicant");
  EXPECT_EQ(events[0].at, counter.now() - std::chrono::hours(1));
  EXPECT_EQ(events[1].kind, "confirmed");
  EXPECT_EQ(events[1].actor, "api");
  EXPECT_EQ(events[1].detail, "reason");
  EXPECT_EQ(events[1].at, counter.now());
  EXPECT_TRUE(list_events(*counter.house.connection, domain::AppointmentId{11}).empty());
}

}  // namespace
}  // namespace temujanji::appointments
