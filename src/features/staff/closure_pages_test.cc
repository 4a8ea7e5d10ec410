#include <gtest/gtest.h>

#include "appointments/find.h"
#include "appointments/settle_closures.h"
#include "features/composer.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

constexpr storage::Statement kListClosureDeeds{
    "list_deeds",
    "SELECT act, detail FROM audit_event WHERE act IN ('looked', 'closed', 'reopened') ORDER BY id", ""};
constexpr storage::Statement kListMailsInOrder{
    "list_mails", "SELECT event_id, appointment_id, kind FROM outbox ORDER BY event_id", ""};

/// Two people are booked in Johor on Tuesday at 8; it is Monday, 8 o'clock.
class ClosurePages : public testing::Test {
 protected:
  std::string book(const std::string& mykad, const std::string& starts_at = "2026-11-24T08:00:00+08:00") {
    auto wanted = booking(mykad);
    wanted["starts_at"] = starts_at;
    const auto answer = house.post_json("/api/v1/appointments", serialize(wanted));
    return std::string(json_of(answer).at("reference").as_string());
  }
  /// What the caretaker does within a second.
  void settle() {
    const auto connection = house.database->connect(storage::Access::read);
    appointments::settle_closures(house.engine, *connection, house.ids, house.clock, PublishedData::kDays,
                                  [] { return true; });
    house.live.reload();
  }
  static Pairs day(const std::string& on, const std::string& step = "preview") {
    return {{"from", on}, {"to", ""}, {"extent", "days"}, {"reason", "flood"}, {"step", step}};
  }
  void close(Colleague& colleague, const std::string& on = "2026-11-24") {
    colleague.get(at + "/closures");
    ASSERT_EQ(colleague.post(at + "/closures", day(on, "close")).status, 303);
    settle();
  }
  appointments::Appointment find(const std::string& reference) {
    const auto connection = house.database->connect(storage::Access::read);
    return appointments::find_appointment_by_reference(*connection, house.keys, reference).value();
  }
  domain::Status status_of(const std::string& reference) { return find(reference).status; }
  std::vector<std::string> deeds() {
    std::vector<std::string> all;
    const auto connection = house.database->connect(storage::Access::read);
    storage::Rows rows = connection->query(kListClosureDeeds);
    while (rows.next()) all.push_back(rows.string(0) + " " + rows.string(1));
    return all;
  }
  /// The text of the last mail about an appointment, composed now.
  std::string last_mail(const std::string& reference, int before_the_last = 0) {
    const auto connection = house.database->connect(storage::Access::read);
    std::vector<notify::OutboxRow> waiting;
    {
      storage::Rows rows = connection->query(kListMailsInOrder);
      while (rows.next()) {
        if (rows.integer(1) != find(reference).id.value) continue;
        notify::OutboxRow row;
        row.event_id = rows.integer(0);
        row.appointment_id = rows.integer(1);
        row.kind = rows.string(2);
        waiting.push_back(row);
      }
    }
    const auto compose = make_composer(desk_of(house.app), house.clock, "test");
    const auto mail =
        compose(*connection, waiting.at(waiting.size() - 1 - static_cast<std::size_t>(before_the_last)));
    return mail->subject + "\n" + mail->text;
  }
  /// What the page of the displaced offers first for the appointment.
  Pairs first_choice(const std::string& page, const std::string& reference) {
    const auto one = find(reference);
    const std::size_t select = page.find("id=\"to-" + std::to_string(one.id.value));
    const std::size_t option = page.find("<option value=\"", select) + 15;
    return {{"appointment", std::to_string(one.id.value)},
            {"from", std::to_string(one.slot.value)},
            {"to", page.substr(option, page.find('"', option) - option)}};
  }
  /// What the form that moves everybody sends.
  static Pairs proposals_on(const std::string& page) {
    constexpr std::string_view kField = "name=\"move\" value=\"";
    Pairs proposals;
    for (std::size_t begin = 0; (begin = page.find(kField, begin)) != page.npos;) {
      begin += kField.size();
      proposals.emplace_back("move", page.substr(begin, page.find('"', begin) - begin));
    }
    return proposals;
  }
  std::string check_rescheduling(const std::string& reference, const std::string& mykad) {
    Visitor applicant(house);
    applicant.get("/en/rescheduling");
    applicant.post("/en/rescheduling", {{"reference", reference}, {"document_number", mykad}});
    return applicant.page();
  }

