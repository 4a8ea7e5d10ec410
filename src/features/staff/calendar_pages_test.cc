#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "appointments/bulk_cancel.h"
#include "appointments/find.h"
#include "appointments/settle_day_changes.h"
#include "counter/ticket.h"
#include "features/composer.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr storage::Statement kListDeeds{
    "list_calendar_deeds",
    "SELECT act, detail FROM audit_event WHERE act IN ('looked', 'changed_day', 'undid_day_change', "
    "'set_rules', "
    "'approval_asked', 'approved', 'cancelled_many', 'exported_persons') ORDER BY id",
    ""};
constexpr storage::Statement kListMails{
    "list_calendar_mails", "SELECT event_id, appointment_id, kind FROM outbox ORDER BY event_id DESC", ""};

/// Two people are booked in Johor on Tuesday at 8; it is Monday, 8 o'clock.
class CalendarPages : public testing::Test {
 protected:
  std::string book(const std::string& mykad) {
    const auto answer = house.post_json("/api/v1/appointments", serialize(booking(mykad)));
    return std::string(json_of(answer).at("reference").as_string());
  }
  /// What the caretaker does within a second.
  void settle() {
    const auto connection = house.database->connect(storage::Access::read);
    appointments::settle_day_changes(house.engine, *connection, house.ids, house.clock, PublishedData::kDays,
                                     [] { return true; });
    appointments::cancel_approved(house.engine, *connection, [] { return true; });
    house.live.reload(catalogue::Live::What::everything);
  }
  appointments::Appointment find(const std::string& reference) {
    const auto connection = house.database->connect(storage::Access::read);
    return appointments::find_appointment_by_reference(*connection, house.keys, reference).value();
  }
  domain::Status status_of(const std::string& reference) { return find(reference).status; }
  std::vector<std::string> deeds() {
    std::vector<std::string> all;
    const auto connection = house.database->connect(storage::Access::read);
    storage::Rows rows = connection->query(kListDeeds);
    while (rows.next()) all.push_back(rows.string(0) + " " + rows.string(1));
    return all;
  }
  std::string last_deed() {
    const auto all = deeds();
    return all.empty() ? "" : all.back();
  }
  /// The text of the newest mail about an appointment.
  std::string last_mail(const std::string& reference) {
    const auto connection = house.database->connect(storage::Access::read);
    notify::OutboxRow newest;
    {
      storage::Rows rows = connection->query(kListMails);
      while (newest.event_id == 0 && rows.next()) {
        if (rows.integer(1) != find(reference).id.value) continue;
        newest.event_id = rows.integer(0);
        newest.appointment_id = rows.integer(1);
        newest.kind = rows.string(2);
      }
    }
    const auto mail = make_composer(desk_of(house.app), house.clock, "test")(*connection, newest);
    return mail->subject + "\n" + mail->text;
  }
  static Pairs day(const std::string& on, const std::string& kind, const std::string& seats,
                   const std::string& step = "preview", const std::string& from = "08:00",
                   const std::string& to = "12:00") {
    return {{"pool", "PASPORT"}, {"on", on},       {"kind", kind},         {"from_time", from},
            {"to_time", to},     {"seats", seats}, {"reason", "training"}, {"step", step}};
  }
  /// Asks and gives what is on the page then.
  void change(Colleague& colleague, const Pairs& form) {
    colleague.get(at + "/calendar");
    colleague.post(at + "/calendar/change", form);
  }
  /// Sees the effect, then saves.
  web::Response save(Colleague& colleague, Pairs form) {
    change(colleague, form);
    form.emplace_back("seen", input_value(colleague.page(), "seen"));
    form[7].second = "save";
    return colleague.post(at + "/calendar/change", form);
  }
  /// Somebody else decides about the one request that waits.
  web::Response decide(Colleague& colleague, const std::string& decision = "approve") {
    colleague.get(at + "/approvals");
    return colleague.post(at + "/approvals/decide", {{"approval", input_value(colleague.page(), "approval")},
                                                     {"decision", decision},
                                                     {"remark", "because"}});
  }

  Installation house;
  const std::string at = "/en/staff/at/JHR-HQ";
  std::string first = book("900131145678"), second = book("900131145679");
  Colleague admin{house, domain::Role::office_admin, {"JHR-HQ"}};
  Colleague other{house, domain::Role::office_admin, {"JHR-HQ"}};
  Colleague officer{house, domain::Role::officer, {"JHR-HQ"}};
};

