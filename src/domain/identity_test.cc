#include "domain/identity.h"

#include <gtest/gtest.h>

#include "domain/country.h"
#include "domain/masking.h"

namespace temujanji::domain {
namespace {

const Date kTypedOn = parse_date("2026-11-23").value();

void check_mykad(std::string_view text, std::string_view expected) {
  const auto answer = parse_mykad(text, kTypedOn);
  std::string shown;
  if (answer) {
    shown = answer->number + " " + to_iso(answer->born_on) + (answer->sex == Sex::male ? " male" : " female");
  } else {
    switch (answer.refusal()) {
      case IdentityProblem::mykad_digits:
        shown = "digits";
        break;
      case IdentityProblem::mykad_date:
        shown = "date";
        break;
      case IdentityProblem::mykad_place:
        shown = "place";
        break;
      case IdentityProblem::passport_format:
      case IdentityProblem::country_unknown:
        shown = "?";
        break;
    }
  }
  EXPECT_EQ(shown, expected) << text;
}

TEST(mykad, tells_birth_date_and_sex) {
  check_mykad("900101-14-1235", "900101141235 1990-01-01 male");
  check_mykad("900101141234", "900101141234 1990-01-01 female");
  check_mykad(
      " 900101 14\xE2\x80\x93"
      "1234\xC2\xA0",
      "900101141234 1990-01-01 female");
  check_mykad("261123-01-0001", "261123010001 2026-11-23 male");
  check_mykad("261124-01-0001", "261124010001 1926-11-24 male");
  check_mykad("000229-10-0002", "000229100002 2000-02-29 female");
  check_mykad("040229-10-0002", "040229100002 2004-02-29 female");
  check_mykad("600229-10-0002", "600229100002 1960-02-29 female");
}

TEST(mykad, is_refused_where_it_cannot_be_one) {
  check_mykad("", "digits");
  check_mykad("90010114123", "digits");
  check_mykad("9001011412345", "digits");
  check_mykad("90010114123A", "digits");
  check_mykad("900101/14/1234", "digits");
  check_mykad("010229-10-0002", "date");
  check_mykad("901301-14-1234", "date");
  check_mykad("900001-14-1234", "date");
  check_mykad("900100-14-1234", "date");
  check_mykad("900431-14-1234", "date");
  check_mykad("900101-00-1234", "place");
}

TEST(mykad, knows_the_place_codes) {
  std::string valid;
  for (int code = 0; code < 100; ++code) {
    const std::string digits{static_cast<char>('0' + code / 10), static_cast<char>('0' + code % 10)};
    if (parse_mykad("900101" + digits + "1234", kTypedOn)) valid += digits + " ";
  }
  EXPECT_EQ(valid,
            "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 "
            "37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 "
            "71 72 74 75 76 77 78 79 82 83 84 85 86 87 88 89 90 91 92 93 98 99 ");
}

TEST(passport, is_read_in_upper_case_without_separators) {
  const auto passport = parse_passport(" a 1234-5678 ", "my");
  ASSERT_TRUE(passport);
  EXPECT_EQ(*passport, (IdentityDocument{DocumentType::passport, "A12345678", "MYS"}));
  EXPECT_EQ(parse_passport("abc12", "IDN")->number, "ABC12");
  EXPECT_EQ(parse_passport(std::string(20, '7'), "xxb")->country, "XXB");
}

TEST(passport, is_refused_with_other_characters_lengths_and_countries) {
  for (const std::string text : {"", "AB12", "123456789012345678901", "AB/1234", "AB\303\2111234", "A<12345"})
    EXPECT_EQ(parse_passport(text, "IDN").refusal(), IdentityProblem::passport_format) << text;
  for (const auto* country : {"", "XX", "ZZZ", "Indonesia"})
    EXPECT_EQ(parse_passport("A1234567", country).refusal(), IdentityProblem::country_unknown) << country;
}

TEST(passport, of_malaysia_with_another_prefix_is_unusual_but_accepted) {
  for (const auto* usual : {"A12345678", "H12345678", "K12345678"})
    EXPECT_FALSE(is_unusual_passport(*parse_passport(usual, "MYS"))) << usual;
  for (const auto* unusual : {"B12345678", "A1234567", "A123456789", "AA2345678", "123456789"})
    EXPECT_TRUE(is_unusual_passport(*parse_passport(unusual, "MYS"))) << unusual;
  EXPECT_FALSE(is_unusual_passport(*parse_passport("B12345678", "IDN")));
}

TEST(identity_key, is_equal_for_equal_documents_only) {
  const auto mykad = parse_mykad("900101-14-1234", kTypedOn)->document();
  EXPECT_EQ(identity_key(mykad), "mykad|MYS|900101141234");
  EXPECT_EQ(identity_key(*parse_passport("a 1234 5678", "mys")), "passport|MYS|A12345678");
  EXPECT_NE(identity_key(mykad), identity_key(*parse_passport("900101141234", "MYS")));
  EXPECT_NE(identity_key(*parse_passport("A1234567", "IDN")),
            identity_key(*parse_passport("A1234567", "MMR")));
}

TEST(document_type, reads_back_what_it_writes) {
  for (const DocumentType type : {DocumentType::mykad, DocumentType::passport})
    EXPECT_EQ(parse_document_type(to_text(type)), type);
  EXPECT_FALSE(parse_document_type("MyKad"));
}

TEST(countries, have_names_in_both_languages_and_the_codes_of_icao) {
  EXPECT_GE(all_countries().size(), 249U + 14U);
  for (const Country& country : all_countries()) {
    EXPECT_EQ(country.code.size(), 3U);
    EXPECT_FALSE(country.ms.empty());
    EXPECT_FALSE(country.en.empty());
    EXPECT_EQ(find_country(country.code), &country);
    if (!country.alpha2.empty()) {
      EXPECT_EQ(parse_country(country.alpha2), country.code);
    }
  }
  for (const auto* code :
       {"XXA", "XXB", "XXC", "XXX", "GBN", "GBD", "GBO", "GBP", "GBS", "UNO", "UNA", "UNK", "RKS", "EUE"})
    EXPECT_NE(find_country(code), nullptr) << code;
  EXPECT_EQ(find_country("IND")->ms, "India");
  EXPECT_EQ(find_country("PHL")->name(base::Language::ms), "Filipina");
  EXPECT_EQ(find_country("PHL")->name(base::Language::en), "Philippines");
  EXPECT_EQ(parse_country(" idn "), "IDN");
  EXPECT_EQ(find_country("idn"), nullptr);
}

TEST(masking, shows_little) {
  EXPECT_EQ(mask_name("SITI AMINAH BINTI ALI"), "S*** A***** B**** A**");
  EXPECT_EQ(mask_name("  A/L  Ñandú "), "A** Ñ****");
  EXPECT_EQ(mask_name("陈小明"), "陈**");
  EXPECT_EQ(mask_name(""), "");
  EXPECT_EQ(mask_document("900101141234"), "********1234");
  EXPECT_EQ(mask_document("A1234"), "*1234");
  EXPECT_EQ(mask_document("1234"), "****");
  EXPECT_EQ(mask_email("aminah@example.com"), "a***@example.com");
  EXPECT_EQ(mask_email("é@example.com"), "é***@example.com");
  EXPECT_EQ(mask_email("nonsense"), "***");
}

}  // namespace
}  // namespace temujanji::domain
