// Every service of the Malaysian catalogue that people book themselves, booked through the pages.
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "tests/support/booking.h"

namespace temujanji::features {
namespace {

using domain::DocumentType;

/// Both lines of an invented Indonesian passport.
constexpr const char* kMrz =
    "P<IDNSANTOSO<<BUDI<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "B1234567<3IDN9001011M3101012<<<<<<<<<<<<<<00";

struct Wish {
  std::string office;
  std::string service;
  std::string starts_at;
};

/// The first slot of a service at one of the published offices.
std::optional<Wish> find_room(Visitor& visitor, const std::string& service) {
  for (const char* office : PublishedData::kPublished) {
    const std::string target = std::string("/en/book/slots?office=") + office + "&service=" + service;
    if (visitor.get(target).status != 200) continue;
    const std::string starts_at = input_value(visitor.page(), "starts_at");
    if (!starts_at.empty()) return Wish{office, service, starts_at};
  }
  return std::nullopt;
}

/// What this kind of applicant has to tell; `person` tells people apart.
Pairs details_of(domain::ApplicantKind kind, int person) {
  const std::string number = std::to_string(1000 + person);
  Pairs fields{{"applicant.email", "pemohon@example.com"}, {"applicant.phone", "+62 812-3456-7890"}};
  const auto add = [&fields](const char* name, std::string value) {
    fields.emplace_back(name, std::move(value));
  };
  if (domain::accepts(kind, DocumentType::mykad)) {
    add("applicant.name", "Tan Mei Ling");
    add("applicant.document.type", "mykad");
    add("applicant.document.number", "900131-14-" + number);
  } else {
    add("applicant.name", "Budi Santoso");
    add("applicant.document.type", "passport");
    add("applicant.document.number", "B" + number);
    add("applicant.document.country", "IDN");
    add("applicant.nationality", "IDN");
  }
  if (domain::needs_sponsor(kind)) {
    add("sponsor.name", "Siti Aminah binti Ali");
    add("sponsor.document.type", "mykad");
    add("sponsor.document.number", "880131-14-5678");
  }
  if (domain::needs_organisation(kind)) {
    add("organisation.name", "Contoh Maju Sdn. Bhd.");
    add("organisation.registration_number", "202001012345");
  }
  return fields;
}

void take(Visitor& visitor, const Wish& wish, const std::string& seats = "1") {
  visitor.follow(visitor.post(
      "/en/book/hold",
      {{"office", wish.office}, {"service", wish.service}, {"seats", seats}, {"starts_at", wish.starts_at}}));
}

/// Takes the slot, fills in, declares and submits; the page that shows the reference.
std::string book(Visitor& visitor, const Wish& wish, const Pairs& details, const std::string& seats) {
  take(visitor, wish, seats);
  visitor.follow(visitor.post("/en/book/details", details));
  EXPECT_FALSE(has(visitor.page(), "-error")) << visitor.page();
  visitor.get("/en/book/check");
  visitor.follow(visitor.post("/en/book/submit", {{"declaration", "yes"}}));
  return visitor.page();
}

TEST(every_service, that_people_book_themselves_can_be_booked) {
  Installation house;
  const auto catalogue = house.live.catalogue();
  std::set<domain::ApplicantKind> kinds;
  int person = 0;
  for (const catalogue::Service& service : catalogue->services()) {
    Visitor visitor(house);
    const auto wish = find_room(visitor, service.code);
    if (!wish) continue;
    const std::string done = book(visitor, *wish, details_of(service.applicant_kind, ++person), "1");
    EXPECT_EQ(reference_on(done).size(), 14u) << service.code << done;
    kinds.insert(service.applicant_kind);
  }
  EXPECT_EQ(kinds.size(), domain::kApplicantKinds.size());
  EXPECT_GT(person, 20);
}

TEST(every_service, for_groups_takes_as_many_seats_as_there_are_persons) {
  Installation house;
  for (const catalogue::Service& service : house.live.catalogue()->services()) {
    Visitor visitor(house);
    if (service.persons_max < 3) continue;
    const auto wish = find_room(visitor, service.code);
    if (!wish) continue;
    const std::string done = book(visitor, *wish, details_of(service.applicant_kind, 1), "3");
    EXPECT_EQ(reference_on(done).size(), 14u) << done;
    const auto connection = house.database->connect(storage::Access::read);
    static constexpr storage::Statement seats{
        "seats", "SELECT a.seats, s.taken FROM appointment a JOIN slot s ON s.id = a.slot_id", ""};
    storage::Rows rows = connection->query(seats);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.small(0), 3);
    EXPECT_EQ(rows.small(1), 3);
    return;
  }
  FAIL() << "no service for groups has room";
}

TEST(every_service, takes_a_passport_from_its_machine_readable_lines) {
  Installation house;
  for (const catalogue::Service& service : house.live.catalogue()->services()) {
    Visitor visitor(house);
    if (service.applicant_kind != domain::ApplicantKind::foreigner) continue;
    const auto wish = find_room(visitor, service.code);
    if (!wish) continue;
    const Pairs details{{"mrz", kMrz},
                        {"applicant.document.type", "passport"},
                        {"applicant.email", "pemohon@example.com"},
                        {"applicant.phone", "+62 812-3456-7890"}};
    take(visitor, *wish);
    visitor.follow(visitor.post("/en/book/details", details));
    visitor.get("/en/book/check");
    EXPECT_TRUE(has(visitor.page(), "BUDI SANTOSO")) << visitor.page();
    EXPECT_TRUE(has(visitor.page(), "B1234567"));
    EXPECT_TRUE(has(visitor.page(), "Indonesia"));
    return;
  }
  FAIL() << "no service for foreigners has room";
}

/// Books without one of the answers, which the page then names, keeping the others.
void expect_named(domain::ApplicantKind kind, const std::string& missing) {
  Installation house;
  for (const catalogue::Service& service : house.live.catalogue()->services()) {
    Visitor visitor(house);
    if (service.applicant_kind != kind) continue;
    const auto wish = find_room(visitor, service.code);
    if (!wish) continue;
    take(visitor, *wish);
    Pairs details = details_of(kind, 1);
    std::erase_if(details, [&](const auto& pair) { return pair.first == missing; });
    EXPECT_EQ(visitor.post("/en/book/details", details).status, 422);
    EXPECT_TRUE(has(visitor.page(), "id=\"" + missing + "-error\"")) << visitor.page();
    EXPECT_EQ(input_value(visitor.page(), "applicant.email"), "pemohon@example.com");
    return;
  }
  FAIL() << "no service of the kind has room";
}

TEST(every_service, for_a_sponsor_or_a_company_names_what_is_missing) {
  expect_named(domain::ApplicantKind::foreigner_with_sponsor, "sponsor.document.number");
  expect_named(domain::ApplicantKind::employer, "organisation.registration_number");
}

}  // namespace
}  // namespace temujanji::features