TEST_F(CalendarPages, show_a_month_of_seats_and_the_slots_of_a_day) {
  officer.get(at + "/calendar?pool=PASPORT&month=2026-11");
  EXPECT_TRUE(has(officer.page(), "November 2026"));
  EXPECT_TRUE(has(officer.page(), "Tuesday, 24 November 2026")) << officer.page();
  EXPECT_TRUE(has(officer.page(), "2 taken"));
  EXPECT_TRUE(has(officer.page(), "Rest day"));
  officer.get(at + "/calendar?pool=PASPORT&month=2026-12");
  EXPECT_TRUE(has(officer.page(), "Christmas Day") || has(officer.page(), "Hari Krismas")) << officer.page();
  officer.get(at + "/calendar?pool=PASPORT&on=2026-11-24");
  EXPECT_TRUE(has(officer.page(), "8:00 am") && has(officer.page(), "<td>2</td>"));
  EXPECT_FALSE(has(officer.page(), "Change this day")) << "an officer only looks";
  EXPECT_FALSE(has(officer.page(), "Siti")) << "nobody is named";
  EXPECT_EQ(officer.get(at + "/calendar?pool=NONE").status, 404);
  admin.get(at + "/calendar?pool=PASPORT&on=2026-11-24");
  EXPECT_TRUE(has(admin.page(), "Change this day"));
  admin.get(at + "/calendar?pool=PASPORT&on=2026-11-22");
  EXPECT_FALSE(has(admin.page(), "Change this day")) << "the day is over";
}

TEST_F(CalendarPages, show_the_effect_with_names_then_save_then_undo) {
  change(admin, day("2026-11-24", "seats", "0"));
  EXPECT_TRUE(has(admin.page(), "Slots that vanish: 12")) << admin.page();
  EXPECT_TRUE(has(admin.page(), "Appointments displaced: 2.") && has(admin.page(), "Siti Aminah binti Ali"));
  EXPECT_EQ(last_deed(), "looked effect of a changed day");
  settle();
  EXPECT_EQ(status_of(first), domain::Status::booked) << "nothing is done yet";
  save(admin, day("2026-11-24", "seats", "0"));
  EXPECT_TRUE(last_deed().starts_with("changed_day 2026-11-24, minutes 480 to 720, 0 seats")) << last_deed();
  settle();
  EXPECT_EQ(status_of(first), domain::Status::displaced);
  EXPECT_TRUE(has(last_mail(first), "Reason:\n  Staff training")) << last_mail(first);
  admin.get(at + "/calendar?pool=PASPORT&on=2026-11-24");
  EXPECT_TRUE(has(admin.page(), "In force") && has(admin.page(), "0 seats in each slot"));
  const std::string id = input_value(admin.page(), "change");
  EXPECT_EQ(admin.post(at + "/calendar/undo", {{"change", id}}).status, 200);
  EXPECT_TRUE(has(admin.page(), "New slots: 12")) << admin.page();
  EXPECT_EQ(admin.post(at + "/calendar/undo", {{"change", id}, {"sure", "yes"}}).status, 303);
  EXPECT_EQ(last_deed(), "undid_day_change ");
  settle();
  EXPECT_EQ(status_of(first), domain::Status::booked);
  Colleague elsewhere(house, domain::Role::office_admin, {"KTN-HQ"});
  elsewhere.get("/en/staff/at/KTN-HQ/calendar");
  EXPECT_EQ(elsewhere.post("/en/staff/at/KTN-HQ/calendar/undo", {{"change", id}, {"sure", "yes"}}).status,
            404);
}

TEST_F(CalendarPages, mark_who_waits_for_another_slot_on_a_day_that_is_still_open) {
  save(admin, day("2026-11-24", "seats", "0", "preview", "08:00", "09:00"));
  settle();
  officer.get(at + "/calendar?pool=PASPORT&month=2026-11");
  EXPECT_TRUE(has(officer.page(), "<small class=\"off-offer\">2<")) << officer.page();
}

TEST_F(CalendarPages, save_nothing_whose_effect_was_seen_in_another_catalogue) {
  const Pairs form = day("2026-11-24", "seats", "0");
  change(other, form);
  const std::string seen = input_value(other.page(), "seen");
  EXPECT_EQ(save(admin, day("2026-11-25", "seats", "0")).status, 303);
  Pairs late = form;
  late[7].second = "save";
  late.emplace_back("seen", seen);
  EXPECT_EQ(other.post(at + "/calendar/change", late).status, 409);
  EXPECT_EQ(status_of(first), domain::Status::booked);
}

