#include <gtest/gtest.h>

#include "appointments/find.h"
#include "counter/counters.h"
#include "counter/serve.h"
#include "domain/reference.h"
#include "features/composer.h"
#include "features/letter_facts.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

constexpr storage::Statement kListLooks{
    "list_looks", "SELECT subject, detail FROM audit_event WHERE act = 'looked' ORDER BY id", ""};

/// The office in Johor on Tuesday morning, a quarter of an hour before its first appointments.
class AtTheCounter : public testing::Test {
 protected:
  std::string book(const std::string& mykad) {
    const auto answer = house.post_json("/api/v1/appointments", serialize(booking(mykad)));
    return std::string(json_of(answer).at("reference").as_string());
  }
  /// Those who work there sign in when the day has come.
  bool wait() {
    house.clock.advance(std::chrono::hours(24) - std::chrono::minutes(15));
    return true;
  }
  web::Response find(Colleague& colleague, const std::string& code) {
    colleague.get(at + "/check-in");
    return colleague.post(at + "/check-in", {{"code", code}});
  }
  web::Response check_in(Colleague& colleague, const std::string& reference, Pairs more = {}) {
    find(colleague, reference);
    more.emplace_back("appointment", input_value(colleague.page(), "appointment"));
    return colleague.post(at + "/check-in/arrive", std::move(more));
  }
  web::Response open_counter(Colleague& colleague, const std::string& name) {
    colleague.get(at + "/queue");
    const std::string& page = colleague.page();
    const std::size_t box = page.find("name=\"pools\" value=\"") + 20;
    return colleague.post(at + "/queue/open",
                          {{"counter", name}, {"pools", page.substr(box, page.find('"', box) - box)}});
  }
  web::Response call_next(Colleague& colleague, const std::string& counter) {
    colleague.get(at + "/queue");
    return colleague.post(at + "/queue/next", {{"counter", counter}});
  }
  /// What is done to the number that the page shows, with more fields.
  web::Response act(Colleague& colleague, const std::string& action, Pairs more = {}) {
    more.emplace_back("action", action);
    for (const char* name : {"ticket", "version"})
      more.emplace_back(name, input_value(colleague.page(), name));
    return colleague.post(at + "/queue/act", std::move(more));
  }
  std::string queue(Colleague& colleague) {
    colleague.get(at + "/queue");
    return colleague.page();
  }
  domain::Status status_of(const std::string& reference) {
    const auto connection = house.database->connect(storage::Access::read);
    return appointments::find_appointment_by_reference(*connection, house.keys, reference)->status;
  }
  std::vector<std::string> looks() {
    std::vector<std::string> all;
    const auto connection = house.database->connect(storage::Access::read);
    storage::Rows rows = connection->query(kListLooks);
    while (rows.next()) all.push_back(rows.string(0) + " " + rows.string(1));
    return all;
  }

  Installation house;
  const std::string at = "/en/staff/at/JHR-HQ";
  std::string first = book("900131145678"), second = book("900131145679");
  const bool has_come = wait();
  Colleague officer{house, domain::Role::officer, {"JHR-HQ"}};
  Colleague other{house, domain::Role::officer, {"JHR-HQ"}};
};

TEST_F(AtTheCounter, a_reference_leads_to_the_person_and_a_number) {
  EXPECT_EQ(find(officer, domain::display_reference(first)).status, 200);
  EXPECT_TRUE(has(officer.page(), "Siti Aminah binti Ali"));
  EXPECT_TRUE(has(officer.page(), "900131145678"));
  EXPECT_TRUE(has(officer.page(), "On time"));
  EXPECT_EQ(check_in(officer, first).status, 200);
  EXPECT_TRUE(has(officer.page(), ">A001<")) << officer.page();
  EXPECT_EQ(check_in(officer, second, {{"priority", "pregnant"}}).status, 200);
  EXPECT_TRUE(has(officer.page(), "Pregnant"));
}

