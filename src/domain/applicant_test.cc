#include "domain/applicant.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace temujanji::domain {
namespace {

const Date kToday = parse_date("2026-11-23").value();

ApplicantInput citizen() {
  ApplicantInput input;
  input.name = " Siti  Aminah binti Ali ";
  input.document = {"mykad", "900101-14-1234", ""};
  input.email = "aminah@Example.com";
  input.phone = "012-345 6789";
  return input;
}

ApplicantInput foreigner() {
  ApplicantInput input = citizen();
  input.name = "Budi Santoso";
  input.document = {"passport", "b 123-4567", "id"};
  return input;
}

ApplicantInput with_sponsor(ApplicantInput input) {
  input.sponsor_name = "Ali bin Abu";
  input.sponsor_document = {"mykad", "800202-10-5551", ""};
  return input;
}

ApplicantInput employer() {
  ApplicantInput input = citizen();
  input.organisation_name = "Maju Jaya Sdn. Bhd.";
  input.organisation_registration_number = " 202001012345 (1365678-x) ";
  return input;
}

/// "field code" of every problem, joined by "; ".
std::string problems(ApplicantKind kind, const ApplicantInput& input, int persons_max = 1) {
  const auto answer = check_applicant(kind, input, persons_max, kToday);
  if (answer) return "";
  std::string out;
  for (const FieldProblem& problem : answer.refusal()) {
    if (!out.empty()) out += "; ";
    out.append(problem.field).append(" ").append(to_text(problem.code));
  }
  return out;
}

TEST(applicant, is_cleaned_up) {
  ApplicantInput input = citizen();
  input.address = {" 1,  Jalan Mawar ", "50480", "Kuala Lumpur", "14", ""};
  const Applicant applicant = check_applicant(ApplicantKind::citizen, input, 1, kToday).value();
  EXPECT_EQ(applicant.name, "Siti Aminah binti Ali");
  EXPECT_EQ(applicant.document, (IdentityDocument{DocumentType::mykad, "900101141234", "MYS"}));
  EXPECT_EQ(applicant.nationality, "MYS");
  EXPECT_EQ(applicant.email, "aminah@example.com");
  EXPECT_EQ(applicant.phone, "+60123456789");
  EXPECT_EQ(applicant.address, (Address{"1, Jalan Mawar", "50480", "Kuala Lumpur", "14", "MYS"}));
  EXPECT_EQ(applicant.persons, 1);
  EXPECT_FALSE(applicant.sponsor);
  EXPECT_FALSE(applicant.organisation);
}

TEST(applicant, of_each_kind_gives_what_that_kind_needs) {
  EXPECT_EQ(problems(ApplicantKind::citizen, citizen()), "");
  EXPECT_EQ(problems(ApplicantKind::permanent_resident, citizen()), "");
  EXPECT_EQ(problems(ApplicantKind::foreigner, foreigner()), "");
  EXPECT_EQ(problems(ApplicantKind::foreigner_with_sponsor, with_sponsor(foreigner())), "");
  EXPECT_EQ(problems(ApplicantKind::sponsor, with_sponsor(citizen())), "");
  EXPECT_EQ(problems(ApplicantKind::sponsor, with_sponsor(foreigner())), "");
  EXPECT_EQ(problems(ApplicantKind::employer, employer()), "");
  EXPECT_EQ(problems(ApplicantKind::institution, employer()), "");
}

TEST(applicant, is_told_what_the_kind_lacks) {
  for (const ApplicantKind kind : {ApplicantKind::foreigner_with_sponsor, ApplicantKind::sponsor})
    EXPECT_EQ(problems(kind, foreigner()), "sponsor.name required; sponsor.document.number required");
  for (const ApplicantKind kind : {ApplicantKind::employer, ApplicantKind::institution})
    EXPECT_EQ(problems(kind, citizen()),
              "organisation.name required; organisation.registration_number required");
  EXPECT_EQ(problems(ApplicantKind::citizen, {}),
            "applicant.name required; applicant.document.number required; applicant.email required; "
            "applicant.phone required");
  EXPECT_EQ(
      problems(ApplicantKind::foreigner, {}),
      "applicant.name required; applicant.document.number required; applicant.document.country required; "
      "applicant.email required; applicant.phone required");
  ApplicantInput untyped = employer();
  untyped.document.type = "";
  EXPECT_EQ(problems(ApplicantKind::employer, untyped), "applicant.document.type required");
}

TEST(applicant, is_told_what_does_not_fit_the_kind) {
  for (const ApplicantKind kind : {ApplicantKind::citizen, ApplicantKind::permanent_resident})
    EXPECT_EQ(problems(kind, foreigner()), "applicant.document.type not_allowed");
  for (const ApplicantKind kind : {ApplicantKind::foreigner, ApplicantKind::foreigner_with_sponsor})
    EXPECT_EQ(problems(kind, with_sponsor(citizen())).substr(0, 35), "applicant.document.type not_allowed");
  EXPECT_EQ(problems(ApplicantKind::citizen, with_sponsor(citizen())),
            "sponsor.name not_allowed; sponsor.document.number not_allowed");
  EXPECT_EQ(problems(ApplicantKind::citizen, employer()),
            "organisation.name not_allowed; organisation.registration_number not_allowed");
}

void check_field(std::string ApplicantInput::*field, std::string value, std::string_view expected) {
  ApplicantInput input = citizen();
  input.*field = std::move(value);
  EXPECT_EQ(problems(ApplicantKind::citizen, input), expected) << input.*field;
}

TEST(applicant, fields_are_checked_one_by_one) {
  check_field(&ApplicantInput::name, std::string(100, 'A'), "");
  check_field(&ApplicantInput::name, std::string(101, 'A'), "applicant.name too_long");
  check_field(&ApplicantInput::name, "123", "applicant.name name_characters");
  check_field(&ApplicantInput::name, "A\xFF", "applicant.name name_characters");
  check_field(&ApplicantInput::name, " \n ", "applicant.name required");
  check_field(&ApplicantInput::email, "aminah", "applicant.email email_format");
  check_field(&ApplicantInput::email, " ", "applicant.email required");
  check_field(&ApplicantInput::phone, "12", "applicant.phone phone_format");
  check_field(&ApplicantInput::nationality, "MYS", "");
  check_field(&ApplicantInput::nationality, "IDN", "applicant.nationality not_allowed");
  check_field(&ApplicantInput::nationality, "QQQ", "applicant.nationality country_unknown");
}

void check_document(ApplicantKind kind, DocumentInput document, std::string_view expected) {
  ApplicantInput input = citizen();
  input.document = std::move(document);
  EXPECT_EQ(problems(kind, input), expected) << input.document.number;
}

TEST(applicant, documents_are_checked_by_type) {
  const auto citizen_kind = ApplicantKind::citizen;
  check_document(citizen_kind, {"", "900101141234", ""}, "");
  check_document(citizen_kind, {"mykad", "900101141234", "MYS"}, "");
  check_document(citizen_kind, {"mykad", "900101141234", "my"}, "");
  check_document(citizen_kind, {"mykad", "900101141234", "IDN"}, "applicant.document.country not_allowed");
  check_document(citizen_kind, {"mykad", "90010114123", ""}, "applicant.document.number mykad_digits");
  check_document(citizen_kind, {"mykad", "901301141234", ""}, "applicant.document.number mykad_date");
  check_document(citizen_kind, {"mykad", "900101001234", ""}, "applicant.document.number mykad_place");
  check_document(citizen_kind, {"ic", "900101141234", ""}, "applicant.document.type document_type_unknown");
  check_document(citizen_kind, {"mykad", " - ", ""}, "applicant.document.number mykad_digits");
  const auto foreign_kind = ApplicantKind::foreigner;
  check_document(foreign_kind, {"", "B1234567", "IDN"}, "");
  check_document(foreign_kind, {"passport", "B123", "IDN"}, "applicant.document.number passport_format");
  check_document(foreign_kind, {"passport", "B1234567", "QQ"}, "applicant.document.country country_unknown");
  check_document(foreign_kind, {"passport", "B1", "QQ"},
                 "applicant.document.number passport_format; applicant.document.country country_unknown");
  check_document(foreign_kind, {"passport", "B1234567", ""}, "applicant.document.country required");
}

TEST(applicant, nationality_and_issuer_stand_for_each_other) {
  ApplicantInput input = foreigner();
  EXPECT_EQ(check_applicant(ApplicantKind::foreigner, input, 1, kToday)->nationality, "IDN");
  input.nationality = "mm";
  EXPECT_EQ(check_applicant(ApplicantKind::foreigner, input, 1, kToday)->nationality, "MMR");
  input.document.country = "";
  EXPECT_EQ(check_applicant(ApplicantKind::foreigner, input, 1, kToday)->document.country, "MMR");
  EXPECT_EQ(check_applicant(ApplicantKind::permanent_resident, citizen(), 1, kToday)->nationality, "XXX");
  ApplicantInput resident = citizen();
  resident.nationality = "IND";
  const auto checked = check_applicant(ApplicantKind::permanent_resident, resident, 1, kToday);
  EXPECT_EQ(checked->nationality, "IND");
  EXPECT_EQ(checked->document.country, "MYS");
}

TEST(applicant, sponsors_are_checked_like_applicants) {
  ApplicantInput input = with_sponsor(foreigner());
  input.sponsor_document.type = "";
  EXPECT_EQ(problems(ApplicantKind::foreigner_with_sponsor, input), "");
  input.sponsor_document = {"passport", "A12345678", "MYS"};
  EXPECT_EQ(problems(ApplicantKind::foreigner_with_sponsor, input), "");
  input.sponsor_document = {"passport", "A1", ""};
  EXPECT_EQ(problems(ApplicantKind::foreigner_with_sponsor, input),
            "sponsor.document.number passport_format; sponsor.document.country required");
  input.sponsor_document = {"mykad", "1", ""};
  input.sponsor_name = "1";
  EXPECT_EQ(problems(ApplicantKind::foreigner_with_sponsor, input),
            "sponsor.name name_characters; sponsor.document.number mykad_digits");
}

TEST(applicant, addresses_follow_their_country) {
  const auto check = [](Address address, std::string_view expected) {
    ApplicantInput input = citizen();
    input.address = std::move(address);
    EXPECT_EQ(problems(ApplicantKind::citizen, input), expected);
  };
  check({"", "50480", "", "", ""}, "");
  check({"", "5048", "", "", ""}, "applicant.address.postcode postcode_format");
  check({"", "5048A", "", "", "MYS"}, "applicant.address.postcode postcode_format");
  check({"", "SW1A 1AA", "", "London", "GB"}, "");
  check({"", "SW1A 1AA SW1A", "", "", "GBR"}, "applicant.address.postcode postcode_format");
  check({"", "", "", "16", ""}, "");
  check({"", "", "", "17", ""}, "applicant.address.state state_unknown");
  check({"", "", "", "1", ""}, "applicant.address.state state_unknown");
  // These two were once told twice, for they are no states either.
  check({"", "", "", "\xFF", ""}, "applicant.address.state text_characters");
  check({"", "", "", std::string(101, 'x'), ""}, "applicant.address.state too_long");
  check({"", "", "", "", "Q"}, "applicant.address.country country_unknown");
  check({std::string(201, 'x'), "", "", "", ""}, "applicant.address.line too_long");
  check({"a\x01", "", "b\x02", "", ""},
        "applicant.address.line text_characters; applicant.address.city text_characters");
}

TEST(applicant, groups_are_as_large_as_the_service_allows) {
  const auto check = [](std::string seats, int persons_max, std::string_view expected) {
    ApplicantInput input = employer();
    input.seats = std::move(seats);
    EXPECT_EQ(problems(ApplicantKind::employer, input, persons_max), expected) << input.seats;
  };
  check("", 1, "");
  check("1", 1, "");
  check("20", 20, "");
  for (const auto* bad : {"0", "-1", "21", "2.5", "two", "99999999999999999999", "1 2"})
    check(bad, 20, "seats persons_range");
}

TEST(applicant, registration_numbers_are_of_many_forms) {
  const auto check = [](std::string number, std::string_view expected) {
    ApplicantInput input = employer();
    input.organisation_registration_number = std::move(number);
    EXPECT_EQ(problems(ApplicantKind::employer, input), expected);
  };
  for (const auto* good : {"202001012345", "1365678-X", "PPM-001-10-01011990", "KPT/JPS/DFT 12"})
    check(good, "");
  for (const auto* bad : {"12", "1234567890123456789012345678901", "12;34", "é12345"})
    check(bad, "organisation.registration_number registration_format");
}

TEST(applicant, words_read_back) {
  for (const ApplicantKind kind : kApplicantKinds) EXPECT_EQ(parse_applicant_kind(to_text(kind)), kind);
  EXPECT_FALSE(parse_applicant_kind("agent"));
  std::vector<std::string_view> codes;
  codes.reserve(kFieldCodes.size());
  for (const FieldCode code : kFieldCodes) codes.push_back(to_text(code));
  std::ranges::sort(codes);
  EXPECT_EQ(std::ranges::adjacent_find(codes), codes.end());
}

std::vector<Applicant> some_applicants() {
  std::vector<Applicant> out{{}};
  out.push_back(check_applicant(ApplicantKind::citizen, citizen(), 1, kToday).value());
  out.push_back(
      check_applicant(ApplicantKind::foreigner_with_sponsor, with_sponsor(foreigner()), 1, kToday).value());
  ApplicantInput company = employer();
  company.seats = "300";
  out.push_back(check_applicant(ApplicantKind::employer, company, 1000, kToday).value());
  out.back().sponsor = out[2].sponsor;
  return out;
}

TEST(packed_applicant, is_the_same_when_unpacked) {
  for (const Applicant& applicant : some_applicants())
    EXPECT_EQ(unpack_applicant(pack_applicant(applicant)), applicant);
}

TEST(packed_applicant, is_refused_when_cut_extended_or_of_another_version) {
  for (const Applicant& applicant : some_applicants()) {
    const std::string packed = pack_applicant(applicant);
    for (std::size_t length = 0; length < packed.size(); ++length)
      EXPECT_FALSE(unpack_applicant(std::string_view(packed).substr(0, length))) << length;
    EXPECT_FALSE(unpack_applicant(packed + '\0'));
    std::string other = packed;
    other[0] = 2;
    EXPECT_FALSE(unpack_applicant(other));
  }
}

}  // namespace
}  // namespace temujanji::domain
