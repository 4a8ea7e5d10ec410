#include "catalogue/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

using domain::Date;

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(2)};

/// The packed catalogue without the lines that begin so.
CatalogueFiles without(const std::string& file, const std::string& beginning) {
  CatalogueFiles files = packed_catalogue();
  std::string& text = files.files.at(file);
  for (std::size_t at = 0; (at = text.find("\n" + beginning, at)) != text.npos;) {
    text.erase(at + 1, text.find('\n', at + 1) - at);
  }
  return files;
}

/// The packed catalogue without an office and all that names it.
CatalogueFiles without_office(const std::string& code) {
  CatalogueFiles files = without("offices.csv", code + ",");
  files.files["office_services.csv"] =
      without("office_services.csv", code + ",").files["office_services.csv"];
  return files;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  CHECK(at != text.npos);
  return text.replace(at, from.size(), to);
}

class Import : public testing::Test {
 protected:
  /// Somebody's appointment for a service at an office, tomorrow.
  void book(const std::string& office, const std::string& service, const std::string& status) {
    const auto catalogue = house_.catalogue();
    const Office* place = catalogue->find_office(office);
    const Service* what = catalogue->find_service(service);
    const Offering* offering = catalogue->find_offering(place->id, what->id);
    const std::string slot = std::to_string(house_.ids.next());
    const std::string begin = std::to_string(base::to_millis(house_.clock.now()) + 86'400'000);
    house_.change(
        "INSERT INTO slot (id, pool_id, starts_at, minutes, seats, taken) VALUES (" + slot + ", " +
        std::to_string(offering->pool.value) + ", " + begin + ", 20, 4, 1);" +
        "INSERT INTO appointment (id, reference, slot_id, service_id, seats, status, identity_hash, "
        "person, language, booked_at) VALUES (" +
        slot + ", '" + slot + "', " + slot + ", " + std::to_string(what->id.value) + ", 1, '" + status +
        "', CAST('a' AS blob), CAST('b' AS blob), 'ms', 1);");
  }

  std::string refusal_of(const CatalogueFiles& files) {
    const auto outcome = import_catalogue(house_.engine, house_.ids, files);
    return outcome ? "" : outcome.refusal().kept().front().reason;
  }

  TestHouse house_;
};

TEST_F(Import, takes_in_the_malaysian_catalogue_whole) {
  house_.import(packed_catalogue());
  const auto catalogue = house_.catalogue();
  EXPECT_EQ(catalogue->departments().size(), 1U);
  EXPECT_EQ(catalogue->divisions().size(), 7U);
  EXPECT_EQ(catalogue->states().size(), 16U);
  EXPECT_EQ(catalogue->offices().size(), 85U);
  EXPECT_EQ(std::ranges::count(catalogue->offices(), true, &Office::active), 80);
  EXPECT_EQ(catalogue->services().size(), 57U);
  EXPECT_EQ(catalogue->live_services("JIM", "", kToday).size(), 54U);
  EXPECT_EQ(catalogue->offerings().size(), 1157U);
  EXPECT_EQ(catalogue->pools().size(), 280U);
  std::size_t documents = 0;
  for (const Service& service : catalogue->services()) documents += service.documents.size();
  EXPECT_EQ(documents, 315U);
  EXPECT_EQ(std::ranges::count(catalogue->services(), Booking::online_elsewhere, &Service::booking), 7);
}

TEST_F(Import, knows_offices_services_and_who_offers_what) {
  house_.import(packed_catalogue());
  const auto catalogue = house_.catalogue();
  const Office* kota_bharu = catalogue->find_office("KTN-HQ");
  const Service* passport = catalogue->find_service("PASPORT-BAHARU");
  ASSERT_NE(kota_bharu, nullptr);
  ASSERT_NE(passport, nullptr);
  EXPECT_EQ(catalogue->find_office(kota_bharu->id), kota_bharu);
  EXPECT_EQ(catalogue->find_office("NONE"), nullptr);
  EXPECT_EQ(passport->window.window_months, 3);
  EXPECT_EQ(passport->window.lead_days, 1);
  EXPECT_EQ(passport->department, "JIM");
  EXPECT_TRUE(catalogue->is_bookable(passport->id, kota_bharu->id, kToday));
  EXPECT_FALSE(catalogue->is_bookable(passport->id, catalogue->find_office("JHR-JBP")->id, kToday));
  EXPECT_FALSE(catalogue->is_bookable(catalogue->find_service("RTK-VERIFIKASI")->id, kota_bharu->id, kToday));
  EXPECT_FALSE(catalogue->is_bookable(catalogue->find_service("PERMIT-MASUK")->id, kota_bharu->id, kToday));
  const auto offices = catalogue->offices_offering(passport->id);
  EXPECT_TRUE(std::ranges::all_of(offices, &Office::active));
  EXPECT_EQ(offices.front()->code, "JHR-HQ");
  EXPECT_TRUE(offices.back()->state.empty());
  for (const Service* service : catalogue->services_of(kota_bharu->id, "VPP", kToday)) {
    EXPECT_EQ(service->division, "VPP");
  }
  EXPECT_TRUE(catalogue->find_office("KTN-UTC")->calendar.opens_on_rest_days);
  EXPECT_TRUE(catalogue->find_office("ATS-MEL")->calendar.holidays.empty());
}