TEST_F(CalendarPages, open_a_rest_day_that_applicants_can_book) {
  const std::string availability =
      "/api/v1/availability?office=JHR-HQ&service=PASPORT-BAHARUI&from=2026-11-29&to=2026-11-29";
  EXPECT_TRUE(has(serialize(json_of(house.get(availability))), "closed"));
  change(admin, day("2026-11-29", "extra", "", "preview", "08:00", "10:00"));
  EXPECT_TRUE(has(admin.page(), "New slots: 6") && has(admin.page(), "Nobody is affected")) << admin.page();
  save(admin, day("2026-11-29", "extra", "", "preview", "08:00", "10:00"));
  settle();
  EXPECT_TRUE(has(serialize(json_of(house.get(availability))), "\"open\"")) << house.get(availability).body;
  auto wanted = booking("900131145680");
  wanted["starts_at"] = "2026-11-29T08:20:00+08:00";
  EXPECT_EQ(house.post_json("/api/v1/appointments", serialize(wanted)).status, 201);
}

TEST_F(CalendarPages, need_a_second_person_for_seats_above_the_rule) {
  change(admin, day("2026-11-25", "seats", "500"));
  EXPECT_TRUE(has(admin.page(), "More seats than the rule gives") && has(admin.page(), "Ask for approval"));
  save(admin, day("2026-11-25", "seats", "500"));
  EXPECT_EQ(last_deed().substr(0, 14), "approval_asked");
  settle();
  admin.get(at + "/calendar?pool=PASPORT&on=2026-11-25");
  EXPECT_TRUE(has(admin.page(), "Waits for approval")) << admin.page();
  EXPECT_FALSE(has(admin.page(), "<td>500</td>"));
  admin.get(at + "/approvals");
  EXPECT_TRUE(has(admin.page(), "Your request")) << "who asked does not decide";
  other.get(at + "/approvals");
  EXPECT_TRUE(has(other.page(), "Wednesday, 25 November 2026, 8:00 am – 12:00 pm")) << other.page();
  EXPECT_TRUE(has(other.page(), "500 seats in each slot") && has(other.page(), "Usually ") &&
              has(other.page(), "Staff training"));
  EXPECT_EQ(decide(other).status, 200);
  settle();
  admin.get(at + "/calendar?pool=PASPORT&on=2026-11-25");
  EXPECT_TRUE(has(admin.page(), "<td>500</td>")) << admin.page();
  const auto all = deeds();
  EXPECT_TRUE(
      std::ranges::any_of(all, [](const std::string& deed) { return deed.starts_with("changed_day"); }));
}

TEST_F(CalendarPages, say_beside_the_field_what_is_wrong_and_keep_what_was_typed) {
  const struct {
    Pairs form;
    const char* field;
    const char* words;
  } rows[] = {
      {day("2026-11-24", "seats", ""), "seats", "Enter the seats"},
      {day("2026-11-24", "seats", "many"), "seats", "whole number"},
      {day("2026-11-24", "seats", "-1"), "seats", "whole number"},
      {day("2026-11-24", "seats", "1001"), "seats", "whole number"},
      {day("2026-11-29", "extra", "0"), "seats", "at least 1"},
      {day("2026-11-24", "", "1"), "kind", "Choose what changes"},
      {day("2026-11-24", "seats", "1", "save", "x"), "from_time", "Enter a time"},
      {day("2026-11-24", "seats", "1", "save", "12:00", "08:00"), "to_time", "after the beginning"},
      {day("2026-11-29", "seats", "1", "save"), "from_time", "would change no slot"},
  };
  for (const auto& row : rows) {
    admin.get(at + "/calendar");
    EXPECT_EQ(admin.post(at + "/calendar/change", row.form).status, 422) << row.words;
    const std::size_t beside = admin.page().find("id=\"" + std::string(row.field) + "-error\"");
    ASSERT_NE(beside, std::string::npos) << row.words << admin.page();
    EXPECT_TRUE(has(admin.page().substr(beside, 200), row.words)) << admin.page().substr(beside, 200);
    EXPECT_EQ(input_value(admin.page(), "seats"), row.form[5].second);
  }
  Pairs nowhere = day("2026-11-24", "seats", "1");
  nowhere[0].second = "NONE";
  EXPECT_EQ(admin.post(at + "/calendar/change", nowhere).status, 404);
  admin.get(at + "/calendar");
  EXPECT_EQ(admin.post(at + "/calendar/change", day("2026-11-22", "seats", "1")).status, 422);
  EXPECT_TRUE(has(admin.page(), "error-summary")) << "a page left open over midnight" << admin.page();
  EXPECT_EQ(admin.post(at + "/calendar/change", day("2026-11-24", "seats", "1", "change")).status, 200);
}

