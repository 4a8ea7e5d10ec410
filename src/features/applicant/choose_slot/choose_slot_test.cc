#include <gtest/gtest.h>

#include "tests/support/installation.h"
#include "tests/support/text.h"

namespace temujanji::features {
namespace {

constexpr std::string_view kJohor = "/ms/book/slots?office=JHR-HQ&service=PASPORT-BAHARUI";
constexpr std::string_view kKelantan = "/en/book/slots?office=KTN-HQ&service=PASPORT-BAHARUI";

std::string slots(Installation& house, std::string_view target, std::string_view more = "") {
  const web::Response response = house.get(std::string(target) + std::string(more));
  EXPECT_EQ(response.status, 200) << target << more;
  return body_of(response);
}

/// The calendar's cell of a day: from its number to the end of the cell.
std::string cell(std::string_view page, int day) {
  const std::string number = ">" + std::to_string(day) + "</span>";
  const std::size_t table = page.find("<tbody>");
  const std::size_t found = page.find(number, table);
  if (found == page.npos) return "no such day";
  const std::size_t begin = page.rfind("<td>", found);
  return std::string(page.substr(begin, page.find("</td>", found) - begin));
}

std::string count_free(const std::string& page, std::string_view value) {
  const std::size_t at = page.find("value=\"" + std::string(value) + "\"");
  const std::size_t begin = page.find("<small>", at) + 7;
  return page.substr(begin, page.find('<', begin) - begin);
}

std::string millis(base::Instant at) {
  return std::to_string(base::to_millis(at));
}

TEST(month, shows_the_first_free_day_and_its_slots_by_part_of_the_day) {
  Installation house;
  const std::string page = slots(house, kJohor);
  EXPECT_TRUE(has(page, "November 2026"));
  EXPECT_TRUE(has(cell(page, 24), "aria-current=\"date\"")) << cell(page, 24);
  EXPECT_TRUE(has(page, "Selasa, 24 November 2026"));
  EXPECT_TRUE(has(page, "8:00 pagi"));
  EXPECT_TRUE(has(page, "2:00 petang"));
  EXPECT_TRUE(has(page, "id=\"starts_at\""));
}

TEST(month, closes_saturday_and_sunday_in_johor_since_2025) {
  Installation house;
  const std::string page = slots(house, kJohor);
  for (const int rest_day : {28, 29}) EXPECT_TRUE(has(cell(page, rest_day), "Hari rehat")) << rest_day;
  EXPECT_TRUE(has(cell(page, 27), "href=")) << cell(page, 27);
}

TEST(month, closes_friday_and_saturday_in_kelantan) {
  Installation house;
  const std::string page = slots(house, kKelantan);
  for (const int rest_day : {27, 28}) EXPECT_TRUE(has(cell(page, rest_day), "Rest day")) << rest_day;
  EXPECT_TRUE(has(cell(page, 29), "href=")) << cell(page, 29);
}

TEST(month, names_a_holiday_where_the_day_is_closed_for_it) {
  Installation house;
  const std::string page = slots(house, kJohor, "&month=2026-12");
  EXPECT_TRUE(has(cell(page, 25), "Hari Krismas"));
  EXPECT_TRUE(has(page, "25 Disember: Hari Krismas"));
}

TEST(month, ends_with_the_booking_window) {
  Installation house;
  const std::string page = slots(house, kJohor, "&month=2027-02");
  EXPECT_TRUE(has(page, "23 Februari 2027"));
  EXPECT_TRUE(has(cell(page, 23), "href=")) << cell(page, 23);
  EXPECT_FALSE(has(cell(page, 24), "href=")) << cell(page, 24);
  EXPECT_FALSE(has(page, "rel=\"next\""));
  EXPECT_TRUE(has(page, "rel=\"prev\""));
  EXPECT_FALSE(has(slots(house, kJohor), "rel=\"prev\""));
}

TEST(month, leaves_out_weeks_that_are_over) {
  Installation house;
  const std::string page = slots(house, kJohor);
  EXPECT_EQ(cell(page, 22), "no such day");
  EXPECT_NE(cell(page, 23), "no such day");
  EXPECT_NE(cell(slots(house, kJohor, "&month=2026-12"), 1), "no such day");
}

TEST(month, outside_the_window_becomes_the_nearest_inside) {
  Installation house;
  EXPECT_TRUE(has(slots(house, kJohor, "&month=2025-01"), "November 2026"));
  EXPECT_TRUE(has(slots(house, kJohor, "&month=2031-01"), "Februari 2027"));
}

TEST(month, shows_a_full_day_as_full_and_its_slots_crossed) {
  Installation house;
  house.change(
      "UPDATE slot SET taken = seats WHERE starts_at BETWEEN 1795536000000 AND 1795622399999");  // 25
                                                                                                 // November
  const std::string page = slots(house, kJohor, "&day=2026-11-25");
  EXPECT_TRUE(has(cell(page, 25), "Penuh")) << cell(page, 25);
  EXPECT_TRUE(has(page, "Rabu, 25 November 2026"));
  EXPECT_TRUE(has(page, "<s>8:00 pagi</s>"));
}

TEST(month, without_room_leads_to_the_next_free_day_and_to_other_offices) {
  Installation house;
  house.change("UPDATE slot SET taken = seats WHERE starts_at < 1796054400000");  // up to 30 November
  const std::string page = slots(house, kJohor, "&month=2026-11");
  EXPECT_TRUE(has(page, "/ms/book/offices?service=PASPORT-BAHARUI"));
  EXPECT_TRUE(has(page, "Selasa, 1 Disember 2026"));
  EXPECT_TRUE(has(slots(house, kJohor), "Disember 2026"));
}

TEST(month, drops_slots_of_today_that_have_begun_although_the_page_is_kept) {
  Installation house;
  const std::string target = std::string(kJohor) + "&month=2026-11&day=2026-11-24";
  house.clock.set(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  const std::string first = millis(house.clock.now());
  house.change("UPDATE service SET lead_days = 0");
  house.change("UPDATE revision SET number = number + 1 WHERE name = 'catalogue'");
  EXPECT_TRUE(has(slots(house, target), first));
  house.clock.advance(std::chrono::minutes(1));
  EXPECT_FALSE(has(slots(house, target), first));
}

TEST(month, shows_seats_as_they_stand_after_a_booking) {
  Installation house;
  const auto at = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  const std::string before = count_free(slots(house, kJohor), millis(at));
  house.change("UPDATE slot SET taken = taken + 1 WHERE starts_at = " + millis(at));
  EXPECT_NE(count_free(slots(house, kJohor), millis(at)), before);
}

TEST(month, is_kept_under_known_values_only) {
  Installation house;
  const std::string page = slots(house, kJohor);
  const std::size_t entries = house.app.page_cache.entries();
  for (const char* more : {"&x=1", "&seats=1", "&month=", "&day=1999-01-01", "&day=2027-12-01",
                           "&evil=%3Cscript%3E", "&seats=999"}) {
    EXPECT_EQ(slots(house, kJohor, more), page) << more;
  }
  EXPECT_EQ(house.app.page_cache.entries(), entries);
}

TEST(month, asks_groups_for_their_number_and_offers_only_slots_with_so_many_seats) {
  Installation house;
  const std::string page =
      slots(house, "/en/book/slots?office=JHR-HQ&service=PAS-RAWATAN&day=2026-11-24", "&seats=2");
  EXPECT_TRUE(has(page, "<option selected>2</option>"));
  EXPECT_TRUE(has(page, "name=\"seats\" value=\"2\""));
  EXPECT_FALSE(has(slots(house, kJohor), "id=\"seats\""));
}

TEST(month, answers_what_it_cannot_show) {
  Installation house;
  const struct {
    const char* target;
    int status;
    const char* words;
  } rows[] = {
      {"/en/book/slots?office=NOWHERE&service=PASPORT-BAHARUI", 404, "Page not found"},
      {"/en/book/slots?office=JHR-HQ&service=NOTHING", 404, "Page not found"},
      {"/en/book/slots", 404, "Page not found"},
      {"/en/book/slots?office=JHR-HQ&service=PASPORT-BAHARUI&month=2026-13", 404, "Page not found"},
      {"/en/book/slots?office=PJY-HQ&service=PASPORT-BAHARUI", 404, "Page not found"},
      {"/en/book/slots?office=JHR-HQ&service=PERMIT-MASUK", 200, "official portal"},
      {"/en/book/slots?office=JHR-HQ&service=RTK-VERIFIKASI", 200, "tell you the date"},
      {"/en/book/slots?office=%ff", 400, "not understood"},
  };
  for (const auto& row : rows) {
    const web::Response response = house.get(row.target);
    EXPECT_EQ(response.status, row.status) << row.target;
    EXPECT_TRUE(has(body_of(response), row.words)) << row.target;
  }
}

TEST(month, comes_again_with_the_mistake_named_when_no_slot_was_chosen) {
  Installation house;
  Visitor visitor(house);
  visitor.get(kJohor);
  const web::Response response = visitor.post(
      "/ms/book/hold",
      {{"office", "JHR-HQ"}, {"service", "PASPORT-BAHARUI"}, {"seats", "1"}, {"day", "2026-11-26"}});
  EXPECT_EQ(response.status, 422);
  EXPECT_TRUE(has(visitor.page(), "error-summary"));
  EXPECT_TRUE(has(visitor.page(), "href=\"#starts_at\""));
  EXPECT_TRUE(has(visitor.page(), "Khamis, 26 November 2026"));
}

}  // namespace
}  // namespace temujanji::features
