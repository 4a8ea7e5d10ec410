#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "appointments/settle_changes.h"
#include "catalogue/changes.h"
#include "tests/support/booking.h"
#include "tests/support/staff.h"

namespace temujanji::features {
namespace {

using catalogue::SheetForm;
using catalogue::SheetRow;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kCatalogue = "/ms/staff/catalogue";

/// Some of a row's fields and what they are to become.
using Changes = std::map<std::string, std::string>;

class CataloguePages : public testing::Test {
 protected:
  catalogue::Sheets sheets() { return catalogue::read_sheets(*reader_); }

  /// A row of the catalogue as it is now.
  SheetRow row_of(const std::string& sheet, const SheetRow& key) {
    const SheetForm& form = *catalogue::find_sheet_form(sheet);
    const SheetRow* row = catalogue::find_row(sheets_ = sheets(), form, key);
    if (row == nullptr) throw base::Fault("there is no such row");
    return *row;
  }

  static std::string token_of(const SheetRow& row) {
    std::string token;
    for (const std::string& field : row) token += field + '\x1f';
    return base::to_base64url(token);
  }

  /// Sends the form of a row, as a browser would that was shown `was`.
  web::Response send(Colleague& who, const std::string& sheet, const SheetRow& was, const Changes& changes,
                     const std::string& step = "keep") {
    const SheetForm& form = *catalogue::find_sheet_form(sheet);
    Pairs fields{{"step", step}, {"was", token_of(was)}};
    for (std::size_t i = 0; i < form.columns.size(); ++i) {
      const std::string name(form.columns[i].name);
      const auto change = changes.find(name);
      const std::string value = change != changes.end() ? change->second : was.empty() ? "" : was[i];
      const char separator = form.columns[i].kind == catalogue::ColumnKind::weekdays ? '+' : ' ';
      const bool ticked = form.columns[i].kind == catalogue::ColumnKind::weekdays ||
                          form.columns[i].kind == catalogue::ColumnKind::states;
      if (!ticked) fields.emplace_back(name, value);
      const std::string ticks = ticked ? value : "";
      for (const std::string_view part : base::split(ticks, separator)) {
        fields.emplace_back(name, std::string(part));
      }
    }
    who.get(kCatalogue);  // for the token of the form
    return who.post(std::string(kCatalogue) + "/" + sheet + "/row", fields);
  }

  web::Response upload(const std::string& name, const std::string& bytes) {
    admin_.get(kCatalogue);
    const std::string body = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" +
                             input_value(admin_.page(), "csrf") +
                             "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                             "\"\r\n\r\n" + bytes + "\r\n--b--\r\n";
    return admin_.post_as("multipart/form-data; boundary=b", std::string(kCatalogue) + "/upload", body);
  }

  /// The page of the change that somebody works on, or nothing.
  std::string open_change(Colleague& who) {
    const auto change = catalogue::find_open_change(*reader_, who.account().actor());
    return change ? std::string(kCatalogue) + "/changes/" + std::to_string(change->id.value) : "";
  }

  web::Response act(Colleague& who, const std::string& change, const std::string& step,
                    const std::string& reason = "") {
    who.get(change);
    return who.post(change, {{"seen", input_value(who.page(), "seen")}, {"reason", reason}, {"step", step}});
  }

  /// Slots and people follow what was saved.
  void settle() {
    appointments::settle_changes(house_.engine, *reader_, settling_ids_, house_.clock, 30,
                                 [] { return true; });
    house_.live.reload();
  }

  std::int64_t number(const std::string& sql) {
    // Connections know statements by their address.
    auto& [text, statement] = *statements_.try_emplace(sql, storage::Statement{"test", {}, {}}).first;
    statement.sqlite = text;
    auto rows = reader_->query(statement);
    return rows.next() ? rows.integer(0) : -1;
  }