Pairs cancelling(const std::string& step, const std::string& seen = "") {
  return {{"on", "2026-11-24"},         {"pool", "PASPORT"}, {"extent", "day"},
          {"reason", "system_failure"}, {"seen", seen},      {"step", step}};
}

TEST_F(CalendarPages, cancel_many_after_a_second_person_has_seen_the_names) {
  admin.get(at + "/cancellations");
  EXPECT_EQ(admin.post(at + "/cancellations", cancelling("preview")).status, 200);
  EXPECT_TRUE(has(admin.page(), "Appointments on the list: 2.") &&
              has(admin.page(), "Siti Aminah binti Ali"));
  const std::string seen = input_value(admin.page(), "seen");
  const std::string third = book("900131145681");
  EXPECT_EQ(admin.post(at + "/cancellations", cancelling("ask", seen)).status, 409);
  EXPECT_TRUE(has(admin.page(), "The list has changed")) << "somebody booked meanwhile";
  Pairs form = cancelling("ask", input_value(admin.page(), "seen"));
  form.emplace_back("keep", std::to_string(find(third).id.value));
  EXPECT_EQ(admin.post(at + "/cancellations", form).status, 303);
  settle();
  EXPECT_EQ(status_of(first), domain::Status::booked) << "nobody approved it";
  other.get(at + "/approvals");
  EXPECT_TRUE(has(other.page(), "Appointments cancelled: 2") &&
              has(other.page(), "Gangguan sistem / System failure"))
      << other.page();
  const std::size_t link = other.page().find("/cancellations?names=");
  ASSERT_NE(link, std::string::npos);
  other.get(at + other.page().substr(link, other.page().find('#', link) - link));
  EXPECT_TRUE(has(other.page(), "Siti Aminah binti Ali"));
  EXPECT_FALSE(has(other.page(), "name=\"extent\"")) << "nothing to cancel by mistake";
  EXPECT_EQ(last_deed(), "looked appointments to cancel");
  EXPECT_EQ(decide(other).status, 200);
  EXPECT_EQ(decide(other).status, 404) << "nothing waits any more";
  settle();
  EXPECT_EQ(status_of(first), domain::Status::cancelled_by_department);
  EXPECT_EQ(status_of(second), domain::Status::cancelled_by_department);
  EXPECT_EQ(status_of(third), domain::Status::booked);
  EXPECT_TRUE(has(last_mail(first), "System failure")) << last_mail(first);
  admin.get(at + "/cancellations");
  EXPECT_TRUE(has(admin.page(), "Cancelled: 2.")) << admin.page();
}

TEST_F(CalendarPages, refuse_to_cancel_nobody) {
  admin.get(at + "/cancellations");
  Pairs form = cancelling("preview");
  form[0].second = "2026-11-29";
  EXPECT_EQ(admin.post(at + "/cancellations", form).status, 422);
  EXPECT_TRUE(has(admin.page(), "no coming appointments"));
  form[0].second = "";
  EXPECT_EQ(admin.post(at + "/cancellations", form).status, 422);
  admin.post(at + "/cancellations", cancelling("preview"));
  Pairs all = cancelling("ask", input_value(admin.page(), "seen"));
  for (const std::string& one : {first, second}) all.emplace_back("keep", std::to_string(find(one).id.value));
  EXPECT_EQ(admin.post(at + "/cancellations", all).status, 409);
  EXPECT_TRUE(has(admin.page(), "You keep every appointment"));
}