  Installation house;
  const std::string at = "/en/staff/at/JHR-HQ";
  std::string first = book("900131145678"), second = book("900131145679");
  Colleague admin{house, domain::Role::office_admin, {"JHR-HQ"}};
  Colleague officer{house, domain::Role::officer, {"JHR-HQ"}};
  Colleague headquarters{house, domain::Role::hq_admin};
};

TEST_F(ClosurePages, show_the_effect_with_names_before_anything_is_done) {
  admin.get(at + "/closures");
  EXPECT_TRUE(has(admin.page(), "There are no coming closures"));
  const auto preview = admin.post(at + "/closures", day("2026-11-24"));
  EXPECT_EQ(preview.status, 200);
  EXPECT_TRUE(has(admin.page(), "Appointments displaced: 2.")) << admin.page();
  EXPECT_TRUE(has(admin.page(), "Siti Aminah binti Ali"));
  EXPECT_TRUE(has(admin.page(), "Slots that vanish"));
  EXPECT_TRUE(has(admin.page(), "Banjir") && has(admin.page(), "Flood"));
  EXPECT_EQ(deeds(), std::vector<std::string>{"looked effect of a closure"});
  settle();
  EXPECT_EQ(status_of(first), domain::Status::booked);
  admin.get(at + "/closures");
  EXPECT_TRUE(has(admin.page(), "There are no coming closures"));
}

TEST_F(ClosurePages, close_with_one_more_click_and_everybody_is_told) {
  admin.get(at + "/closures");
  admin.post(at + "/closures", day("2026-11-24"));
  // The button of the preview sends what its page holds.
  Pairs again;
  for (const char* field :
       {"from", "to", "extent", "from_time", "to_time", "reason", "reason_ms", "reason_en"})
    again.emplace_back(field, input_value(admin.page(), field));
  again.emplace_back("step", "close");
  ASSERT_EQ(admin.post(at + "/closures", again).header("Location"), at + "/closures?done=closed");
  admin.get(at + "/closures?done=closed");
  EXPECT_TRUE(has(admin.page(), "The closure is saved"));
  EXPECT_TRUE(has(admin.page(), "Being carried out"));
  EXPECT_TRUE(has(admin.page(), "Aminah,")) << "who made it";
  settle();
  admin.get(at + "/closures");
  EXPECT_TRUE(has(admin.page(), "In force"));
  EXPECT_TRUE(has(admin.page(), "waiting for another slot: <b>2</b>")) << admin.page();
  EXPECT_EQ(status_of(first), domain::Status::displaced);
  EXPECT_EQ(deeds().back(), "closed 2026-11-24 to 2026-11-24");
  const std::string mail = last_mail(first);
  EXPECT_TRUE(has(mail, "Your appointment is affected: Tuesday, 24 November 2026, 8:00 am")) << mail;
  EXPECT_TRUE(has(mail, "Reason:\n  Flood") && has(mail, "Do not come then")) << mail;
  const std::string told = check_rescheduling(first, "900131-14-5678");
  EXPECT_TRUE(has(told, "Do not come at the original time") && has(told, "Flood")) << told;
  const auto slots = json_of(
      house.get("/api/v1/availability?office=JHR-HQ&service=PASPORT-BAHARUI&from=2026-11-24&to=2026-11-24"));
  EXPECT_TRUE(has(serialize(slots), "closed")) << slots;
  admin.get(at + "/closures");
  EXPECT_EQ(admin.post(at + "/closures", day("2026-11-24", "close")).status, 409) << "the same again";
}