  /// Somebody books on Tuesday 24 November at 8:00 in Johor.
  void book_tuesday() {
    Visitor visitor(house_);
    book(visitor);
  }
  /// How many seats are on offer in Johor that day.
  std::size_t slots_on_tuesday() {
    const auto catalogue = house_.live.catalogue();
    const auto* office = catalogue->find_office("JHR-HQ");
    std::size_t count = 0;
    for (const auto& pool : catalogue->pools()) {
      if (pool.office != office->id) continue;
      count += house_.live.board()
                   .slots(pool.id, tuesday_morning(), tuesday_morning() + std::chrono::hours(12))
                   .size();
    }
    return count;
  }

  const SheetRow kTuesday{"2026-11-24", "Hari baharu"};
  const SheetRow kHolidayRow{"2026-11-24", "Hari baharu", "New day", "01", "no"};
  const Changes kHoliday{{"date", "2026-11-24"},
                         {"name_ms", "Hari baharu"},
                         {"name_en", "New day"},
                         {"states", "01"},
                         {"estimated", "no"}};

  Installation house_;
  std::unique_ptr<storage::Connection> reader_ = house_.database->connect(storage::Access::read);
  /// Of another process than the one that published.
  base::IdSource settling_ids_{house_.clock, 2};
  Colleague admin_{house_, domain::Role::hq_admin};
  Colleague other_{house_, domain::Role::hq_admin};
  catalogue::Sheets sheets_;
  std::map<std::string, storage::Statement> statements_;
};

TEST_F(CataloguePages, show_every_sheet_and_every_row_of_it_in_both_languages) {
  EXPECT_EQ(admin_.get(kCatalogue).status, 200);
  for (const SheetForm& form : catalogue::sheet_forms()) {
    if (form.name == "closures" || form.name == "announcements") continue;
    for (const char* language : {"ms", "en"}) {
      const std::string at = "/" + std::string(language) + "/staff/catalogue/" + std::string(form.name);
      EXPECT_EQ(admin_.get(at).status, 200) << at;
      EXPECT_THAT(admin_.page(), Not(HasSubstr("class=\"tag tag--warn\">Belum"))) << at;
      EXPECT_EQ(admin_.get(at + "/row").status, 200) << at;
    }
  }
  EXPECT_EQ(admin_.get("/ms/staff/catalogue/nothing").status, 404);
  EXPECT_EQ(admin_.get("/ms/staff/catalogue/closures").status, 404);
}

TEST_F(CataloguePages, find_rows_by_group_and_words) {
  admin_.get("/en/staff/catalogue/offices?group=03");
  EXPECT_THAT(admin_.page(), HasSubstr("KTN-HQ"));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("JHR-HQ")));
  admin_.get("/en/staff/catalogue/offices?q=kluang");
  EXPECT_THAT(admin_.page(), HasSubstr("JHR-KLG"));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("JHR-HQ")));
  admin_.get("/en/staff/catalogue/holidays?group=2027");
  EXPECT_THAT(admin_.page(), Not(HasSubstr("2026</td>")));
}

TEST_F(CataloguePages, take_back_a_row_however_it_was_typed) {
  Changes everywhere = kHoliday;
  everywhere["states"] = "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16";
  EXPECT_EQ(send(admin_, "holidays", {}, everywhere).status, 303);
  const std::string change = open_change(admin_);
  EXPECT_EQ(act(admin_, change, "save", "Cuti khas").status, 303);
  EXPECT_EQ(row_of("holidays", kTuesday)[3], "ALL");
  EXPECT_EQ(admin_.post(change, {{"step", "undo"}}).status, 303);
  EXPECT_EQ(act(admin_, open_change(admin_), "save", "Tersilap").status, 303);
  EXPECT_THROW(row_of("holidays", kTuesday), base::Fault) << "it is gone again";
}

TEST_F(CataloguePages, add_a_row_again_that_was_removed_while_its_form_stood_open) {
  const SheetRow row = row_of("pools", {"PASPORT"});
  send(admin_, "holidays", {}, kHoliday);
  send(admin_, "holidays", kHolidayRow, {}, "remove");
  EXPECT_EQ(open_change(admin_), "");
  EXPECT_EQ(send(admin_, "holidays", kHolidayRow, {{"name_en", "Newer day"}}).status, 409);
  EXPECT_THAT(admin_.page(), HasSubstr("sudah dibuang"));
  EXPECT_THAT(admin_.page(), HasSubstr("Newer day"));
  EXPECT_EQ(send(admin_, "holidays", kHolidayRow, {}, "remove").status, 303) << "it is as it should be";
  EXPECT_EQ(open_change(admin_), "");
}

