#include <gtest/gtest.h>

#include "tests/support/installation.h"
#include "tests/support/text.h"

namespace temujanji::features {
namespace {

TEST(home, is_chosen_by_the_browsers_language_malay_first) {
  Installation house;
  const struct {
    const char* accept_language;
    const char* location;
  } rows[] = {
      {"", "/ms/"},
      {"ms", "/ms/"},
      {"en", "/en/"},
      {"en-GB,en;q=0.9", "/en/"},
      {"ms-MY,ms;q=0.9,en;q=0.8", "/ms/"},
      {"en;q=0.8, ms;q=0.8", "/ms/"},
      {"en;q=0.9, ms;q=0.85", "/en/"},
      {"en;q=0", "/ms/"},
      {"zh-CN,zh;q=0.9", "/ms/"},
      {"zh, en;q=0.1", "/en/"},
      {";;q=,q=,;", "/ms/"},
  };
  for (const auto& row : rows) {
    const web::Response response = house.get("/", {{"accept-language", row.accept_language}});
    EXPECT_EQ(response.status, 303) << row.accept_language;
    EXPECT_EQ(response.header("Location"), row.location) << row.accept_language;
  }
}

TEST(home, tells_what_is_announced_today_and_the_ten_terms) {
  Installation house;
  const std::string malay = body_of(house.get("/ms/"));
  const std::string english = body_of(house.get("/en/"));
  EXPECT_EQ(body_of(house.get("/en")), english);
  EXPECT_TRUE(has(malay, "Temujanji adalah percuma"));
  EXPECT_TRUE(has(english, "Appointments are free of charge"));
  EXPECT_TRUE(has(english, "datetime=\"2026-01-01\""));
  EXPECT_FALSE(has(english, "Movement Control Order")) << "it ended in 2021";
  EXPECT_TRUE(has(malay, "Pembayaran") || has(malay, "pembayaran"));
  EXPECT_TRUE(has(english, "href=\"/en/book\""));
}

TEST(home, forgets_an_announcement_the_day_after_its_last) {
  Installation house;
  house.change("UPDATE announcement SET to_on = '2026-11-23' WHERE title_en = 'Arrive 30 minutes early'");
  EXPECT_TRUE(has(body_of(house.get("/en/")), "Arrive 30 minutes early"));
  house.clock.advance(std::chrono::hours(24));
  EXPECT_FALSE(has(body_of(house.get("/en/")), "Arrive 30 minutes early"));
}

TEST(help, answers_every_page_in_both_languages) {
  Installation house;
  for (const std::string language : {"ms", "en"}) {
    for (const char* page : {"manual", "faq", "contact", "privacy", "accessibility", "staff"}) {
      const web::Response response = house.get("/" + language + "/help/" + page);
      EXPECT_EQ(response.status, 200) << page;
      EXPECT_TRUE(has(body_of(response), "<h1>")) << page;
    }
    EXPECT_EQ(house.get("/" + language + "/help/nothing").status, 404);
    EXPECT_EQ(house.get("/" + language + "/rtk").status, 200);
  }
}

TEST(help, has_a_manual_whose_contents_lead_to_its_parts) {
  Installation house;
  for (const char* language : {"ms", "en"}) {
    const std::string page = body_of(house.get("/" + std::string(language) + "/help/manual"));
    std::size_t links = 0;
    for (std::size_t at = 0; (at = page.find("<a href=\"#s-", at)) != page.npos; ++at, ++links) {
      const std::string id = page.substr(at + 10, page.find('"', at + 10) - at - 10);
      EXPECT_TRUE(has(page, "<h2 id=\"" + id + "\">")) << id;
    }
    EXPECT_GE(links, 8U);
  }
}

TEST(help, shows_the_contacts_that_are_set) {
  Installation house({{"site.contact_email", "kaunter@contoh.my"}, {"site.contact_phone", "03-8000 8000"}});
  const std::string page = body_of(house.get("/en/help/contact"));
  EXPECT_TRUE(has(page, "mailto:kaunter@contoh.my")) << page;
  EXPECT_TRUE(has(page, "03-8000 8000"));
}

TEST(description, of_the_json_interface_is_served_as_it_is_packed) {
  Installation house;
  const web::Response response = house.get("/api/v1/openapi.yaml");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/yaml");
  EXPECT_EQ(body_of(response), base::find_asset("features/api/openapi.yaml"));
}

}  // namespace
}  // namespace temujanji::features