TEST_F(ClosurePages, keep_what_was_typed_and_say_beside_the_field_what_is_wrong) {
  const struct {
    Pairs typed;
    const char* field;
    const char* english;
    const char* malay;
  } rows[] = {
      {{{"reason", "flood"}}, "from", "Choose the first day", "Pilih tarikh mula"},
      {{{"from", "2026-02-30"}}, "from", "Enter a date that exists", "Taip tarikh yang wujud"},
      {{{"from", "2026-11-22"}}, "from", "cannot lie before today", "tidak boleh sebelum hari ini"},
      {{{"from", "2026-11-24"}, {"to", "2026-11-23"}},
       "to",
       "cannot lie before the first",
       "sebelum tarikh mula"},
      {{{"from", "2026-11-24"}, {"to", "2027-02-24"}}, "to", "92 days at most", "92 hari"},
      {{{"from", "2026-11-24"}, {"extent", "hours"}, {"from_time", "x"}},
       "from_time",
       "Enter a time",
       "Taip masa"},
      {{{"from", "2026-11-24"}, {"extent", "hours"}, {"from_time", "10:00"}, {"to_time", "10:00"}},
       "to_time",
       "after the beginning",
       "selepas masa mula"},
      {{{"from", "2026-11-24"}, {"reason", "boredom"}}, "reason", "Choose a reason", "Pilih"},
      {{{"from", "2026-11-24"}, {"reason", "other"}, {"reason_en", "Cats"}},
       "reason_ms",
       "in Malay",
       "bahasa Melayu"},
      {{{"from", "2026-11-24"}, {"reason", "other"}, {"reason_ms", "Kucing"}},
       "reason_en",
       "in English",
       "bahasa Inggeris"},
  };
  for (const auto& row : rows) {
    for (const char* language : {"en", "ms"}) {
      const std::string target = "/" + std::string(language) + "/staff/at/JHR-HQ/closures";
      admin.get(target);
      Pairs typed = row.typed;
      typed.emplace_back("step", "close");
      EXPECT_EQ(admin.post(target, typed).status, 422) << row.field;
      const std::string& page = admin.page();
      const std::size_t beside = page.find("id=\"" + std::string(row.field) + "-error\"");
      ASSERT_NE(beside, page.npos) << row.field << page;
      const std::string_view words = language[0] == 'e' ? row.english : row.malay;
      EXPECT_TRUE(has(page.substr(beside, 200), words)) << row.field << " " << page.substr(beside, 200);
      for (const auto& [name, value] : row.typed) {
        if (name == "extent" || name == "reason") continue;
        EXPECT_EQ(input_value(page, name), value);
      }
    }
  }
  admin.get(at + "/closures");
  EXPECT_EQ(admin.post(at + "/closures", day("2026-11-23")).status, 200) << "today can be closed";
  Pairs longest = day("2026-11-24");
  longest[1].second = "2027-02-23";
  EXPECT_EQ(admin.post(at + "/closures", longest).status, 200) << "92 days can be closed";
  EXPECT_EQ(admin.post(at + "/closures", {{"from", "2026-11-24"}, {"step", "change"}}).status, 200);
  EXPECT_EQ(input_value(admin.page(), "from"), "2026-11-24");
}

TEST_F(ClosurePages, of_a_state_name_offices_and_nobody) {
  const std::string country = "/en/staff/closures";
  headquarters.get(country);
  Pairs johor = day("2026-11-24");
  johor.emplace_back("state", "01");
  headquarters.post(country, johor);
  EXPECT_TRUE(has(headquarters.page(), "Appointments displaced: 2.")) << headquarters.page();
  EXPECT_TRUE(has(headquarters.page(), "Johor"));
  EXPECT_FALSE(has(headquarters.page(), "Siti"));
  EXPECT_TRUE(deeds().empty());
  Pairs nowhere = day("2026-11-24");
  nowhere.emplace_back("state", "99");
  EXPECT_EQ(headquarters.post(country, nowhere).status, 422);
  johor[4].second = "close";
  ASSERT_EQ(headquarters.post(country, johor).status, 303);
  settle();
  EXPECT_EQ(status_of(second), domain::Status::displaced);
  // Johor's administrator sees it, and cannot undo it.
  admin.get(at + "/closures");
  EXPECT_TRUE(has(admin.page(), "Flood"));
  EXPECT_FALSE(has(admin.page(), "/closures/undo"));
  headquarters.get(country);
  const std::string id = input_value(headquarters.page(), "closure");
  ASSERT_FALSE(id.empty());
  admin.post(at + "/closures/undo", {{"closure", id}, {"sure", "yes"}});
  settle();
  EXPECT_EQ(status_of(second), domain::Status::displaced);
  // An office elsewhere has none of it.
  headquarters.get("/en/staff/at/KTN-HQ/closures");
  EXPECT_FALSE(has(headquarters.page(), "Flood</p>"));
  EXPECT_EQ(headquarters.post("/en/staff/at/KTN-HQ/closures/undo", {{"closure", id}}).status, 404);
}