TEST_F(CataloguePages, give_up_only_edits_that_another_version_wrote) {
  EXPECT_EQ(send(admin_, "holidays", {}, kHoliday).status, 303);
  const std::string change = open_change(admin_);
  house_.change("UPDATE catalogue_change SET edits = 'edit,sheet,part\n0,unknown,+\n'");
  admin_.get(change);
  EXPECT_THAT(admin_.page(), HasSubstr("tidak dapat dibaca lagi"));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("value=\"save\"")));
  EXPECT_EQ(send(admin_, "holidays", {}, kHoliday).header("Location"), change);
  EXPECT_EQ(act(admin_, change, "save", "Tetap").status, 409);
  EXPECT_EQ(act(admin_, change, "discard").status, 303);
  EXPECT_EQ(open_change(admin_), "");
}

TEST_F(CataloguePages, change_nothing_before_the_change_is_saved) {
  book_tuesday();
  const std::size_t before = slots_on_tuesday();
  EXPECT_EQ(send(admin_, "holidays", {}, kHoliday).status, 303);
  const std::string change = open_change(admin_);
  EXPECT_EQ(admin_.get(change).status, 200);
  EXPECT_THAT(admin_.page(), HasSubstr("Hari baharu"));
  EXPECT_THAT(admin_.page(), HasSubstr("Siti Aminah"));
  EXPECT_EQ(number("SELECT count(*) FROM audit_event WHERE act = 'looked'"), 1);
  EXPECT_EQ(slots_on_tuesday(), before);
  EXPECT_EQ(number("SELECT count(*) FROM holiday WHERE name_ms = 'Hari baharu'"), 0);
  EXPECT_EQ(act(admin_, change, "discard").status, 303);
  EXPECT_EQ(open_change(admin_), "");
}

TEST_F(CataloguePages, save_and_let_slots_and_people_follow_and_take_it_back) {
  book_tuesday();
  const std::size_t before = slots_on_tuesday();
  send(admin_, "holidays", {}, kHoliday);
  const std::string change = open_change(admin_);
  EXPECT_EQ(act(admin_, change, "save").status, 422);
  EXPECT_EQ(act(admin_, change, "save", "Cuti khas").status, 303);
  EXPECT_EQ(number("SELECT count(*) FROM audit_event WHERE act = 'changed_catalogue'"), 1);
  settle();
  EXPECT_EQ(slots_on_tuesday(), 0U);
  EXPECT_EQ(number("SELECT count(*) FROM appointment WHERE status = 'displaced'"), 1);
  admin_.get(std::string(kCatalogue) + "/changes");
  EXPECT_THAT(admin_.page(), HasSubstr("Cuti khas"));

  EXPECT_EQ(act(admin_, change, "undo").status, 303);
  const std::string back = open_change(admin_);
  EXPECT_EQ(act(admin_, back, "save", "Tersilap").status, 303);
  settle();
  EXPECT_EQ(slots_on_tuesday(), before);
  EXPECT_EQ(number("SELECT count(*) FROM appointment WHERE status = 'booked'"), 1);
  admin_.get(change);
  EXPECT_THAT(admin_.page(), HasSubstr(back));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("value=\"undo\"")));
}

TEST_F(CataloguePages, tell_what_is_wrong_next_to_the_field_and_lose_nothing_typed) {
  Changes wrong = kHoliday;
  wrong["date"] = "2026-02-30";
  wrong["name_en"] = "";
  EXPECT_EQ(send(admin_, "holidays", {}, wrong).status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("id=\"date-error\""));
  EXPECT_THAT(admin_.page(), HasSubstr("id=\"name_en-error\""));
  EXPECT_THAT(admin_.page(), HasSubstr("value=\"Hari baharu\""));
  EXPECT_EQ(open_change(admin_), "");
}

