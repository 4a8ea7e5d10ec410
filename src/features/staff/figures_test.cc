#include <gtest/gtest.h>

#include "reports/keep_days.h"
#include "tables/xlsx.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using domain::Role;

constexpr const char* kToday = "/en/staff/at/JHR-HQ/today";
constexpr const char* kReports = "/en/staff/at/JHR-HQ/reports";

/// An installation with appointments on Tuesday in Johor.
class Figures : public testing::Test {
 protected:
  void book(const std::string& mykad, const std::string& time) {
    boost::json::object wish = booking(mykad);
    wish["starts_at"] = "2026-11-24T" + time + ":00+08:00";
    const auto answer = house.post_json("/api/v1/appointments", serialize(wish));
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  void book_three() {
    book("900131145671", "08:00");
    book("900131145672", "08:20");
    book("900131145673", "09:00");
  }
  /// Keeps invented figures of an office's day.
  void keep(const std::string& office, domain::Date on, int seats, int attended, int missed) {
    const auto catalogue = house.live.catalogue();
    reports::DayFigures figures;
    figures.seats = seats;
    domain::Figures& service = figures.services[catalogue->find_service("PASPORT-BAHARUI")->id];
    for (int i = 0; i < attended; ++i) service.count(domain::Status::attended, 1, 7);
    for (int i = 0; i < missed; ++i) service.count(domain::Status::missed, 1, 21);
    service.wait_minutes.add(12);
    house.engine.run(reports::KeepDay{catalogue->find_office(office)->id, on, figures});
  }
  std::string read(Colleague& who, std::string_view target) {
    const web::Response response = who.get(target);
    EXPECT_EQ(response.status, 200) << target;
    return response.body;
  }
  void pass_to_tuesday() { house.clock.set(tuesday_morning()); }

  Installation house;
};

/// What stands in the cells of the row with this head, joined by blanks.
std::string row_of(const std::string& page, const std::string& table, const std::string& head) {
  const std::size_t begin = page.find(head, page.find("id=\"" + table + "\""));
  if (begin == page.npos) return "no row " + head;
  std::string cells;
  const std::size_t end = page.find("</tr>", begin);
  for (std::size_t at = page.find("<td>", begin); at < end; at = page.find("<td>", at + 1)) {
    if (!cells.empty()) cells += ' ';
    cells += page.substr(at + 4, page.find('<', at + 1) - at - 4);
  }
  return cells;
}

constexpr domain::Date kFriday{std::chrono::year(2026) / 11 / 20};

TEST_F(Figures, of_today_tell_everybody_who_works_there_and_no_names) {
  book_three();
  pass_to_tuesday();
  for (const Role role : domain::kRoles) {
    Colleague who(
        house, role,
        domain::has_every_office(role) ? std::vector<std::string>{} : std::vector<std::string>{"JHR-HQ"});
    const std::string page = read(who, kToday);
    EXPECT_TRUE(has(page, "<dt>Seats taken</dt><dd>3 <small>")) << to_text(role);
    EXPECT_TRUE(has(page, "There is nothing to be done now."));
    EXPECT_FALSE(has(page, "Siti"));
    EXPECT_EQ(has(page, ">Reports</a>"), domain::may(role, domain::Right::see_reports));
  }
}

TEST_F(Figures, of_the_next_days_are_those_of_the_board) {
  book_three();
  Colleague officer(house, Role::officer, {"JHR-HQ"});
  const std::string page = read(officer, kToday);
  EXPECT_TRUE(row_of(page, "days", "Tuesday, 24 Nov 2026").find(" 3 ") != std::string::npos)
      << row_of(page, "days", "Tuesday, 24 Nov 2026");
  EXPECT_TRUE(has(page, "No seats on offer"));  // Saturday
}

TEST_F(Figures, of_today_point_to_what_wants_attention) {
  book_three();
  house.change("UPDATE appointment SET status = 'displaced' WHERE id = (SELECT min(id) FROM appointment)");
  house.change("UPDATE slot SET withdrawn = 1 WHERE id IN (SELECT slot_id FROM appointment)");
  Colleague officer(house, Role::officer, {"JHR-HQ"});
  const std::string page = read(officer, kToday);
  EXPECT_TRUE(has(page, "<b>1</b> <a href=\"/en/staff/at/JHR-HQ/displaced\">displaced people wait"));
  EXPECT_TRUE(has(page, "<b>2</b> people are booked at times no longer on offer"));
  EXPECT_FALSE(has(page, "There is nothing to be done now."));
  Colleague auditor(house, Role::auditor);
  EXPECT_TRUE(has(read(auditor, kToday), "<b>1</b> displaced people wait"));
}

TEST_F(Figures, of_a_day_that_is_nearly_full_are_pointed_to) {
  book_three();
  house.change("UPDATE slot SET seats = taken WHERE taken > 0");
  house.change("UPDATE slot SET seats = 0 WHERE taken = 0");
  Colleague officer(house, Role::officer, {"JHR-HQ"});
  EXPECT_TRUE(has(read(officer, kToday), "<b>0</b> seats only are still free on Tuesday, 24 November 2026"));
}

TEST_F(Figures, are_reported_by_day_with_rates_and_times) {
  keep("JHR-HQ", kFriday, 40, 18, 2);
  Colleague admin(house, Role::office_admin, {"JHR-HQ"});
  const std::string page = read(admin, std::string(kReports) + "?period=last_week");
  EXPECT_EQ(row_of(page, "appointments", "Friday, 20 Nov 2026"), "40 20 50.0% 20 18 2 10.0% 0 0 0.0% 0 0");
  EXPECT_EQ(row_of(page, "times", "Friday, 20 Nov 2026"), "7 7 12 12 – –");
  EXPECT_TRUE(has(page, "Monday, 16 November 2026 – Sunday, 22 November 2026"));
  EXPECT_TRUE(has(page, "Missed, out of attended and missed."));
}

TEST_F(Figures, of_today_are_in_a_report_before_the_day_is_over) {
  book_three();
  pass_to_tuesday();
  Colleague admin(house, Role::office_admin, {"JHR-HQ"});
  const std::string page = read(admin, std::string(kReports) + "?period=today&by=service");
  EXPECT_EQ(row_of(page, "appointments", "Malaysian passport – renewal"), "3 3 0 0 – 0 0 0.0% 3 0");
  EXPECT_FALSE(has(page, "data-measure=\"seats\""));
}

TEST_F(Figures, compare_offices_ordered_by_a_column) {
  keep("JHR-HQ", kFriday, 40, 18, 2);
  keep("JHR-KLG", kFriday, 40, 10, 5);
  keep("KTN-HQ", kFriday, 40, 10, 0);
  Colleague auditor(house, Role::auditor);
  const std::string page = read(auditor, "/en/staff/reports?period=last_week&sort=missed_rate");
  const auto place = [&](const char* code) { return page.find("data-short=\"" + std::string(code)); };
  EXPECT_LT(place("JHR-KLG"), place("JHR-HQ"));
  EXPECT_LT(place("JHR-HQ"), place("KTN-HQ"));
  EXPECT_TRUE(has(page, "data-bars=\"missed_rate\""));
  EXPECT_TRUE(has(page,
                  "aria-sort=\"descending\"><a "
                  "href=\"/en/staff/reports?period=last_week&amp;by=office&amp;sort=missed_rate\""));
  EXPECT_EQ(row_of(page, "appointments", "<tfoot>"), "120 45 37.5% 45 38 7 15.6% 0 0 0.0% 0 0");
  EXPECT_TRUE(has(page, "/en/staff/at/KTN-HQ/reports?period=last_week&amp;by=day"));
  const std::string of_johor = read(auditor, "/en/staff/reports?period=last_week&state=01");
  EXPECT_FALSE(has(of_johor, "data-short=\"KTN-HQ\""));
}

TEST_F(Figures, tell_an_offices_administrator_of_their_own_offices_only) {
  keep("JHR-HQ", kFriday, 40, 18, 2);
  keep("JHR-KLG", kFriday, 40, 10, 5);
  Colleague admin(house, Role::office_admin, {"JHR-KLG"});
  const std::string page = read(admin, "/en/staff/reports?period=last_week");
  EXPECT_TRUE(has(page, "data-short=\"JHR-KLG\""));
  EXPECT_FALSE(has(page, "data-short=\"JHR-HQ\""));
  EXPECT_EQ(admin.get(kReports).status, 404);
}

TEST_F(Figures, of_a_wrong_time_are_refused_with_what_was_typed) {
  Colleague auditor(house, Role::auditor);
  const auto ask = [&](std::string_view query) {
    return auditor.get("/en/staff/reports?" + std::string(query));
  };
  const web::Response backwards = ask("from=2026-11-20&to=2026-11-19");
  EXPECT_EQ(backwards.status, 422);
  EXPECT_TRUE(has(backwards.body, "The last date must be the same as or after the first"));
  EXPECT_TRUE(has(backwards.body, "value=\"2026-11-19\""));
  EXPECT_EQ(ask("from=x&to=2026-11-19").status, 422);
  EXPECT_EQ(ask("from=2025-11-19&to=2026-11-20").status, 422);
  EXPECT_EQ(ask("from=2025-11-19&to=2026-11-19").status, 200);
  EXPECT_EQ(ask("by=nonsense&service=nonsense&sort=nonsense&state=99&period=nonsense").status, 200);
}

TEST_F(Figures, are_given_as_files_with_the_same_numbers) {
  keep("JHR-HQ", kFriday, 40, 18, 2);
  Colleague admin(house, Role::office_admin, {"JHR-HQ"});
  const web::Response csv = admin.get(std::string(kReports) + ".csv?period=last_week");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(csv.header("Content-Disposition"),
            "attachment; filename=\"laporan-JHR-HQ-2026-11-16-2026-11-22.csv\"");
  EXPECT_TRUE(
      has(csv.body, "\n2026-11-20,\"Friday, 20 Nov 2026\",40,20,50,20,18,2,10,0,0,0,0,0,7,7,12,12,,\n"))
      << csv.body;
  const web::Response xlsx = admin.get(std::string(kReports) + ".xlsx?period=last_week");
  const auto sheets = tables::read_xlsx(xlsx.body);
  ASSERT_TRUE(sheets.ok());
  EXPECT_EQ(sheets->front().records.size(), 3u);
  EXPECT_EQ(sheets->front().records[1].fields[4], "50");
  EXPECT_EQ(admin.get(std::string(kReports) + ".csv?from=x&to=y").status, 303);
}

}  // namespace
}  // namespace temujanji::features