TEST_F(Import, shows_announcements_of_the_day_pinned_first) {
  house_.import(packed_catalogue());
  const auto catalogue = house_.catalogue();
  const auto today = catalogue->current_announcements("JIM", kToday);
  ASSERT_EQ(today.size(), 2U);
  EXPECT_TRUE(today[0]->pinned);
  const Date in_2021{std::chrono::year(2021), std::chrono::month(1), std::chrono::day(20)};
  EXPECT_EQ(catalogue->current_announcements("JIM", in_2021).size(), 2U);
}

TEST_F(Import, of_the_same_files_changes_nothing) {
  EXPECT_TRUE(house_.import(packed_catalogue()).changed());
  const std::int64_t revision = house_.number("SELECT number FROM revision WHERE name = 'catalogue'");
  const ImportReport again = house_.import(packed_catalogue());
  EXPECT_FALSE(again.changed());
  EXPECT_EQ(again.tables.size(), 15U);
  for (const TableCounts& counts : again.tables)
    EXPECT_TRUE(counts.unchanged > 0 || counts.table == "closure");
  EXPECT_EQ(house_.number("SELECT number FROM revision WHERE name = 'catalogue'"), revision);
}

TEST_F(Import, keeps_ids_and_counts_what_changed) {
  house_.import(packed_catalogue());
  const domain::OfficeId before = house_.catalogue()->find_office("KUL-UTC")->id;
  CatalogueFiles files = packed_catalogue();
  files.files["offices.csv"] = replaced(files.files["offices.csv"], "KUL-UTC,JIM,utc,14,Kuala Lumpur",
                                        "KUL-UTC,JIM,utc,14,Titiwangsa");
  files.files["closures.csv"] += "BANJIR,03,,2026-12-01,2026-12-02,08:00,12:00,Banjir,Flood,\n";
  const ImportReport report = house_.import(files);
  EXPECT_EQ(report.tables[6].table, "office");
  EXPECT_EQ(report.tables[6].changed, 1);
  EXPECT_EQ(report.tables[7].added, 1);
  EXPECT_EQ(house_.catalogue()->find_office("KUL-UTC")->id, before);
  EXPECT_EQ(house_.catalogue()->find_office("KTN-HQ")->calendar.closures.size(), 1U);
  EXPECT_TRUE(house_.catalogue()->find_office("KUL-UTC")->calendar.closures.empty());
  EXPECT_EQ(house_.import(packed_catalogue()).tables[7].removed, 1);
}

TEST_F(Import, leaves_closures_made_by_staff_alone) {
  house_.import(packed_catalogue());
  house_.change(
      "INSERT INTO closure (id, from_on, to_on, reason_ms, reason_en) VALUES (1, '2026-12-01', '2026-12-01', "
      "'A', 'B')");
  EXPECT_FALSE(house_.import(packed_catalogue()).changed());
  EXPECT_EQ(house_.number("SELECT count(*) FROM closure"), 1);
}

TEST_F(Import, removes_what_nobody_used) {
  house_.import(packed_catalogue());
  const ImportReport report = house_.import(without_office("SGR-MYX"));
  EXPECT_EQ(report.tables[6].removed, 1);
  EXPECT_EQ(house_.catalogue()->find_office("SGR-MYX"), nullptr);
}

TEST_F(Import, never_drops_an_office_with_history) {
  house_.import(packed_catalogue());
  book("PJY-ESD", "ESD-PRA", "cancelled_by_applicant");
  EXPECT_EQ(refusal_of(without_office("PJY-ESD")),
            "the office PJY-ESD is missing but has appointments; keep its row and set active to no");
  EXPECT_NE(house_.catalogue()->find_office("PJY-ESD"), nullptr);
}

TEST_F(Import, never_drops_what_staff_wrote_something_about) {
  house_.import(packed_catalogue());
  const std::string office = std::to_string(house_.catalogue()->find_office("SGR-MYX")->id.value);
  house_.change(
      "INSERT INTO staff (id, user_name, name, role, active, created_at) VALUES (7, 'tujuh', CAST('x' AS "
      "blob), "
      "'officer', 1, 1); INSERT INTO staff_office (staff_id, office_id) VALUES (7, " +
      office + ");");
  EXPECT_EQ(
      refusal_of(without_office("SGR-MYX")),
      "the office SGR-MYX is missing but people work there; give them another office, or keep its row and "
      "set active to no");
}