TEST_F(CataloguePages, take_texts_as_long_as_their_fields_twice) {
  SheetRow row = row_of("services", {"PASPORT-BAHARUI"});
  const SheetForm& form = *catalogue::find_sheet_form("services");
  Changes texts;
  for (const catalogue::Column& column : form.columns) {
    if (column.kind == catalogue::ColumnKind::paragraphs)
      texts[std::string(column.name)] = std::string(2000, 'a');
  }
  ASSERT_GE(texts.size(), 2u);
  EXPECT_EQ(send(admin_, "services", row, texts).status, 303);
  for (const auto& [name, text] : texts) row[form.column(name)] = text;
  for (auto& [name, text] : texts) text.assign(2000, 'b');
  EXPECT_EQ(send(admin_, "services", row, texts).status, 303);
}

TEST_F(CataloguePages, keep_the_line_ends_of_longer_texts) {
  const SheetRow service = row_of("services", {"PASPORT-BAHARUI"});
  send(admin_, "services", service, {{"summary_ms", "satu\ndua"}, {"summary_en", "one\ntwo"}});
  admin_.get(std::string(kCatalogue) + "/services/row?key=PASPORT-BAHARUI");
  EXPECT_THAT(admin_.page(), HasSubstr("satu\ndua</textarea>"));
  SheetRow changed = service;
  changed[4] = "satu\ndua";
  changed[5] = "one\ntwo";
  EXPECT_EQ(input_value(admin_.page(), "was"), token_of(changed));
}

TEST_F(CataloguePages, tell_what_the_check_of_the_whole_catalogue_finds) {
  const SheetRow office = row_of("offices", {"JHR-HQ"});
  EXPECT_EQ(send(admin_, "offices", office, {{"time_zone", "Asia/Nowhere"}}).status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("Asia/Nowhere"));
  EXPECT_EQ(send(admin_, "offices", {}, {{"code", "JHR-HQ"}}).status, 422);
  EXPECT_EQ(open_change(admin_), "");
}

TEST_F(CataloguePages, show_why_a_change_cannot_be_saved_while_other_rows_refer_to_what_it_removes) {
  const catalogue::Sheets present = sheets();
  for (const SheetRow& row : present.at("hours_profiles")) {
    if (row[0] == "OVERSEAS") send(admin_, "hours_profiles", row, {}, "remove");
  }
  admin_.get(open_change(admin_));
  EXPECT_THAT(admin_.page(), HasSubstr("Tiada waktu operasi bagi profil OVERSEAS"));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("value=\"save\"")));
}

TEST_F(CataloguePages, show_when_saving_why_what_has_appointments_cannot_be_dropped) {
  book_tuesday();
  send(admin_, "office_services", row_of("office_services", {"JHR-HQ", "PASPORT-BAHARUI"}), {}, "remove");
  EXPECT_EQ(act(admin_, open_change(admin_), "save", "Tidak lagi").status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("JHR-HQ tidak lagi menawarkan PASPORT-BAHARUI"));
  EXPECT_NE(open_change(admin_), "");
}

TEST_F(CataloguePages, copy_the_hours_for_a_period_closing_earlier) {
  const std::string copy = std::string(kCatalogue) + "/hours_profiles/copy";
  admin_.get(kCatalogue);
  const Pairs wrong{
      {"profile", "PEN-SATSUN"}, {"from", "2027-03-01"}, {"to", "2027-02-01"}, {"closes", "\"16:30"}};
  const std::string again(admin_.post(copy, wrong).header("Location"));
  admin_.get(again);
  for (const char* at : {"id=\"copy-to-error\"", "id=\"copy-closes-error\"", "href=\"#copy-to\""})
    EXPECT_THAT(admin_.page(), HasSubstr(at));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("id=\"copy-from-error\"")));
  for (const char* typed : {"selected>PEN-SATSUN<", "value=\"2027-03-01\"", "value=\"&quot;16:30\""}) {
    EXPECT_THAT(admin_.page(), HasSubstr(typed)) << "what was typed stays";
  }
  const Pairs corrected{
      {"profile", "PEN-SATSUN"}, {"from", "2027-02-08"}, {"to", "2027-03-09"}, {"closes", "15:30"}};
  EXPECT_EQ(admin_.post(copy, corrected).status, 303);
  const Pairs ramadan{
      {"profile", "PEN-SATSUN"}, {"from", "2027-02-08"}, {"to", "2027-03-09"}, {"closes", "16.30"}};
  EXPECT_EQ(admin_.post(copy, ramadan).status, 303);
  EXPECT_EQ(act(admin_, open_change(admin_), "save", "Ramadan").status, 303);
  EXPECT_EQ(row_of("hours_profiles", {"PEN-SATSUN", "2027-02-08", "1", "14:00"})[3], "16:30");
  EXPECT_EQ(row_of("hours_profiles", {"PEN-SATSUN", "2027-02-08", "1", "08:00"})[3], "13:00");
  EXPECT_EQ(row_of("hours_profiles", {"PEN-SATSUN", "2020-01-01", "1", "14:00"})[3], "17:00");
}