TEST_F(AtTheCounter, a_scanned_slip_leads_there_too_and_a_forged_one_nowhere) {
  const auto connection = house.database->connect(storage::Access::read);
  const auto appointment = appointments::find_appointment_by_reference(*connection, house.keys, first);
  std::string token = letter_facts(desk_of(house.app), *appointment, house.clock.now()).token;
  EXPECT_EQ(find(officer, token).status, 200);
  EXPECT_TRUE(has(officer.page(), "Siti Aminah binti Ali"));
  token[40] = token[40] == 'A' ? 'B' : 'A';
  EXPECT_EQ(find(officer, token).status, 422);
  EXPECT_TRUE(has(officer.page(), "no genuine slip"));
}

TEST_F(AtTheCounter, a_second_scan_is_noticed) {
  check_in(officer, first);
  find(other, first);
  EXPECT_TRUE(has(other.page(), "checked in already"));
  EXPECT_FALSE(has(other.page(), "/arrive"));
  const auto again =
      other.post(at + "/check-in/arrive", {{"appointment", input_value(other.page(), "appointment")}});
  EXPECT_NE(again.status, 200);
}

TEST_F(AtTheCounter, another_office_finds_nobody) {
  Colleague elsewhere(house, domain::Role::officer, {"JHR-KLG"});
  elsewhere.get("/en/staff/at/JHR-KLG/check-in");
  EXPECT_EQ(elsewhere.post("/en/staff/at/JHR-KLG/check-in", {{"code", first}}).status, 422);
  EXPECT_TRUE(has(elsewhere.page(), "at this office"));
  EXPECT_FALSE(has(elsewhere.page(), "Siti"));
  elsewhere.get("/en/staff/at/JHR-KLG/day");
  EXPECT_FALSE(has(elsewhere.page(), "Siti"));
  find(officer, first);
  const std::string appointment = input_value(officer.page(), "appointment");
  elsewhere.get("/en/staff/at/JHR-KLG/check-in");
  EXPECT_EQ(elsewhere.post("/en/staff/at/JHR-KLG/check-in/arrive", {{"appointment", appointment}}).status,
            404);
}

TEST_F(AtTheCounter, every_look_at_a_person_is_written_down) {
  officer.get(at + "/day");
  find(officer, first);
  find(officer, "nonsense");
  check_in(officer, second);
  const auto written = looks();
  ASSERT_EQ(written.size(), 3u);
  EXPECT_TRUE(written[0].starts_with("office:") && written[0].ends_with("day sheet 2026-11-24"))
      << written[0];
  EXPECT_TRUE(written[1].starts_with("appointment:") && written[1].ends_with("check-in"));
  check_in(officer, first);
  open_counter(officer, "3");
  call_next(officer, "3");
  const std::size_t before = looks().size();
  queue(officer);
  EXPECT_EQ(looks().size(), before + 1) << "the person at the counter";
}

TEST_F(AtTheCounter, who_is_late_is_fitted_in_or_cancelled) {
  house.clock.advance(std::chrono::minutes(10));
  officer.get(at + "/day");
  house.clock.advance(std::chrono::minutes(10));
  find(officer, first);
  EXPECT_TRUE(has(officer.page(), "Late, but fit in"));
  const auto cancelled =
      officer.post(at + "/check-in/cancel-late",
                   {{"appointment", input_value(officer.page(), "appointment")}, {"version", "0"}});
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_TRUE(has(officer.page(), "was cancelled because it is late"));
  EXPECT_EQ(status_of(first), domain::Status::cancelled_by_department);
  check_in(officer, second);
  EXPECT_TRUE(has(officer.page(), ">A001<"));
}

