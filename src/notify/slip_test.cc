#include "notify/slip.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "base/check.h"
#include "notify/test_facts.h"
#include "tests/support/test_folder.h"
#include "tests/support/text.h"

namespace temujanji::notify {
namespace {

/// What `command` (of poppler-utils) prints about the PDF, whose path takes the place of `%`.
std::string ask(std::string command, const std::string& pdf) {
  const tests::TestFolder folder;
  const std::string path = folder.path() / "slip.pdf";
  std::ofstream(path, std::ios::binary) << pdf;
  command.replace(command.find('%'), 1, path);
  FILE* pipe = ::popen(command.c_str(), "r");
  CHECK(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer{};
  for (std::size_t size = 0; (size = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    output.append(buffer.data(), size);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return output;
}

std::string text_of(const std::string& pdf) {
  return ask("pdftotext -layout % -", pdf);
}

TEST(slip, shows_what_one_needs_at_the_counter_in_both_languages) {
  const std::string text = text_of(make_slip_pdf(sample_facts(), words()));
  for (const char* part :
       {"K7M2-9QXT-4B-P", "Isnin, 23 November 2026, 9:15 pagi", "Monday, 23 November 2026, 9:15 am",
        "Hadir sebelum 8:45 pagi", "Be there by 8:45 am", "S*** B**** A*****", "MyKad ******-**-5678",
        "Pejabat Imigresen UTC Kuala Lumpur", "55100 Kuala Lumpur", "03-2070 0000",
        "Kad pengenalan (MyKad) asal", "Previous passport (if any)", "Bayaran dengan kad sahaja",
        "Card payment only", "https://temujanji.example/ms/semak"}) {
    EXPECT_TRUE(has(text, part)) << part << "\nis not in\n" << text;
  }
}

TEST(slip, shows_names_of_many_scripts_so_that_they_can_be_copied_out) {
  for (const char* name : {"Núr Ähmad", "陈伟明", "முருகன் கந்தசாமி", "محمد أحمد", "মোহাম্মদ রহমান", "အောင်ဆန်း",
                           "สมชาย", "राम बहादुर"}) {
    AppointmentFacts facts = sample_facts();
    facts.masked_name = name;
    const std::string pdf = make_slip_pdf(facts, words());
    const std::string text = ask("pdftotext % -", pdf);
    EXPECT_TRUE(has(text, name)) << name << " is not in\n" << text;
    EXPECT_FALSE(has(text, "\uFFFD")) << name;
  }
}

/// As many documents as asked, each with its number at the end.
std::vector<DocumentFact> documents(std::size_t count, const base::Bilingual& condition) {
  std::vector<DocumentFact> list;
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string number = " no. " + std::to_string(i) + ".";
    list.push_back({{"Surat kebenaran dan salinan yang disahkan" + number,
                     "Letter of consent and a certified copy" + number},
                    condition});
  }
  return list;
}

TEST(slip, stays_one_page_however_many_documents_there_are) {
  const base::Bilingual condition{"jika pemohon berumur bawah 18 tahun dan tidak hadir bersama ibu bapa",
                                  "if the applicant is under 18 and does not come with a parent"};
  const struct {
    std::size_t count;
    base::Bilingual condition;
    bool complete;
  } rows[] = {{0, {}, true}, {1, {}, true}, {20, {}, true}, {12, condition, true}, {60, condition, false}};
  for (const auto& row : rows) {
    AppointmentFacts facts = sample_facts();
    facts.documents = documents(row.count, row.condition);
    const std::string pdf = make_slip_pdf(facts, words());
    EXPECT_TRUE(has(ask("pdfinfo %", pdf), "Pages:           1\n")) << row.count;
    const std::string text = text_of(pdf);
    EXPECT_EQ(has(text, "dokumen lagi"), !row.complete) << text;
    EXPECT_TRUE(has(text, "percuma")) << "the notes must stay on the page with " << row.count;
    const std::string last = "no. " + std::to_string(row.count) + ".";
    EXPECT_TRUE(row.count == 0 || has(text, last) == row.complete) << text;
  }
}

TEST(slip, keeps_the_applicant_out_of_the_metadata) {
  const std::string info = ask("pdfinfo %", make_slip_pdf(sample_facts(), words()));
  EXPECT_TRUE(has(info, "Slip temujanji"));
  EXPECT_FALSE(has(info, "S***"));
  EXPECT_FALSE(has(info, "K7M2"));
  EXPECT_FALSE(has(info, "5678"));
}

TEST(slip, is_the_same_bytes_for_the_same_facts) {
  EXPECT_EQ(make_slip_pdf(sample_facts(), words()), make_slip_pdf(sample_facts(), words()));
}

TEST(slip, embeds_every_font_it_uses) {
  AppointmentFacts facts = sample_facts();
  facts.masked_name = "陈 முருகன் محمد";
  const std::string fonts = ask("pdffonts %", make_slip_pdf(facts, words()));
  EXPECT_TRUE(has(fonts, "NotoSans"));
  EXPECT_FALSE(has(fonts, " no  no ")) << fonts;
}

TEST(slip, draws_an_address_with_quotes_as_text_only) {
  AppointmentFacts facts = sample_facts();
  facts.manage_url = {"https://x.example/' uri='evil", "https://x.example/\"\\"};
  EXPECT_FALSE(make_slip_pdf(facts, words()).empty());
}

}  // namespace
}  // namespace temujanji::notify