TEST_F(CataloguePages, give_sheets_as_files_and_take_them_back_with_changes) {
  const web::Response csv = admin_.get(std::string(kCatalogue) + "/pools/file?as=csv");
  EXPECT_THAT(std::string(csv.header("Content-Disposition")), HasSubstr("pools.csv"));
  EXPECT_EQ(upload("pools.csv", csv.body).header("Location"), "/ms/staff/catalogue?done=same");
  std::string changed = csv.body;
  changed.replace(changed.find("Kaunter pasport"), 15, "Kaunter paspot!");
  EXPECT_EQ(upload("x.csv", changed).status, 303);
  admin_.get(open_change(admin_));
  EXPECT_THAT(admin_.page(), HasSubstr("<ins>Kaunter paspot!</ins>"));
  const web::Response workbook = admin_.get(std::string(kCatalogue) + "/workbook");
  EXPECT_EQ(act(admin_, open_change(admin_), "save", "Nama").status, 303);
  EXPECT_EQ(upload("catalogue.xlsx", workbook.body).status, 303);
  admin_.get(open_change(admin_));
  EXPECT_THAT(admin_.page(), HasSubstr("<del>Kaunter paspot!</del>"));
}

TEST_F(CataloguePages, tell_why_a_file_cannot_be_used) {
  EXPECT_EQ(upload("a.csv", "").status, 422);
  EXPECT_EQ(upload("a.csv", "a,b\n1,2\n").status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("Tiada helaian katalog"));
  EXPECT_EQ(upload("a.xlsx", "PK and nothing more").status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("bukan buku kerja"));
  EXPECT_EQ(upload("a.csv", "a,\"b\n").status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("tidak ditutup"));
  EXPECT_EQ(upload("a.csv",
                   admin_.get(std::string(kCatalogue) + "/pools/file?as=csv").body + "PASPORT,Lain,Other\n")
                .status,
            422);
  EXPECT_THAT(admin_.page(), HasSubstr("baris di atas mempunyai kod yang sama"));
  EXPECT_EQ(upload("a.csv", std::string(130, ',')).status, 422);
  EXPECT_THAT(admin_.page(), HasSubstr("lebih daripada 64 sel"));
  EXPECT_EQ(open_change(admin_), "");
}

TEST_F(CataloguePages, confirm_an_estimated_holiday_with_one_click) {
  SheetRow estimated;
  const catalogue::Sheets present = sheets();
  for (const SheetRow& row : present.at("holidays")) {
    if (row.back() == "yes") estimated = row;
  }
  ASSERT_THAT(estimated, Not(IsEmpty()));
  EXPECT_EQ(send(admin_, "holidays", estimated, {}, "confirm").status, 303);
  EXPECT_EQ(act(admin_, open_change(admin_), "save", "Diwartakan").status, 303);
  EXPECT_EQ(row_of("holidays", {estimated[0], estimated[1]}).back(), "no");
}

TEST_F(CataloguePages, change_the_counters_of_a_pool_in_all_of_its_rows) {
  const SheetRow row = row_of("office_services", {"JHR-HQ", "PASPORT-BAHARUI"});
  EXPECT_EQ(send(admin_, "office_services", row, {{"counters", "11"}}).status, 303);
  EXPECT_EQ(act(admin_, open_change(admin_), "save", "Kaunter baharu").status, 303);
  EXPECT_EQ(row_of("office_services", {"JHR-HQ", "PASPORT-KANAK"})[2], "11");
}

