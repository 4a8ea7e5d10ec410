#include <gtest/gtest.h>

#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

constexpr storage::Statement kListActs{
    "list_acts", "SELECT act, subject FROM audit_event WHERE act <> 'signed_in' ORDER BY id", ""};

/// Headquarters writing; another administrator beside, and somebody of the public.
class WrittenWords : public testing::Test {
 protected:
  web::Response save_faq(Colleague& who, const std::string& malay, const std::string& english,
                         const std::string& step = "save") {
    const std::string seen = input_value(who.page(), "seen");
    return who.post("/en/staff/texts/faq",
                    {{"text_ms", malay}, {"text_en", english}, {"seen", seen}, {"step", step}});
  }
  Pairs flood(const std::string& step) {
    return {{"title_ms", "Banjir"},         {"title_en", "Flood"},
            {"body_ms", "**Tutup** esok."}, {"body_en", "**Closed** tomorrow."},
            {"from", "2026-11-24"},         {"to", "2026-11-25"},
            {"department", "JIM"},          {"step", step}};
  }
  web::Response publish(Pairs fields) {
    writer.get("/en/staff/announcements/write");
    web::Response response = writer.post("/en/staff/announcements/write", std::move(fields));
    house.live.reload();
    return response;
  }
  std::string home() { return body_of(house.get("/en/")); }
  std::string public_faq(const std::string& language) {
    house.live.reload();
    return body_of(house.get("/" + language + "/help/faq"));
  }
  std::string acts() {
    std::string all;
    const auto connection = house.database->connect(storage::Access::read);
    storage::Rows rows = connection->query(kListActs);
    while (rows.next()) all += rows.string(0) + " ";
    return all;
  }

  Installation house;
  Colleague writer{house, domain::Role::hq_admin};
  Colleague other{house, domain::Role::hq_admin};
};

TEST_F(WrittenWords, are_shown_to_the_public_once_they_are_saved_and_not_before) {
  EXPECT_TRUE(has(public_faq("en"), "Do I need an account?"));
  writer.get("/en/staff/texts/faq");
  EXPECT_TRUE(has(writer.page(), "Do I need an account?"));
  EXPECT_EQ(save_faq(writer, "## Satu\n\nSoalan", "## One *more*\n\n<b>Question</b>", "preview").status, 200);
  EXPECT_TRUE(has(writer.page(), "<h3>One <em>more</em></h3>")) << writer.page();
  EXPECT_FALSE(has(public_faq("en"), "One more"));
  EXPECT_EQ(save_faq(writer, "## Satu\n\nSoalan", "## One *more*\n\n<b>Question</b>").status, 303);
  EXPECT_TRUE(has(public_faq("en"), "<summary>One more</summary>"));
  EXPECT_TRUE(has(public_faq("en"), "&lt;b&gt;Question&lt;/b&gt;"));
  EXPECT_TRUE(has(public_faq("ms"), "<p>Soalan</p>"));
  EXPECT_FALSE(has(public_faq("ms"), "mendaftar akaun?"));
  EXPECT_TRUE(has(acts(), "changed_text"));
}

TEST_F(WrittenWords, of_another_are_not_overwritten_unseen) {
  writer.get("/en/staff/texts/faq");
  other.get("/en/staff/texts/faq");
  EXPECT_EQ(save_faq(other, "## Dia", "## Theirs").status, 303);
  EXPECT_EQ(save_faq(writer, "## Saya", "## Mine").status, 409);
  EXPECT_TRUE(has(writer.page(), "## Mine")) << "nothing typed is lost";
  EXPECT_TRUE(has(public_faq("en"), "Theirs"));
  EXPECT_EQ(save_faq(writer, "## Saya", "## Mine").status, 303) << "who has read that may";
  EXPECT_TRUE(has(public_faq("en"), "Mine"));
}

TEST_F(WrittenWords, of_older_versions_can_be_shown_again) {
  writer.get("/en/staff/texts/faq");
  save_faq(writer, "## Satu", "## One");
  writer.get("/en/staff/texts/faq");
  const std::string first = input_value(writer.page(), "seen");
  save_faq(writer, "## Dua", "## Two");
  writer.get("/en/staff/texts/faq?version=" + first);
  EXPECT_TRUE(has(writer.page(), "You see an older version") && has(writer.page(), "## One"));
  EXPECT_EQ(save_faq(writer, "## Satu", "## One").status, 303);
  EXPECT_TRUE(has(public_faq("en"), "One"));
  writer.get("/en/staff/texts/faq?version=0");
  EXPECT_TRUE(has(writer.page(), "own text.") && has(writer.page(), "## Do I need an account?"));
}