TEST_F(AtTheCounter, two_officers_never_call_the_same_number) {
  check_in(officer, first);
  check_in(officer, second);
  open_counter(officer, "3");
  open_counter(other, "4");
  EXPECT_EQ(call_next(officer, "3").status, 303);
  EXPECT_EQ(call_next(other, "4").status, 303);
  EXPECT_TRUE(has(queue(officer), "A001"));
  EXPECT_TRUE(has(queue(other), "A002"));
  EXPECT_EQ(act(other, "absent").status, 303);
  other.post(at + "/queue/close", {{"counter", "4"}});
  EXPECT_EQ(open_counter(other, "3").status, 422) << "somebody else serves there";
  EXPECT_TRUE(has(other.page(), "name=\"take_over\"") && has(other.page(), "value=\"3\""));
  const std::string pool = input_value(other.page(), "pools");
  EXPECT_EQ(other.post(at + "/queue/open", {{"counter", "3"}, {"pools", pool}, {"take_over", "yes"}}).status,
            303);
  EXPECT_TRUE(has(queue(other), "class=\"ticket-number\">A001")) << "with whom the other one called";
  EXPECT_FALSE(has(queue(officer), "class=\"ticket-number\""));
}

TEST_F(AtTheCounter, who_is_slower_is_told_how_it_stands_now) {
  check_in(officer, first);
  open_counter(officer, "3");
  call_next(officer, "3");
  const std::string seen = queue(officer);
  EXPECT_EQ(act(officer, "start").status, 303);
  const auto slower = officer.post(at + "/queue/act", {{"action", "absent"},
                                                       {"ticket", input_value(seen, "ticket")},
                                                       {"version", input_value(seen, "version")}});
  EXPECT_EQ(slower.status, 409);
  EXPECT_TRUE(has(body_of(slower), "was changed by somebody else"));
  EXPECT_EQ(status_of(first), domain::Status::attended);
}

TEST_F(AtTheCounter, a_card_receipt_is_noted_and_cash_is_not) {
  check_in(officer, first);
  open_counter(officer, "3");
  call_next(officer, "3");
  queue(officer);
  act(officer, "start");
  queue(officer);
  EXPECT_EQ(act(officer, "finish", {{"receipt", "cash"}}).status, 422);
  EXPECT_TRUE(has(officer.page(), "Cash is not accepted"));
  EXPECT_EQ(input_value(officer.page(), "receipt"), "cash") << "what was typed stays";
  EXPECT_EQ(act(officer, "finish", {{"receipt", "MB-2231"}}).status, 303);
  EXPECT_TRUE(has(queue(officer), "Nobody waits"));
}

TEST_F(AtTheCounter, pages_mark_where_one_is) {
  officer.get(at + "/check-in");
  EXPECT_TRUE(has(officer.page(), "href=\"" + at + "/check-in\" aria-current=\"page\""));
  EXPECT_FALSE(has(officer.page(), "/queue\" aria-current"));
  officer.get("/en/staff/sessions");
  EXPECT_TRUE(has(officer.page(), "href=\"/en/staff/sessions\" aria-current=\"page\""));
  officer.get("/en/staff");
  EXPECT_TRUE(has(officer.page(), "href=\"/en/staff\" aria-current=\"page\""));
}

TEST_F(AtTheCounter, the_day_sheet_leads_to_the_check_in_and_says_when_nobody_matches) {
  officer.get(at + "/day");
  const std::string reference = input_value(officer.page(), "code");
  EXPECT_EQ(officer.post(at + "/check-in", {{"code", reference}}).status, 200);
  EXPECT_TRUE(has(officer.page(), "/check-in/arrive"));
  officer.get(at + "/day");
  officer.post(at + "/day", {{"on", "2026-11-24"}, {"q", "nobody of that name"}});
  EXPECT_TRUE(has(officer.page(), "matches the search"));
  house.change("UPDATE appointment SET status = 'attended'");
  officer.get(at + "/day");
  EXPECT_TRUE(has(officer.page(), "Appointments: <b>2</b>") && has(officer.page(), "Attended: <b>2</b>"));
  EXPECT_EQ(input_value(officer.page(), "code"), "");
}

