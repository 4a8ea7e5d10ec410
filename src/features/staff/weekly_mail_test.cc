#include "reports/weekly_mail.h"

#include <gtest/gtest.h>

#include "features/composer.h"
#include "reports/keep_days.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using namespace std::chrono_literals;
using domain::Role;

constexpr const char* kPage = "/en/staff/at/JHR-HQ/weekly-mail";
/// The clock begins on a Monday, so this is the one before.
constexpr domain::Date kWeekBefore{std::chrono::year(2026) / 11 / 16};

class WeeklyMail : public testing::Test {
 protected:
  domain::OfficeId office(const std::string& code = "JHR-HQ") {
    return house.live.catalogue()->find_office(code)->id;
  }
  void keep(domain::Date on, int attended) {
    reports::DayFigures figures;
    figures.seats = 50;
    for (int i = 0; i < attended; ++i) {
      figures.services[house.live.catalogue()->find_service("PASPORT-BAHARUI")->id].count(
          domain::Status::attended, 1, 3);
    }
    house.engine.run(reports::KeepDay{office(), on, figures});
  }
  /// Counts every day of two weeks.
  void keep_weeks() {
    for (int day = -7; day < 7; ++day) keep(domain::plus_days(kWeekBefore, day), day < 0 ? 1 : 2);
  }
  int queue() {
    return reports::queue_weekly_letters(house.engine, *connection, *house.live.catalogue(),
                                         house.clock.now());
  }
  void set(const std::string& address) {
    Colleague admin(house, Role::office_admin, {"JHR-HQ"});
    admin.get(kPage);
    EXPECT_EQ(admin.post(kPage, {{"address", address}}).status, 303);
  }
  std::optional<notify::Mail> write() {
    storage::Rows rows = connection->query(kListOutbox);
    if (!rows.next()) return std::nullopt;
    const notify::OutboxRow row{rows.integer(0), 0, "weekly", 0};
    return make_composer(desk_of(house.app), house.clock, "test")(*connection, row);
  }

  static constexpr storage::Statement kListOutbox{"test", "SELECT event_id FROM outbox WHERE kind = 'weekly'",
                                                  ""};
  static constexpr storage::Statement kListEntries{
      "test", "SELECT act, actor, detail FROM audit_event WHERE act LIKE '%weekly_mail' ORDER BY id", ""};
  Installation house;
  std::unique_ptr<storage::Connection> connection = house.database->connect(storage::Access::read);
};

TEST_F(WeeklyMail, is_set_by_the_offices_administrator_and_recorded_without_the_address) {
  Colleague admin(house, Role::office_admin, {"JHR-HQ"});
  EXPECT_TRUE(has(admin.get(kPage).body, "At present no mail is sent."));
  EXPECT_EQ(admin.post(kPage, {{"address", " pejabat@Example.MY "}}).header("Location"),
            std::string(kPage) + "?done=yes");
  const std::string page = admin.get(std::string(kPage) + "?done=yes").body;
  EXPECT_TRUE(has(page, "value=\"pejabat@example.my\""));
  EXPECT_TRUE(has(page, "<b>Monday, 30 November 2026, 7:00 am</b>"));
  EXPECT_EQ(admin.post(kPage, {{"address", ""}}).status, 303);
  EXPECT_TRUE(has(admin.get(kPage).body, "At present no mail is sent."));
  storage::Rows rows = connection->query(kListEntries);
  for (const char* act : {"set_weekly_mail", "ended_weekly_mail"}) {
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), act);
    EXPECT_EQ(rows.text(1), admin.account().actor());
    EXPECT_EQ(rows.text(2), "");
  }
}

TEST_F(WeeklyMail, of_a_wrong_address_keeps_what_was_typed) {
  Colleague admin(house, Role::office_admin, {"JHR-HQ"});
  admin.get(kPage);
  const web::Response wrong = admin.post(kPage, {{"address", "pejabat"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(has(wrong.body, "An e-mail address must look like name@example.my"));
  EXPECT_TRUE(has(wrong.body, "value=\"pejabat\""));
  EXPECT_FALSE(reports::find_weekly_mail(*connection, house.keys, office()).has_value());
}

TEST_F(WeeklyMail, is_due_at_seven_on_monday_once_the_week_is_counted_and_then_once_only) {
  house.clock.advance(-24h);
  set("pejabat@example.my");
  keep_weeks();
  house.clock.advance(23h - 1ms);  // 06:59 on Monday
  EXPECT_EQ(queue(), 0);
  house.clock.advance(1ms);
  EXPECT_EQ(queue(), 1);
  EXPECT_EQ(queue(), 0);
  // Another process that saw the same has no effect.
  EXPECT_FALSE(house.engine.run(reports::QueueWeeklyLetter{{office(), kWeekBefore}}));
  house.clock.advance(48h);
  EXPECT_EQ(queue(), 0);
}

TEST_F(WeeklyMail, on_its_way_is_dropped_when_it_is_ended) {
  house.clock.advance(-24h);
  set("pejabat@example.my");
  keep_weeks();
  house.clock.advance(24h);
  EXPECT_EQ(queue(), 1);
  set("");
  EXPECT_FALSE(write().has_value()) << "nothing is left that could fail";
  EXPECT_FALSE(house.engine.run(reports::QueueWeeklyLetter{{office(), domain::plus_days(kWeekBefore, 7)}}))
      << "nobody gets it any more";
  set("ketua@example.my");
  EXPECT_EQ(queue(), 0) << "that week was over";
}

TEST_F(WeeklyMail, waits_for_the_figures) {
  house.clock.advance(-24h);
  set("pejabat@example.my");
  house.clock.advance(24h);
  EXPECT_EQ(queue(), 0);
  keep_weeks();
  EXPECT_EQ(queue(), 1);
}

TEST_F(WeeklyMail, tells_of_no_week_that_was_over_before_it_was_asked_for) {
  set("pejabat@example.my");
  keep_weeks();
  EXPECT_EQ(queue(), 0);
}

TEST_F(WeeklyMail, says_the_figures_of_both_weeks_in_malay_and_english) {
  house.clock.advance(-24h);
  set("pejabat@example.my");
  keep_weeks();
  house.clock.advance(24h);
  ASSERT_EQ(queue(), 1);
  const auto mail = write();
  ASSERT_TRUE(mail.has_value());
  EXPECT_EQ(mail->to, "pejabat@example.my");
  EXPECT_TRUE(mail->subject.starts_with("Angka mingguan: ")) << mail->subject;
  EXPECT_TRUE(has(mail->text, "Hadir: 14 (minggu sebelumnya 7)")) << mail->text;
  EXPECT_TRUE(has(mail->text, "Attended: 14 (the week before 7)"));
  EXPECT_TRUE(has(mail->text, "Use: 4.0% (the week before 2.0%)"));
  EXPECT_TRUE(has(mail->text, "Wait (minutes), median: – (the week before –)"));
  EXPECT_TRUE(has(mail->text, "/en/staff/at/JHR-HQ/reports?from=2026-11-16&to=2026-11-22"));
  EXPECT_LT(mail->text.find("Angka mingguan"), mail->text.find("Figures of the week"));
  const auto mime = to_mime(*mail);
  ASSERT_TRUE(mime.ok());
  EXPECT_FALSE(has(*mime, "text/html"));
  set("");
  EXPECT_FALSE(write().has_value());
}

}  // namespace
}  // namespace temujanji::features