TEST_F(CataloguePages, tell_of_two_administrators_the_later_one_and_lose_nothing) {
  const SheetRow was = row_of("offices", {"JHR-HQ"});
  send(admin_, "offices", was, {{"phone", "07-111"}});
  send(other_, "offices", was, {{"phone", "07-222"}});
  EXPECT_EQ(act(other_, open_change(other_), "save", "Nombor").status, 303);
  EXPECT_EQ(send(admin_, "offices", was, {{"city", "Johor"}}).status, 409);

  const std::string change = open_change(admin_);
  admin_.get(change);
  EXPECT_THAT(admin_.page(), HasSubstr("07-222"));
  EXPECT_THAT(admin_.page(), HasSubstr("07-111"));
  EXPECT_THAT(admin_.page(), Not(HasSubstr("value=\"save\"")));
  EXPECT_EQ(act(admin_, change, "mine").status, 303);
  EXPECT_EQ(act(admin_, change, "save", "Nombor betul").status, 303);
  EXPECT_EQ(row_of("offices", {"JHR-HQ"})[14], "07-111");
}

TEST_F(CataloguePages, do_not_save_what_is_not_what_was_shown) {
  send(admin_, "holidays", {}, kHoliday);
  const std::string change = open_change(admin_);
  admin_.get(change);
  const std::string seen = input_value(admin_.page(), "seen");
  Changes another = kHoliday;
  another["name_ms"] = "Hari lain";
  send(admin_, "holidays", {}, another);
  EXPECT_EQ(admin_.post(change, {{"seen", seen}, {"reason", "Cuti"}, {"step", "save"}}).status, 409);
  EXPECT_EQ(number("SELECT count(*) FROM holiday WHERE name_en = 'New day'"), 0);
  EXPECT_EQ(other_.get(change).status, 404);
}

TEST_F(CataloguePages, do_not_save_over_what_another_process_saves_at_the_same_moment) {
  send(admin_, "holidays", {}, kHoliday);
  const std::string change = open_change(admin_);
  admin_.get(change);
  const Pairs form{{"seen", input_value(admin_.page(), "seen")}, {"reason", "Cuti"}, {"step", "save"}};
  const auto other_process = house_.database->connect(storage::Access::write);
  other_process->run_script("BEGIN; UPDATE revision SET number = number + 1 WHERE name = 'catalogue'");
  int status = 0;
  std::thread saving([&] { status = admin_.post(change, form).status; });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  other_process->run_script("COMMIT");
  saving.join();
  EXPECT_EQ(status, 409);
  EXPECT_EQ(number("SELECT count(*) FROM holiday WHERE name_en = 'New day'"), 0);
  EXPECT_NE(open_change(admin_), "") << "nothing is lost";
}

TEST_F(CataloguePages, show_auditors_everything_and_let_them_change_nothing) {
  Colleague auditor(house_, domain::Role::auditor);
  EXPECT_EQ(auditor.get("/ms/staff/catalogue/holidays?group=2027").status, 200);
  EXPECT_THAT(auditor.page(), Not(HasSubstr("value=\"confirm\"")));
  EXPECT_EQ(auditor.get("/ms/staff/catalogue/offices/row?key=JHR-HQ").status, 200);
  EXPECT_THAT(auditor.page(), Not(HasSubstr("value=\"keep\"")));
  EXPECT_EQ(send(auditor, "holidays", {}, kHoliday).status, 403);
}

TEST_F(CataloguePages, show_an_office_what_is_its_own) {
  Colleague kluang(house_, domain::Role::office_admin, {"JHR-KLG"});
  EXPECT_EQ(kluang.get("/ms/staff/at/JHR-KLG/catalogue").status, 200);
  EXPECT_THAT(kluang.page(), HasSubstr("JHR-KLG"));
  EXPECT_THAT(kluang.page(), Not(HasSubstr("JHR-HQ")));
  EXPECT_EQ(kluang.get(kCatalogue).status, 403);
}

}  // namespace
}  // namespace temujanji::features