TEST_F(CalendarPages, hand_personal_data_out_once_after_a_second_person_agreed) {
  admin.get(at + "/export");
  EXPECT_EQ(admin.post(at + "/export", {{"from", "2026-11-24"}, {"format", "csv"}}).status, 422);
  EXPECT_TRUE(has(admin.page(), "Write why the file is needed"));
  const Pairs form{
      {"from", "2026-11-23"}, {"span", "week"}, {"format", "csv"}, {"why", "Audit of the division"}};
  EXPECT_EQ(admin.post(at + "/export", form).status, 303);
  admin.get(at + "/export");
  EXPECT_FALSE(has(admin.page(), "Download once"));
  EXPECT_EQ(admin.post(at + "/export", form).status, 409) << "the same waits already";
  other.get(at + "/approvals");
  EXPECT_TRUE(has(other.page(), "23 Nov 2026 – 29 Nov 2026") && has(other.page(), "Audit of the division"));
  decide(other);
  admin.get(at + "/export");
  const std::string approval = input_value(admin.page(), "approval");
  other.get(at + "/export");
  EXPECT_EQ(other.post(at + "/export/download", {{"approval", approval}}).status, 404) << "only the asker";
  const auto file = admin.post(at + "/export/download", {{"approval", approval}});
  ASSERT_EQ(file.status, 200);
  EXPECT_EQ(file.header("Content-Disposition"), "attachment; filename=\"JHR-HQ-2026-11-23.csv\"");
  EXPECT_TRUE(has(file.body, "Siti Aminah binti Ali") && has(file.body, "900131145679")) << file.body;
  EXPECT_THAT(deeds(), Contains(StartsWith("exported_persons 2 rows, day_sheets:")));
  EXPECT_EQ(admin.post(at + "/export/download", {{"approval", approval}}).body, file.body)
      << "the line broke";
  EXPECT_THAT(deeds(), Contains(HasSubstr("exported_persons")).Times(2));
  EXPECT_THAT(deeds(), Contains("looked day sheet 2026-11-29").Times(2)) << "each of its days was looked at";
  house.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(admin.post(at + "/export/download", {{"approval", approval}}).status, 409) << "not for ever";
  EXPECT_TRUE(has(admin.page(), "cannot be downloaded"));
}

TEST_F(CalendarPages, hand_nothing_out_that_was_refused_or_is_too_old) {
  admin.get(at + "/export");
  const Pairs form{{"from", "2026-11-24"}, {"span", "day"}, {"format", "xlsx"}, {"why", "Audit"}};
  admin.post(at + "/export", form);
  other.get(at + "/approvals");
  const std::string refused = input_value(other.page(), "approval");
  decide(other, "refuse");
  EXPECT_EQ(admin.post(at + "/export/download", {{"approval", refused}}).status, 409);
  admin.get(at + "/export");
  admin.post(at + "/export", form);
  other.get(at + "/approvals");
  const std::string approved = input_value(other.page(), "approval");
  decide(other);
  house.clock.advance(std::chrono::hours(25));
  Colleague another(house, domain::Role::office_admin, {"JHR-HQ"});
  another.get(at + "/export");
  EXPECT_EQ(another.post(at + "/export/download", {{"approval", approved}}).status, 404) << "not theirs";
  admin.sign_in_again();
  admin.get(at + "/export");
  EXPECT_THAT(admin.page(), Not(HasSubstr("/export/download")));
  EXPECT_EQ(admin.post(at + "/export/download", {{"approval", approved}}).status, 409);
  EXPECT_THAT(deeds(), Not(Contains(HasSubstr("exported_persons"))));
}

TEST_F(CalendarPages, have_words_for_who_waited_until_the_counters_closed) {
  const std::string id = std::to_string(house.ids.next());
  const std::string appointment = std::to_string(find(first).id.value);
  house.change("UPDATE appointment SET status = 'cancelled_by_department' WHERE id = " + appointment +
               "; INSERT INTO appointment_event VALUES (" + id + ", " + appointment +
               ", 'cancelled_by_department', 1, 'system', 'not_served'); INSERT INTO outbox (event_id, "
               "appointment_id, kind, status, next_attempt_at) VALUES (" +
               id + ", " + appointment + ", 'cancelled_by_department', 'waiting', 1)");
  EXPECT_TRUE(has(last_mail(first), "closed before your number was called")) << last_mail(first);
}

TEST_F(CalendarPages, set_the_rules_of_the_counters) {
  admin.get(at + "/rules");
  EXPECT_EQ(input_value(admin.page(), "early"), "60");
  EXPECT_EQ(admin.post(at + "/rules", {{"early", "x"}, {"late", "721"}}).status, 422);
  EXPECT_TRUE(has(admin.page(), "early-error") && has(admin.page(), "late-error"));
  EXPECT_EQ(input_value(admin.page(), "early"), "x");
  EXPECT_EQ(admin.post(at + "/rules", {{"walk_ins", "yes"}, {"early", "30"}, {"late", "10"}}).status, 303);
  EXPECT_EQ(last_deed(), "set_rules walk-ins, early 30, late 10");
  const auto connection = house.database->connect(storage::Access::read);
  const auto rules = counter::find_rules(*connection, house.live.catalogue()->find_office("JHR-HQ")->id);
  EXPECT_TRUE(rules.walk_ins);
  EXPECT_EQ(rules.arrival.early, std::chrono::minutes(30));
  EXPECT_EQ(rules.arrival.late, std::chrono::minutes(10));
}

}  // namespace
}  // namespace temujanji::features