TEST_F(AtTheCounter, a_search_stands_in_no_address) {
  officer.get(at + "/day");
  EXPECT_TRUE(has(officer.page(), "900131145678") && has(officer.page(), "900131145679"));
  for (const char* search : {"900131-14-5679", "nobody of that name"}) {
    officer.get(at + "/day");
    officer.post(at + "/day", {{"on", "2026-11-24"}, {"q", search}});
    EXPECT_FALSE(has(officer.page(), "900131145678")) << search;
  }
  officer.get(at + "/day");
  officer.post(at + "/day", {{"on", "2026-11-24"}, {"q", domain::display_reference(second)}});
  EXPECT_TRUE(has(officer.page(), "900131145679") && !has(officer.page(), "900131145678"));
  officer.get(at + "/day?q=900131-14-5679");
  EXPECT_TRUE(has(officer.page(), "900131145678")) << "not searched";
}

TEST_F(AtTheCounter, a_kiosk_gives_numbers_to_who_knows_the_document_number) {
  const auto give = [&](const std::string& reference, const std::string& number) {
    officer.get("/en/kiosk");
    return officer.post("/en/kiosk", {{"code", reference}, {"document_number", number}}).status;
  };
  EXPECT_EQ(officer.get("/en/kiosk").status, 404) << "nobody made it one";
  officer.get(at + "/check-in");
  EXPECT_EQ(officer.post(at + "/kiosk").header("Location"), "/en/kiosk");
  EXPECT_EQ(officer.get(at + "/check-in").status, 303) << "signed out";
  EXPECT_EQ(give(first, "900131145679"), 422);
  EXPECT_EQ(give(first, "900131-14-5678"), 200);
  EXPECT_TRUE(has(officer.page(), ">A001<") && has(officer.page(), "S*** A*****"));
  EXPECT_EQ(give(first, "900131-14-5678"), 409);
  EXPECT_TRUE(has(officer.page(), ">A001<") && has(officer.page(), "checked in already"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(give(second, "1"), 422);
  EXPECT_EQ(give(second, "900131145679"), 422) << "no more tries for this reference";
  house.clock.advance(std::chrono::hours(17));
  EXPECT_EQ(officer.get("/en/kiosk").status, 404) << "the next day";
}

TEST_F(AtTheCounter, a_kiosk_asks_for_the_document_number_when_a_scanner_has_sent_the_slip_alone) {
  officer.get(at + "/check-in");
  officer.post(at + "/kiosk");
  for (int i = 0; i < 9; ++i) {
    officer.get("/en/kiosk");
    EXPECT_EQ(officer.post("/en/kiosk", {{"code", first}, {"document_number", ""}}).status, 422);
  }
  EXPECT_EQ(input_value(officer.page(), "code"), domain::display_reference(first)) << "what was read stays";
  EXPECT_TRUE(has(officer.page(), "document_number-error"));
  EXPECT_EQ(officer.post("/en/kiosk", {{"code", first}, {"document_number", "900131145678"}}).status, 200)
      << "it was no wrong try";
}

TEST_F(AtTheCounter, a_kiosk_says_what_is_missing_and_leads_nowhere_else) {
  officer.get(at + "/check-in");
  officer.post(at + "/kiosk");
  officer.get("/en/kiosk");
  EXPECT_FALSE(has(officer.page(), "/help/") || has(officer.page(), "href=\"/en/\""));
  EXPECT_EQ(officer.post("/en/kiosk", {{"code", ""}, {"document_number", ""}}).status, 422);
  EXPECT_TRUE(has(officer.page(), "id=\"code-error\"") &&
              has(officer.page(), "id=\"document_number-error\""));
  EXPECT_EQ(officer.post("/en/kiosk", {{"code", "K7M2"}, {"document_number", "900131145678"}}).status, 422);
  EXPECT_EQ(input_value(officer.page(), "code"), "K7M2") << "what was typed stays";
  EXPECT_EQ(input_value(officer.page(), "document_number"), "") << "but for who comes next";
}

TEST_F(AtTheCounter, only_pages_that_read_slips_may_use_the_camera) {
  const auto permissions = [&](const std::string& target) {
    return std::string(officer.get(target).header("Permissions-Policy"));
  };
  EXPECT_TRUE(permissions(at + "/check-in").starts_with("camera=(self), "));
  EXPECT_EQ(permissions(at + "/day"), "");
  officer.get(at + "/check-in");
  officer.post(at + "/kiosk");
  EXPECT_TRUE(permissions("/en/kiosk").starts_with("camera=(self), "));
  EXPECT_EQ(house.get("/en/").header("Permissions-Policy"), "");
}

TEST_F(AtTheCounter, who_was_served_without_network_is_noted_afterwards) {
  const std::string page = at + "/afterwards?on=2026-11-24";
  house.clock.advance(std::chrono::hours(30));
  house.change("UPDATE appointment SET status = 'missed'");
  Colleague later(house, domain::Role::officer, {"JHR-HQ"});
  later.get(page);
  EXPECT_TRUE(has(later.page(), "Siti Aminah binti Ali"));
  const std::string id = input_value(later.page(), "appointment");
  EXPECT_EQ(later.post(at + "/afterwards", {{"appointment", id}, {"on", "2026-11-24"}}).status, 200);
  EXPECT_TRUE(has(later.page(), "Attendance noted:</b> 1"));
  EXPECT_EQ(status_of(first) == domain::Status::attended, status_of(second) != domain::Status::attended);
  EXPECT_EQ(later.post(at + "/afterwards", {{"appointment", "1"}}).status, 409);
  house.clock.advance(std::chrono::hours(24 * 15));
  Colleague late(house, domain::Role::officer, {"JHR-HQ"});
  late.get(page);
  EXPECT_FALSE(has(late.page(), "Siti")) << "too long ago";
}

TEST_F(AtTheCounter, the_page_that_checks_slips_is_one_file_with_the_public_key) {
  const web::Response file = officer.get(at + "/offline/slip-check");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.header("Content-Disposition"), "attachment; filename=\"semak-slip-JHR-HQ.html\"");
  EXPECT_TRUE(has(file.body, "data-key=\"" + base::to_base64url(house.keys.public_key()) + "\""));
  EXPECT_TRUE(has(file.body, "crypto.subtle.verify"));
  EXPECT_FALSE(has(file.body, "src=\"") || has(file.body, "href=\"")) << "it needs nothing else";
  EXPECT_FALSE(has(file.body, "Siti"));
  EXPECT_EQ(officer.get(at + "/offline").status, 200);
}

TEST_F(AtTheCounter, who_waits_sees_where_they_stand) {
  check_in(officer, first);
  check_in(officer, second);
  Visitor applicant(house);
  applicant.get("/en/appointment");
  applicant.follow(
      applicant.post("/en/appointment", {{"reference", second}, {"document_number", "900131145679"}}));
  EXPECT_TRUE(has(applicant.page(), "People ahead of you: <b>1</b>")) << applicant.page();
  EXPECT_TRUE(has(applicant.page(), "no counter is open"));
  open_counter(officer, "3");
  call_next(officer, "3");
  applicant.get("/en/appointment/view");
  EXPECT_TRUE(has(applicant.page(), "People ahead of you: <b>0</b>"));
  EXPECT_TRUE(has(applicant.page(), "minutes"));
  queue(officer);
  act(officer, "absent");
  call_next(officer, "3");
  applicant.get("/en/appointment/view");
  EXPECT_TRUE(has(applicant.page(), "Please go to counter 3"));
}

TEST_F(AtTheCounter, sends_people_on_to_another_service_or_counter_of_the_office_only) {
  check_in(officer, first);
  open_counter(officer, "3");
  call_next(officer, "3");
  for (const char* wrong : {"service:x", "place:1", "service"}) {
    queue(officer);
    EXPECT_EQ(act(officer, "transfer", {{"to", wrong}}).status, 400) << wrong;
  }
  for (const char* absent : {"service:999999", "counter:77"}) {
    queue(officer);
    EXPECT_EQ(act(officer, "transfer", {{"to", absent}}).status, 409) << absent;
  }
  queue(officer);
  const std::string service =
      "service:" + std::to_string(house.live.catalogue()->find_service("RTK-PLKS")->id.value);
  EXPECT_TRUE(has(officer.page(), "<option value=\"" + service + "\">")) << officer.page();
  EXPECT_EQ(act(officer, "transfer", {{"to", service}}).status, 303);
  EXPECT_FALSE(has(queue(officer), "class=\"ticket-number\"")) << "they wait at another counter's now";
}

TEST_F(AtTheCounter, sends_people_on_to_a_colleague_who_alone_calls_them) {
  check_in(officer, first);
  check_in(officer, second);
  open_counter(officer, "3");
  open_counter(other, "4");
  call_next(officer, "3");
  EXPECT_TRUE(has(queue(officer), "<option value=\"counter:4\">"));
  EXPECT_EQ(act(officer, "transfer", {{"to", "counter:4"}}).status, 303);
  call_next(officer, "3");
  EXPECT_TRUE(has(queue(officer), "class=\"ticket-number\">A002"));
  EXPECT_EQ(act(officer, "absent").status, 303);
  EXPECT_FALSE(has(queue(officer), "data-key=\"n\"")) << "nobody is left for this counter";
  call_next(other, "4");
  EXPECT_TRUE(has(queue(other), "class=\"ticket-number\">A001"));
}

TEST_F(AtTheCounter, the_board_of_the_waiting_room_shows_numbers_and_no_names) {
  check_in(officer, first);
  open_counter(officer, "3");
  call_next(officer, "3");
  const auto board = house.get("/ms/display/JHR-HQ");
  EXPECT_TRUE(has(body_of(board), ">A001<"));
  EXPECT_TRUE(has(body_of(board), "data-call=\"2026-11-24.A001.1\"")) << "tomorrow it is another call";
  EXPECT_TRUE(has(body_of(board), "Nombor A 0 0 1, kaunter 3"));
  EXPECT_TRUE(has(body_of(board), "Number A 0 0 1, counter 3"));
  EXPECT_FALSE(has(body_of(board), "Siti"));
  EXPECT_EQ(house.get("/ms/display/NOWHERE").status, 404);
  EXPECT_EQ(house.get("/ms/display/JHR-HQ/events").content_type, "text/event-stream");
}

TEST_F(AtTheCounter, who_has_no_appointment_gets_a_number_where_the_office_allows_it) {
  officer.get(at + "/check-in");
  EXPECT_FALSE(has(officer.page(), "/walk-in"));
  const auto id = house.live.catalogue()->find_office("JHR-HQ")->id;
  ASSERT_TRUE(house.engine.run(counter::SetRules{id, {true, {}}}));
  officer.get(at + "/check-in");
  EXPECT_TRUE(has(officer.page(), "/walk-in"));
  const auto service = house.live.catalogue()->find_service("PASPORT-BAHARUI")->id;
  const Pairs wanted{{"service", std::to_string(service.value)}, {"persons", "1"}, {"priority", "none"}};
  const Pairs crowd{{"service", std::to_string(service.value)}, {"persons", "77"}, {"priority", "disabled"}};
  EXPECT_EQ(officer.post(at + "/check-in/walk-in", crowd).status, 422);
  EXPECT_TRUE(has(officer.page(), "id=\"persons-error\"") && has(officer.page(), "value=\"77\""));
  EXPECT_TRUE(has(officer.page(), "value=\"" + std::to_string(service.value) + "\" selected"));
  EXPECT_TRUE(has(officer.page(), "value=\"disabled\" selected")) << "what was chosen stays";
  EXPECT_EQ(officer.post(at + "/check-in/walk-in", {{"service", "9"}, {"persons", "1"}}).status, 422);
  EXPECT_TRUE(has(officer.page(), "id=\"service-error\""));
  EXPECT_EQ(officer.post(at + "/check-in/walk-in", wanted).status, 200);
  EXPECT_TRUE(has(officer.page(), ">A001<") && has(officer.page(), "Walk-in"));
}

}  // namespace
}  // namespace temujanji::features
