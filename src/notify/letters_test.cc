#include "notify/letters.h"

#include <gtest/gtest.h>

#include "notify/test_facts.h"
#include "tests/support/text.h"

namespace temujanji::notify {
namespace {

using base::Language;

Mail letter(const AppointmentFacts& facts, LetterKind kind, Language language) {
  return write_letter(facts, kind, language,
                      {"<1.inst@temujanji.example>", "temujanji@temujanji.example", "siti@example.com"},
                      words());
}

constexpr LetterKind kAll[] = {LetterKind::booked,
                               LetterKind::confirmed,
                               LetterKind::displaced,
                               LetterKind::cancelled_by_applicant,
                               LetterKind::cancelled_by_department,
                               LetterKind::moved,
                               LetterKind::restored};

TEST(letter, tells_the_same_as_text_and_as_html_in_the_language_chosen) {
  const struct {
    Language language;
    const char* subject;
    std::vector<const char*> parts;
  } rows[] = {
      {Language::ms,
       "Temujanji ditempah: Isnin, 23 November 2026, 9:15 pagi (K7M2-9QXT-4B-P)",
       {"K7M2-9QXT-4B-P", "Isnin, 23 November 2026, 9:15 pagi", "Hadir sebelum 8:45 pagi",
        "Pasport lama (jika ada)", "Bayaran dengan kad sahaja", "https://temujanji.example/ms/semak"}},
      {Language::en,
       "Appointment booked: Monday, 23 November 2026, 9:15 am (K7M2-9QXT-4B-P)",
       {"K7M2-9QXT-4B-P", "Monday, 23 November 2026, 9:15 am", "Be there by 8:45 am",
        "Previous passport (if any)", "Card payment only", "https://temujanji.example/en/check"}},
  };
  for (const auto& row : rows) {
    const Mail mail = letter(sample_facts(), LetterKind::booked, row.language);
    EXPECT_EQ(mail.subject, row.subject);
    for (const char* part : row.parts) {
      EXPECT_TRUE(has(mail.text, part)) << part;
      EXPECT_TRUE(has(mail.html, part)) << part;
    }
    EXPECT_TRUE(has(mail.html, "<html lang=\"" + std::string(base::to_text(row.language)) + "\">"));
  }
}

TEST(letter, carries_slip_and_calendar_file_while_the_appointment_takes_place) {
  for (const LetterKind kind :
       {LetterKind::booked, LetterKind::confirmed, LetterKind::moved, LetterKind::restored}) {
    const Mail mail = letter(sample_facts(), kind, Language::ms);
    ASSERT_EQ(mail.attachments.size(), 2U);
    EXPECT_EQ(mail.attachments[0].name, "slip-temujanji.pdf");
    EXPECT_TRUE(mail.attachments[0].bytes.starts_with("%PDF-"));
    EXPECT_TRUE(has(mail.attachments[1].bytes, "METHOD:PUBLISH"));
  }
}

TEST(letter, about_a_lost_appointment_takes_it_out_of_the_calendar_and_asks_nobody_to_come) {
  for (const LetterKind kind :
       {LetterKind::displaced, LetterKind::cancelled_by_applicant, LetterKind::cancelled_by_department}) {
    const Mail mail = letter(sample_facts(), kind, Language::en);
    ASSERT_EQ(mail.attachments.size(), 1U);
    EXPECT_TRUE(has(mail.attachments[0].bytes, "METHOD:CANCEL"));
    EXPECT_FALSE(has(mail.text, "Be there by"));
    EXPECT_FALSE(has(mail.html, "Be there by"));
    EXPECT_FALSE(has(mail.html, "<ul"));
  }
}

TEST(letter, tells_the_former_time_and_the_reason_where_there_are_any) {
  AppointmentFacts facts = sample_facts();
  EXPECT_FALSE(has(letter(facts, LetterKind::moved, Language::en).text, "Original time"));
  facts.former = {"Jumaat, 20 November 2026, 9:15 pagi", "Friday, 20 November 2026, 9:15 am"};
  facts.reason = {"Banjir", "Flood"};
  for (const auto& [language, former, reason] :
       {std::tuple(Language::ms, "Jumaat, 20 November 2026, 9:15 pagi", "Banjir"),
        std::tuple(Language::en, "Friday, 20 November 2026, 9:15 am", "Flood")}) {
    const Mail mail = letter(facts, LetterKind::moved, language);
    for (const std::string* body : {&mail.text, &mail.html}) {
      EXPECT_TRUE(has(*body, former));
      EXPECT_TRUE(has(*body, reason));
    }
  }
}

TEST(letter, after_a_cancellation_brings_the_appointment_back_into_the_calendar) {
  AppointmentFacts facts = sample_facts();
  facts.changes = 1;
  EXPECT_TRUE(has(letter(facts, LetterKind::displaced, Language::ms).attachments.back().bytes, "SEQUENCE:1"));
  facts.changes = 2;
  EXPECT_TRUE(has(letter(facts, LetterKind::moved, Language::ms).attachments.back().bytes, "SEQUENCE:2"));
}

TEST(letter, gives_publish_and_cancel_the_same_calendar_entry) {
  const auto uid_line = [](LetterKind kind) {
    const std::string file = letter(sample_facts(), kind, Language::ms).attachments.back().bytes;
    const std::size_t from = file.find("\r\nUID:");
    return file.substr(from, file.find("\r\n", from + 2) - from);
  };
  EXPECT_EQ(uid_line(LetterKind::booked), "\r\nUID:K7M2-9QXT-4B-P@temujanji.example");
  EXPECT_EQ(uid_line(LetterKind::booked), uid_line(LetterKind::cancelled_by_applicant));
}

TEST(letter, escapes_what_people_and_administrators_typed) {
  AppointmentFacts facts = sample_facts();
  facts.masked_name = "<script>alert(1)</script>";
  facts.office.ms = "A & B \"C\"";
  facts.manage_url.ms = "javascript:alert(1)";
  const Mail mail = letter(facts, LetterKind::booked, Language::ms);
  EXPECT_FALSE(has(mail.html, "<script"));
  EXPECT_TRUE(has(mail.html, "A &amp; B &quot;C&quot;"));
  EXPECT_FALSE(has(mail.html, "href=\"javascript"));
}

TEST(letter, of_every_kind_and_language_can_be_sent) {
  for (const LetterKind kind : kAll) {
    for (const Language language : {Language::ms, Language::en}) {
      const Mail mail = letter(sample_facts(), kind, language);
      EXPECT_TRUE(to_mime(mail).ok()) << to_text(kind);
      EXPECT_FALSE(has(mail.text + mail.html + mail.subject, "{")) << mail.text << mail.html;
    }
  }
}

TEST(letter, kinds_are_named_as_in_the_outbox) {
  for (const LetterKind kind : kAll) EXPECT_EQ(parse_letter_kind(to_text(kind)), kind);
  EXPECT_EQ(parse_letter_kind("attended"), std::nullopt);
}

}  // namespace
}  // namespace temujanji::notify