TEST_F(ClosurePages, undo_after_showing_who_gets_the_appointment_back) {
  close(admin);
  admin.get(at + "/closures");
  const std::string id = input_value(admin.page(), "closure");
  EXPECT_EQ(admin.post(at + "/closures/undo", {{"closure", id}}).status, 200);
  EXPECT_TRUE(has(admin.page(), "Appointments given back: 2.")) << admin.page();
  EXPECT_TRUE(has(admin.page(), "Siti Aminah binti Ali"));
  EXPECT_EQ(status_of(first), domain::Status::displaced);
  EXPECT_EQ(admin.post(at + "/closures/undo", {{"closure", id}, {"sure", "yes"}}).status, 303);
  settle();
  EXPECT_EQ(status_of(first), domain::Status::booked);
  EXPECT_EQ(deeds().back(), "reopened ");
  EXPECT_TRUE(has(last_mail(first), "Your appointment takes place after all"));
  EXPECT_TRUE(has(check_rescheduling(first, "900131145678"), "takes place at its original time"));
  EXPECT_EQ(admin.post(at + "/closures/undo", {{"closure", id}, {"sure", "yes"}}).status, 303) << "again";
  EXPECT_EQ(admin.post(at + "/closures/undo", {{"closure", "77"}}).status, 404);
}

TEST_F(ClosurePages, let_an_officer_find_each_another_slot) {
  close(admin);
  officer.get(at + "/displaced");
  EXPECT_TRUE(has(officer.page(), "Siti Aminah binti Ali") && has(officer.page(), "+60123456789"));
  EXPECT_EQ(deeds().back(), "looked displaced appointments");
  EXPECT_EQ(officer.post(at + "/displaced/move", first_choice(officer.page(), first)).status, 303);
  EXPECT_EQ(status_of(first), domain::Status::booked);
  EXPECT_EQ(find(first).starts_at, tuesday_morning() + std::chrono::hours(24)) << "the next day at eight";
  const std::string mail = last_mail(first);
  EXPECT_TRUE(has(mail, "Appointment moved: Wednesday, 25 November 2026, 8:00 am")) << mail;
  EXPECT_TRUE(has(mail, "Original time:\n  Tuesday, 24 November 2026, 8:00 am")) << mail;
  EXPECT_TRUE(has(last_mail(first, 1), "affected: Tuesday, 24 November"))
      << "the closed time, also when late";
  const std::string told = check_rescheduling(first, "900131145678");
  EXPECT_TRUE(has(told, "Please come at this new time") &&
              has(told, "<s>Tuesday, 24 November 2026, 8:00 am</s>"))
      << told;
  EXPECT_EQ(officer.get(at + "/displaced?done=moved").status, 200);
  EXPECT_TRUE(has(officer.page(), "The appointment is moved"));
  EXPECT_TRUE(has(officer.page(), "<b>1</b>"));
}

TEST_F(ClosurePages, refuse_moves_that_are_too_late_or_that_nobody_agreed_to) {
  close(admin);
  officer.get(at + "/displaced?on=2026-11-23");
  Pairs choice = first_choice(officer.page(), first);
  const auto klang = find(book("900131145680", "2026-11-25T08:00:00+08:00")).slot;
  choice[2].second = std::to_string(klang.value);
  EXPECT_EQ(officer.post(at + "/displaced/move", choice).status, 303) << "later at the same office";
  EXPECT_EQ(officer.post(at + "/displaced/move", choice).status, 409) << "a second time";
  EXPECT_TRUE(has(officer.page(), "was changed by somebody else"));
  officer.get(at + "/displaced");
  Pairs elsewhere = first_choice(officer.page(), second);
  const std::string& page = officer.page();
  const std::size_t group = page.find("At other offices");
  ASSERT_NE(group, page.npos);
  const std::size_t option = page.find("<option value=\"", group) + 15;
  elsewhere[2].second = page.substr(option, page.find('"', option) - option);
  EXPECT_EQ(officer.post(at + "/displaced/move", elsewhere).status, 409);
  EXPECT_TRUE(has(officer.page(), "Ask the applicant first"));
  elsewhere[2].second = "77";
  EXPECT_EQ(officer.post(at + "/displaced/move", elsewhere).status, 409);
  EXPECT_TRUE(has(officer.page(), "no longer free"));
  elsewhere = first_choice(officer.page(), second);
  elsewhere[2].second = page.substr(option, page.find('"', option) - option);
  Colleague other(house, domain::Role::officer, {"KTN-HQ"});
  other.get("/en/staff/at/KTN-HQ/displaced");
  EXPECT_FALSE(has(other.page(), "Siti"));
  EXPECT_EQ(other.post("/en/staff/at/KTN-HQ/displaced/move", elsewhere).status, 404);
}

