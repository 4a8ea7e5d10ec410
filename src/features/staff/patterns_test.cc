#include <gtest/gtest.h>

#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using domain::Role;

constexpr const char* kJohor = "/en/staff/suspicious?office=JHR-HQ&from=2026-11-23&to=2026-12-23";

/// An installation where people book through the JSON interface.
class Suspecting : public testing::Test {
 protected:
  /// The n-th person, with these contacts, at 08:00 and n times 20 minutes.
  void book(int person, const std::string& email, const std::string& phone) {
    boost::json::object wish = booking("90013114567" + std::to_string(person));
    wish["starts_at"] = std::string("2026-11-24T") + (person < 3 ? "08" : "09") + ":" +
                        std::to_string(person % 3 * 2) + "0:00+08:00";
    wish.at("applicant").as_object()["email"] = email;
    wish.at("applicant").as_object()["phone"] = phone;
    const auto answer = house.post_json("/api/v1/appointments", serialize(wish));
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  std::string report(std::string_view target = kJohor) {
    EXPECT_EQ(admin.get(target).status, 200);
    return admin.page();
  }

  Installation house;
  Colleague admin{house, Role::hq_admin};
};

TEST_F(Suspecting, finds_three_identities_under_one_mail_and_not_two) {
  book(1, "siti@example.com", "0123456781");
  book(2, "SITI@example.com", "0123456782");
  EXPECT_FALSE(has(report(), "s***@example.com"));
  book(3, "siti@example.com", "0123456783");
  EXPECT_TRUE(has(report(), "s***@example.com</th><td>3</td><td>3</td>")) << admin.page();
  EXPECT_FALSE(has(admin.page(), "siti@example.com"));
  EXPECT_FALSE(has(admin.page(), "****678"));
}

TEST_F(Suspecting, finds_three_identities_under_one_telephone_and_leads_to_its_block) {
  for (int person = 1; person <= 3; ++person) {
    book(person, "p" + std::to_string(person) + "@example.com", "0123456789");
  }
  EXPECT_TRUE(has(report(), "********6789</th><td>3</td>")) << admin.page();
  const std::string sealed = input_value(admin.page(), "sealed");
  EXPECT_EQ(admin.post("/en/staff/blocks/find", {{"sealed", sealed}}).status, 200);
  EXPECT_EQ(input_value(admin.page(), "value"), "+60123456789");
  EXPECT_EQ(admin.post("/en/staff/blocks/find", {{"sealed", sealed + "A"}}).status, 422);
}

TEST_F(Suspecting, finds_three_identities_at_one_postal_address_however_it_is_written) {
  const auto live_at = [&](int person, const std::string& line) {
    boost::json::object wish = booking("90013114567" + std::to_string(person));
    wish["starts_at"] = "2026-11-24T08:" + std::to_string(person * 2 - 2) + "0:00+08:00";
    boost::json::object& applicant = wish.at("applicant").as_object();
    applicant["email"] = "p" + std::to_string(person) + "@example.com";
    applicant["phone"] = "012345678" + std::to_string(person);
    applicant["address"] = {{"line", line}, {"postcode", "62000"}, {"city", "Putrajaya"}, {"state", "16"}};
    ASSERT_EQ(house.post_json("/api/v1/appointments", serialize(wish)).status, 201);
  };
  live_at(1, "12, Jalan Contoh");
  live_at(2, "12 JALAN CONTOH");
  EXPECT_FALSE(has(report(), "62000 Putrajaya"));
  live_at(3, "12 Jalan Contoh.");
  EXPECT_TRUE(has(report(), "12, …, 62000 Putrajaya</th><td>3</td><td>3</td>")) << admin.page();
  EXPECT_FALSE(has(admin.page(), "Jalan Contoh"));
}

TEST_F(Suspecting, finds_staff_who_book_for_themselves) {
  Colleague officer(house, Role::officer, {"JHR-HQ"});
  book(1, "a@example.com", "0123456781");
  EXPECT_TRUE(has(report(), "have not given their MyKad number: 2")) << admin.page();
  EXPECT_FALSE(has(admin.page(), "Colleague</th>"));
  officer.get("/en/staff/sessions");
  EXPECT_EQ(officer.post("/en/staff/sessions/identity", {{"identity", "900131-14"}}).status, 422);
  EXPECT_TRUE(has(officer.page(), "value=\"900131-14\"")) << "what was typed stays";
  EXPECT_EQ(officer.post("/en/staff/sessions/identity", {{"identity", "900131-14-5671"}}).status, 303);
  officer.get("/en/staff/sessions");
  EXPECT_TRUE(has(officer.page(), "has been given") && !has(officer.page(), "5671"));
  EXPECT_TRUE(has(report(), "have not given their MyKad number: 1"));
  EXPECT_TRUE(has(admin.page(), "Colleague</th>")) << admin.page();
  house.change("UPDATE appointment SET status = 'attended'");
  EXPECT_TRUE(has(report(), "Colleague</th>")) << "also afterwards";
  house.change("UPDATE appointment SET status = 'cancelled_by_applicant'");
  EXPECT_FALSE(has(report(), "Colleague</th>"));
}

TEST_F(Suspecting, tells_each_account_of_somebody_who_has_two) {
  Colleague officer(house, Role::officer, {"JHR-HQ"});
  Colleague again(house, Role::auditor);
  for (Colleague* one : {&officer, &again}) {
    one->get("/en/staff/sessions");
    ASSERT_EQ(one->post("/en/staff/sessions/identity", {{"identity", "900131-14-5671"}}).status, 303);
  }
  book(1, "a@example.com", "0123456781");
  const std::string page = report();
  const std::size_t first = page.find("Aminah</th>");
  ASSERT_NE(first, std::string::npos) << page;
  EXPECT_NE(page.find("Aminah</th>", first + 1), std::string::npos);
}

TEST_F(Suspecting, counts_only_live_appointments_of_the_office_and_time) {
  for (int person = 1; person <= 3; ++person)
    book(person, "siti@example.com", "012345678" + std::to_string(person));
  EXPECT_FALSE(has(report("/en/staff/suspicious?office=KUL-UTC&from=2026-11-23&to=2026-12-23"), "s***@"));
  EXPECT_FALSE(has(report("/en/staff/suspicious?office=JHR-HQ&from=2026-11-25&to=2026-12-23"), "s***@"));
  EXPECT_FALSE(has(report("/en/staff/suspicious?office=JHR-HQ&from=2026-11-22&to=2026-11-23"), "s***@"));
  EXPECT_TRUE(has(report("/en/staff/suspicious?office=all&from=2026-11-24&to=2026-11-24"), "s***@"));
  house.change(
      "UPDATE appointment SET status = 'cancelled_by_applicant' WHERE id = (SELECT max(id) FROM "
      "appointment)");
  EXPECT_FALSE(has(report(), "s***@"));
}

TEST_F(Suspecting, finds_who_missed_three_and_not_two) {
  const auto miss = [&](const std::string& at) {
    boost::json::object wish = booking();
    wish["starts_at"] = at;
    ASSERT_EQ(house.post_json("/api/v1/appointments", serialize(wish)).status, 201);
    house.change("UPDATE appointment SET status = 'missed'");
  };
  miss("2026-11-24T08:00:00+08:00");
  miss("2026-11-25T08:00:00+08:00");
  EXPECT_FALSE(has(report(), "********5678 (MYS)"));
  miss("2026-11-26T08:00:00+08:00");
  EXPECT_TRUE(has(report(), "********5678 (MYS)</th><td>3</td>")) << admin.page();
}

TEST_F(Suspecting, finds_what_was_booked_within_a_minute_of_the_slots_making) {
  house.clock.advance(std::chrono::milliseconds(59'999));
  book(1, "a@example.com", "0123456781");
  EXPECT_TRUE(has(report(), "<td>59</td>")) << admin.page();
  house.clock.advance(std::chrono::milliseconds(1));
  book(2, "b@example.com", "0123456782");
  EXPECT_FALSE(has(report(), "<td>60</td>"));
}

TEST_F(Suspecting, looks_through_a_bounded_time) {
  EXPECT_EQ(admin.get("/en/staff/suspicious").status, 200);
  EXPECT_FALSE(has(admin.page(), "Appointments looked through"));
  struct Line {
    const char* query;
    int status;
  };
  const Line lines[] = {
      {"office=JHR-HQ&from=2026-11-01&to=2027-05-09", 200},
      {"office=JHR-HQ&from=2026-11-01&to=2027-05-10", 422},
      {"office=all&from=2026-11-23&to=2026-11-29", 200},
      {"office=all&from=2026-11-23&to=2026-11-30", 422},
      {"office=all&from=2026-11-23&to=2026-11-22", 422},
      {"office=&from=2026-11-23&to=2026-11-23", 422},
      {"office=NOWHERE&from=2026-11-23&to=2026-11-23", 422},
      {"office=all&from=x&to=2026-11-23", 422},
  };
  for (const Line& line : lines) {
    EXPECT_EQ(admin.get("/en/staff/suspicious?" + std::string(line.query)).status, line.status) << line.query;
  }
}

TEST_F(Suspecting, shows_an_auditor_everything_but_the_way_to_block) {
  for (int person = 1; person <= 3; ++person)
    book(person, "siti@example.com", "012345678" + std::to_string(person));
  Colleague auditor(house, Role::auditor);
  EXPECT_EQ(auditor.get(kJohor).status, 200);
  EXPECT_TRUE(has(auditor.page(), "s***@example.com"));
  EXPECT_FALSE(has(auditor.page(), "name=\"sealed\""));
}

}  // namespace
}  // namespace temujanji::features