TEST_F(Import, never_drops_a_service_with_history) {
  house_.import(packed_catalogue());
  book("PJY-ESD", "ESD-PRA", "attended");
  CatalogueFiles files = without("services.csv", "ESD-PRA,");
  files.files["service_documents.csv"] =
      without("service_documents.csv", "ESD-PRA,").files["service_documents.csv"];
  EXPECT_EQ(refusal_of(files),
            "the service ESD-PRA is missing but has appointments; keep its row and set active_to");
}

TEST_F(Import, ends_an_offering_only_when_nobody_waits_for_it) {
  house_.import(packed_catalogue());
  book("KDH-KLM", "PAS-SEMPADAN", "booked");
  const CatalogueFiles files = without("office_services.csv", "KDH-KLM,PAS-SEMPADAN");
  EXPECT_EQ(
      refusal_of(files),
      "KDH-KLM no longer offers PAS-SEMPADAN but people have appointments for it; keep the row until they "
      "are over or cancelled");
  house_.change("UPDATE appointment SET status = 'cancelled_by_department'; UPDATE slot SET taken = 0");
  EXPECT_EQ(refusal_of(files), "");
}

TEST_F(Import, keeps_a_pool_that_history_refers_to_without_counters) {
  house_.import(packed_catalogue());
  book("KUL-HQ", "RTK-PLKS", "attended");
  const CatalogueFiles files = without("office_services.csv", "KUL-HQ,RTK");
  EXPECT_EQ(refusal_of(files), "");
  EXPECT_EQ(house_.number("SELECT counters FROM pool JOIN office ON office.id = office_id "
                          "WHERE pool.code = 'RTK' AND office.code = 'KUL-HQ'"),
            0);
  EXPECT_FALSE(house_.import(files).changed());
}

TEST_F(Import, keeps_a_pool_and_a_service_for_the_numbers_of_people_without_appointments) {
  house_.import(packed_catalogue());
  house_.change(
      "INSERT INTO ticket (id, office_id, day_on, number_pool_id, number, pool_id, service_id, persons, "
      "priority, "
      "lane, turn_at, state, version, issued_at, calls) "
      "SELECT 1, o.id, '2026-11-02', p.id, 1, p.id, s.id, 1, 'none', 'open', 0, 'finished', 1, 0, 0 "
      "FROM office o JOIN pool p ON p.office_id = o.id AND p.code = 'RTK' JOIN service s ON s.code = "
      "'ESD-PRA' "
      "WHERE o.code = 'KUL-HQ'");
  EXPECT_EQ(refusal_of(without("office_services.csv", "KUL-HQ,RTK")), "");
  EXPECT_EQ(house_.number("SELECT counters FROM pool JOIN ticket ON ticket.pool_id = pool.id"), 0);
  CatalogueFiles files = without("services.csv", "ESD-PRA,");
  files.files["service_documents.csv"] =
      without("service_documents.csv", "ESD-PRA,").files["service_documents.csv"];
  EXPECT_EQ(refusal_of(files),
            "the service ESD-PRA is missing but has appointments; keep its row and set active_to");
}

TEST_F(Import, tells_that_the_catalogue_changed_only_then) {
  int told = 0;
  engine::Engine engine(*house_.database, house_.clock, house_.ids, {});
  engine.listen([&](const engine::Events& events) { told += events.catalogue_changed ? 1 : 0; });
  EXPECT_TRUE(import_catalogue(engine, house_.ids, packed_catalogue()).ok());
  EXPECT_TRUE(import_catalogue(engine, house_.ids, packed_catalogue()).ok());
  engine.stop();
  EXPECT_EQ(told, 1);
}

TEST_F(Import, leaves_the_days_alone_that_offices_changed) {
  house_.import(packed_catalogue());
  const Pool pool = house_.catalogue()->pools().front();
  house_.change(
      "INSERT INTO day_change (id, pool_id, day_on, from_minute, to_minute, seats, opens, reason_ms, "
      "reason_en, made_by, made_at, begun_at) VALUES (1, " +
      std::to_string(pool.id.value) +
      ", '2026-11-08', 480, 600, 3, 1, 'Permintaan', 'Demand', 'staff:5', 1, 1)");
  CatalogueFiles files = packed_catalogue();
  files.files["departments.csv"] = replaced(files.files.at("departments.csv"), "Jabatan", "Jabatan-");
  EXPECT_TRUE(house_.import(files).changed());
  const auto catalogue = house_.catalogue();
  const Pool* found = catalogue->find_pool(pool.id);
  ASSERT_EQ(found->changes.size(), 1u);
  EXPECT_TRUE(found->changes.front().opens);
  EXPECT_EQ(found->changes.front().seats, 3);
}

}  // namespace
}  // namespace temujanji::catalogue