TEST_F(WrittenWords, that_cannot_be_saved_come_back_with_what_is_wrong) {
  writer.get("/en/staff/texts/faq");
  EXPECT_EQ(save_faq(writer, "", "## One").status, 422);
  EXPECT_TRUE(has(writer.page(), "text_ms-error") && has(writer.page(), "## One"));
  EXPECT_EQ(save_faq(writer, std::string(30'001, 'a'), "## One").status, 422);
  EXPECT_TRUE(has(writer.page(), "too long"));
  EXPECT_EQ(writer.get("/en/staff/texts/nothing").status, 404);
}

TEST_F(WrittenWords, for_officers_are_read_by_everybody_of_the_department) {
  Colleague officer(house, domain::Role::officer, {"JHR-KLG"});
  EXPECT_EQ(officer.get("/en/staff/guide").status, 200);
  EXPECT_TRUE(has(officer.page(), "When the network is down") &&
              has(officer.page(), "href=\"#s-checking-in\""));
  EXPECT_EQ(officer.get("/en/staff/texts").status, 403);
}

TEST_F(WrittenWords, are_announced_between_two_dates_and_pinned_ones_come_first) {
  EXPECT_EQ(publish(flood("preview")).status, 200);
  EXPECT_TRUE(has(writer.page(), "<strong>Closed</strong> tomorrow."));
  EXPECT_FALSE(has(home(), "Flood"));
  EXPECT_EQ(publish(flood("publish")).status, 303);
  EXPECT_FALSE(has(home(), "Flood")) << "from tomorrow";
  house.clock.advance(std::chrono::hours(24));
  EXPECT_TRUE(has(home(), "<h3>Flood</h3>") && has(home(), "<strong>Closed</strong>"));
  EXPECT_LT(home().find("Appointments are free"), home().find("Flood")) << "the other is pinned";
  house.clock.advance(std::chrono::hours(48));
  EXPECT_FALSE(has(home(), "Flood"));
}

TEST_F(WrittenWords, that_are_announced_name_their_department_where_there_are_several) {
  publish(flood("publish"));
  house.clock.advance(std::chrono::hours(24));
  EXPECT_TRUE(has(home(), "</time>\n<h3>Flood</h3>"));
  house.change("INSERT INTO department VALUES ('JPN', 'Jabatan Pendaftaran Negara', 'Registration', 2)");
  EXPECT_TRUE(has(home(), "· Immigration Department of Malaysia</span>\n<h3>Flood</h3>"));
}

TEST_F(WrittenWords, that_are_announced_are_changed_ended_and_deleted) {
  Pairs fields = flood("publish");
  fields[4].second = "2026-11-22";
  publish(std::move(fields));
  writer.get("/en/staff/announcements");
  const std::string id = input_value(writer.page(), "announcement");
  writer.get("/en/staff/announcements/write?announcement=" + id);
  EXPECT_TRUE(has(writer.page(), "value=\"Flood\""));
  const std::string seen = input_value(writer.page(), "seen");
  Pairs changed = flood("publish");
  changed[1].second = "High water";
  changed[4].second = "2026-11-22";
  changed.insert(changed.end(), {{"announcement", id}, {"seen", seen}, {"pinned", "yes"}});
  EXPECT_EQ(writer.post("/en/staff/announcements/write", changed).status, 303);
  EXPECT_EQ(writer.post("/en/staff/announcements/write", changed).status, 409) << "it is another one now";
  house.live.reload();
  EXPECT_TRUE(has(home(), "High water"));
  writer.get("/en/staff/announcements");
  EXPECT_EQ(writer.post("/en/staff/announcements/delete", {{"announcement", id}}).status, 303);
  house.live.reload();
  EXPECT_FALSE(has(home(), "High water"));
  EXPECT_TRUE(has(acts(), "announced changed_announcement deleted_announcement "));
  EXPECT_EQ(writer.post("/en/staff/announcements/delete", {{"announcement", id}}).status, 404);
}

TEST_F(WrittenWords, that_are_announced_end_at_once_when_somebody_ends_them) {
  Pairs fields = flood("publish");
  fields[4].second = "2026-11-22";
  publish(std::move(fields));
  EXPECT_TRUE(has(home(), "Flood"));
  writer.get("/en/staff/announcements");
  const std::string id = input_value(writer.page(), "announcement");
  EXPECT_EQ(writer.post("/en/staff/announcements/end", {{"announcement", id}}).status, 303);
  house.live.reload();
  EXPECT_FALSE(has(home(), "Flood"));
}

TEST_F(WrittenWords, that_are_announced_say_what_is_wrong_with_them) {
  Pairs fields = flood("publish");
  fields[1].second = "";
  fields[5].second = "2026-11-23";
  fields[6].second = "NIL";
  EXPECT_EQ(publish(std::move(fields)).status, 422);
  for (const char* error : {"title_en-error", "to-error", "department-error"})
    EXPECT_TRUE(has(writer.page(), error)) << error;
  EXPECT_TRUE(has(writer.page(), "**Tutup** esok."));
}

TEST_F(WrittenWords, of_staff_outlive_an_import) {
  publish(flood("publish"));
  ASSERT_TRUE(catalogue::import_catalogue(house.engine, house.ids, catalogue::packed_catalogue()).ok());
  house.clock.advance(std::chrono::hours(24));
  house.live.reload(catalogue::Live::What::everything);
  EXPECT_TRUE(has(home(), "Flood"));
}

}  // namespace
}  // namespace temujanji::features
