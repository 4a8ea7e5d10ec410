#include <gtest/gtest.h>

#include "tests/support/installation.h"
#include "tests/support/text.h"

namespace temujanji::features {
namespace {

TEST(services, are_found_by_all_words_in_both_languages) {
  Installation house;
  const struct {
    const char* query;
    const char* shown;
    const char* not_shown;
  } rows[] = {
      {"", "service=PASPORT-BAHARUI", "No service matches"},
      {"?q=passport+renewal", "service=PASPORT-BAHARUI", "service=COM"},
      {"?q=PEMBAHARUAN+kaunter", "service=PASPORT-BAHARUI", "service=COM"},
      {"?q=mm2h", "service=MM2H", "service=COM"},
      {"?q=check+memo", "service=COM", "service=MM2H"},
      {"?q=zebra", "No service matches", "service="},
      {"?q=passport+zebra", "No service matches", "service="},
      {"?for=permanent_resident", "service=TARAF-PR", "service=PASPORT-BAHARUI"},
      {"?for=nobody", "service=PASPORT-BAHARUI", "No service matches"},
      {"?department=JIM", "service=PASPORT-BAHARUI", "No service matches"},
  };
  for (const auto& row : rows) {
    const web::Response response = house.get(std::string("/en/book") + row.query);
    EXPECT_EQ(response.status, 200) << row.query;
    // The page's own words for the script do not count.
    std::string page = body_of(response);
    if (const std::size_t status = page.find("data-none="); status != page.npos)
      page.erase(status, page.find('>', status) - status);
    EXPECT_TRUE(has(page, row.shown)) << row.query;
    EXPECT_FALSE(has(page, row.not_shown)) << row.query;
  }
  EXPECT_EQ(house.get("/en/book?department=NOBODY").status, 404);
}

TEST(services, that_are_done_elsewhere_say_so_with_the_link) {
  Installation house;
  const std::string page = body_of(house.get("/en/book?q=PASPORT-ONLINE"));
  EXPECT_TRUE(has(page, "rel=\"external noopener\""));
  EXPECT_FALSE(has(page, "service=PASPORT-ONLINE"));
}

TEST(services, keep_what_was_typed_and_escape_it) {
  Installation house;
  const std::string page = body_of(house.get("/en/book?q=%22%3E%3Cscript%3E+Pas"));
  EXPECT_FALSE(has(page, "\"><script>"));
  EXPECT_TRUE(has(page, "&quot;&gt;&lt;script&gt; Pas"));
}

TEST(services, that_were_searched_are_not_kept_in_memory) {
  Installation house;
  house.get("/en/book");
  const std::size_t entries = house.app.page_cache.entries();
  for (int i = 0; i < 20; ++i) house.get("/en/book?q=word" + std::to_string(i) + "&x=" + std::to_string(i));
  EXPECT_EQ(house.app.page_cache.entries(), entries);
}

TEST(services, of_an_office_chosen_first_tell_their_first_free_day) {
  Installation house;
  const std::string page = body_of(house.get("/en/book?office=JHR-HQ&division=BKP"));
  EXPECT_TRUE(has(page, "/en/book/slots?office=JHR-HQ&amp;service=PASPORT-BAHARUI")) << page.substr(0, 3000);
  EXPECT_TRUE(has(page, "Tuesday, 24 November 2026"));
  EXPECT_EQ(house.get("/en/book?office=NOWHERE&division=BKP").status, 404);
  EXPECT_EQ(house.get("/en/book?office=JHR-HQ&division=NONE").status, 404);
  EXPECT_TRUE(has(body_of(house.get("/en/book?office=JHR-HQ&division=ESD")), "offers no service"));
}

TEST(offices, stand_soonest_first_and_those_without_room_last) {
  Installation house;
  const std::string page = body_of(house.get("/en/book/offices?service=PASPORT-BAHARUI"));
  const std::size_t johor = page.find("office=JHR-HQ&");
  const std::size_t without_slots = page.find("office=PLS-HQ&");
  ASSERT_NE(johor, page.npos);
  ASSERT_NE(without_slots, page.npos);
  EXPECT_LT(johor, without_slots);
  EXPECT_TRUE(has(page, "seats free in the next 14 days"));
  EXPECT_TRUE(has(page, "No free seats at the moment"));
}

TEST(offices, are_those_of_the_state_asked_for) {
  Installation house;
  const std::string page = body_of(house.get("/en/book/offices?service=PASPORT-BAHARUI&state=03"));
  EXPECT_TRUE(has(page, "office=KTN-HQ&"));
  EXPECT_FALSE(has(page, "office=JHR-HQ&"));
  EXPECT_TRUE(has(page, "<option value=\"03\" selected>"));
  EXPECT_TRUE(
      has(body_of(house.get("/en/book/offices?service=RTK-PLKS&state=12")), "No office in this state"));
}

TEST(offices, of_a_division_lead_to_its_services_there) {
  Installation house;
  const std::string page = body_of(house.get("/ms/book/offices?division=BKP"));
  EXPECT_TRUE(has(page, "/ms/book?office=JHR-HQ&amp;division=BKP"));
  EXPECT_TRUE(has(page, "Selasa, 24 November 2026"));
}

TEST(offices, change_with_the_seats_although_the_page_is_kept) {
  Installation house;
  const std::string target = "/ms/book/offices?service=PASPORT-BAHARUI&state=01";
  const std::string before = body_of(house.get(target));
  house.change("UPDATE slot SET taken = seats WHERE starts_at < 1795622400000");  // up to 25 November
  const std::string after = body_of(house.get(target));
  EXPECT_TRUE(has(before, "Selasa, 24 November 2026"));
  EXPECT_FALSE(has(after, "Selasa, 24 November 2026"));
  EXPECT_TRUE(has(after, "Khamis, 26 November 2026"));
}

TEST(offices, answer_what_they_cannot_list) {
  Installation house;
  EXPECT_EQ(house.get("/en/book/offices").status, 404);
  EXPECT_EQ(house.get("/en/book/offices?service=NOTHING").status, 404);
  EXPECT_EQ(house.get("/en/book/offices?division=NOTHING").status, 404);
  EXPECT_TRUE(has(body_of(house.get("/en/book/offices?service=PASPORT-ONLINE")), "official portal"));
  EXPECT_TRUE(has(body_of(house.get("/en/book/offices?service=PASPORT-BAHARUI&state=99")), "office=JHR-HQ&"));
}

}  // namespace
}  // namespace temujanji::features