TEST_F(ClosurePages, propose_where_everybody_goes_and_move_them_there_at_once) {
  for (const char* mykad : {"900131145681", "900131145682", "900131145683"})
    book(mykad, "2026-11-25T08:00:00+08:00");
  close(admin);
  officer.get(at + "/displaced");
  EXPECT_TRUE(has(officer.page(), "Move everybody who has a slot (2)")) << officer.page();
  const Pairs proposals = proposals_on(officer.page());
  ASSERT_EQ(proposals.size(), 2U);
  const web::Response done = officer.post(at + "/displaced/move-all", proposals);
  EXPECT_EQ(done.status, 303);
  const base::Instant wednesday = tuesday_morning() + std::chrono::hours(24);
  EXPECT_EQ(find(first).starts_at, wednesday);
  EXPECT_EQ(find(second).starts_at, wednesday + std::chrono::minutes(20)) << "one seat was left at eight";
  officer.get(done.header("Location"));
  EXPECT_TRUE(has(officer.page(), "Moved: 2")) << officer.page();
  EXPECT_TRUE(has(officer.page(), "No appointment is waiting"));
}

TEST_F(ClosurePages, move_together_only_those_and_only_there_where_it_was_proposed) {
  close(admin);
  officer.get(at + "/displaced");
  Pairs proposals = proposals_on(officer.page());
  ASSERT_EQ(proposals.size(), 2U);
  for (const char* mykad : {"900131145681", "900131145682", "900131145683"})
    book(mykad, "2026-11-25T08:00:00+08:00");
  proposals.push_back({"move", "nonsense"});
  proposals.push_back({"move", "77-77"});
  officer.get(officer.post(at + "/displaced/move-all", proposals).header("Location"));
  EXPECT_TRUE(has(officer.page(), "Moved: 1")) << officer.page();
  EXPECT_EQ(status_of(first), domain::Status::booked);
  EXPECT_EQ(status_of(second), domain::Status::displaced) << "the seat proposed was taken meanwhile";
  officer.get(officer.post(at + "/displaced/move-all").header("Location"));
  EXPECT_TRUE(has(officer.page(), "Moved: 0")) << "nothing was proposed by that form";
}

TEST_F(ClosurePages, cancel_with_a_reason_that_the_applicant_is_told) {
  close(admin);
  officer.get(at + "/displaced");
  const std::string id = std::to_string(find(first).id.value);
  EXPECT_EQ(officer.post(at + "/displaced/cancel", {{"appointment", id}, {"reason", ""}}).status, 422);
  EXPECT_TRUE(has(officer.page(), "id=\"reason-" + id + "-error\"") && has(officer.page(), "<details open>"));
  EXPECT_EQ(officer.post(at + "/displaced/cancel", {{"appointment", id}, {"reason", "asked"}}).status, 303);
  EXPECT_EQ(status_of(first), domain::Status::cancelled_by_department);
  EXPECT_TRUE(has(last_mail(first), "Reason:\n  The applicant asked for it")) << last_mail(first);
  EXPECT_EQ(officer.post(at + "/displaced/cancel", {{"appointment", id}, {"reason", "asked"}}).status, 409);
  EXPECT_EQ(officer.post(at + "/displaced/cancel", {{"appointment", "77"}, {"reason", "asked"}}).status, 404);
}

}  // namespace
}  // namespace temujanji::features
