#include "catalogue/publish.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

using base::Instant;
using std::chrono::minutes;

constexpr int kDays = 90;

class Publishing : public testing::Test {
 protected:
  void SetUp() override { house_.import(packed_catalogue()); }

  PublishReport publish(int days = kDays) {
    const auto catalogue = house_.catalogue();
    return publish_slots(house_.engine, *house_.connection, house_.ids, *catalogue, house_.clock.now(), days);
  }

  /// Only offices of the states named stay active; keeps the tests short.
  void keep_states(const std::string& states) {
    house_.change("UPDATE office SET active = 0 WHERE state_code IS NULL OR state_code NOT IN (" + states +
                  ")");
  }

  std::int64_t pool(const std::string& office, const std::string& code) {
    return house_.number(
        "SELECT pool.id FROM pool JOIN office ON office.id = office_id WHERE office.code = '" + office +
        "' AND pool.code = '" + code + "'");
  }

  /// "09:00×4 09:20×4 …" of one local day.
  std::string day(const std::string& office, const std::string& code, int year, unsigned month, unsigned of) {
    const auto midnight =
        std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(of));
    std::string text;
    for (int minute = 0; minute < 1440; ++minute) {
      const auto at = base::to_millis(Instant(midnight) + minutes(minute) - std::chrono::hours(8));
      const std::int64_t seats = house_.number(
          "SELECT seats FROM slot WHERE withdrawn = 0 AND pool_id = " + std::to_string(pool(office, code)) +
          " AND starts_at = " + std::to_string(at));
      if (seats < 0) continue;
      char shown[32];
      std::snprintf(shown, sizeof shown, "%02d:%02dx%d ", minute / 60, minute % 60, static_cast<int>(seats));
      text += shown;
    }
    return text;
  }

  std::set<std::int64_t> begins_of(domain::PoolId id) {
    static constexpr storage::Statement kBegins{"test", "SELECT starts_at FROM slot WHERE pool_id = $1", ""};
    std::set<std::int64_t> begins;
    auto rows = house_.connection->query(kBegins, {id});
    while (rows.next()) begins.insert(rows.integer(0));
    return begins;
  }

  std::string first_slot(const std::string& office, const std::string& code) {
    return std::to_string(house_.number("SELECT id FROM slot WHERE withdrawn = 0 AND pool_id = " +
                                        std::to_string(pool(office, code)) + " ORDER BY starts_at LIMIT 1"));
  }

  TestHouse house_;
};

TEST_F(Publishing, makes_the_slots_of_the_whole_country_and_then_has_nothing_to_do) {
  const PublishReport first = publish();
  EXPECT_GT(first.created, 430'000);
  EXPECT_LT(first.created, 460'000);
  EXPECT_EQ(house_.number("SELECT count(*) FROM slot"), first.created);
  const std::int64_t revision = house_.number("SELECT number FROM revision WHERE name = 'slots'");
  const PublishReport second = publish();
  EXPECT_FALSE(second.changed_anything());
  EXPECT_EQ(second.unchanged, first.created);
  EXPECT_EQ(house_.number("SELECT number FROM revision WHERE name = 'slots'"), revision);
}

TEST_F(Publishing, follows_weekends_holidays_and_breaks_of_each_state) {
  keep_states("'01', '03'");
  publish(30);
  // Kelantan rests on Friday and Saturday, Johor on Saturday and Sunday.
  EXPECT_EQ(day("KTN-HQ", "OSP", 2026, 11, 6), "");
  EXPECT_EQ(day("KTN-HQ", "OSP", 2026, 11, 7), "");
  EXPECT_EQ(day("KTN-HQ", "OSP", 2026, 11, 9),
            "08:00x6 09:00x6 10:00x6 11:00x6 12:00x6 14:00x6 15:00x6 16:00x6 ");
  EXPECT_EQ(day("KTN-HQ", "OSP", 2026, 11, 5), "08:00x6 09:00x6 10:00x6 11:00x6 12:00x6 14:00x6 ");
  EXPECT_EQ(day("JHR-HQ", "OSP", 2026, 11, 8), "");
  EXPECT_EQ(day("JHR-HQ", "OSP", 2026, 11, 6), "08:00x6 09:00x6 10:00x6 11:00x6 14:45x6 15:45x6 ");
  // Deepavali, 8 November 2026, is a Sunday: a working day lost in Kelantan, replaced on Monday in Johor.
  EXPECT_EQ(day("KTN-HQ", "OSP", 2026, 11, 8), "");
  EXPECT_EQ(day("JHR-HQ", "OSP", 2026, 11, 9), "");
  // The transformation centre opens on rest days.
  EXPECT_EQ(day("JHR-UPG", "AMBIL", 2026, 11, 7).substr(0, 16), "08:00x1 08:10x1 ");
  EXPECT_EQ(day("KUL-HQ", "OSP", 2026, 11, 3), "");
}

/// The begins of one day's slots, minute by minute: a slot begins where one has ended, or where the office
/// has just opened.
std::vector<int> reckoned_begins(const domain::OfficeDay& day, int slot_minutes) {
  std::vector<int> begins;
  int begin = -1;
  for (int minute = 0; minute <= 1440; ++minute) {
    const bool open = std::ranges::any_of(
        day.open, [&](domain::MinuteSpan span) { return span.from <= minute && minute < span.to; });
    if (begin >= 0 && minute - begin == slot_minutes) {
      begins.push_back(begin);
      begin = -1;
    }
    if (!open) begin = -1;
    if (open && begin < 0) begin = minute;
  }
  return begins;
}

std::set<std::int64_t> reckoned_slots(const Office& office, const Pool& pool, Instant now, int days) {
  std::set<std::int64_t> slots;
  for (int ahead = 0; ahead <= days; ++ahead) {
    const domain::Date on = domain::plus_days(office.zone.date_at(now), ahead);
    const domain::OfficeDay day = domain::office_day(office.calendar, on);
    for (const int begin : reckoned_begins(day, pool.rules.at(0).slot_minutes)) {
      const Instant at = office.zone.to_utc(std::chrono::local_days(on) + minutes(begin));
      if (at >= now) slots.insert(base::to_millis(at));
    }
  }
  return slots;
}

TEST_F(Publishing, agrees_with_a_slow_reckoning_of_every_minute) {
  keep_states("'01', '03', '13'");
  house_.change(
      "INSERT INTO closure (id, state_code, from_on, to_on, from_minute, to_minute, reason_ms, reason_en) "
      "VALUES (1, '03', '2026-11-10', '2026-11-11', 600, 660, 'Banjir', 'Flood')");
  publish(40);
  const auto catalogue = house_.catalogue();
  std::size_t compared = 0;
  for (const char* code : {"JHR-HQ", "KTN-HQ", "KTN-UTC", "SWK-MYY"}) {
    const Office& office = *catalogue->find_office(code);
    for (const Pool& pool : catalogue->pools()) {
      if (pool.office != office.id) continue;
      const auto reckoned = reckoned_slots(office, pool, house_.clock.now(), 40);
      EXPECT_EQ(begins_of(pool.id), reckoned) << code << ' ' << pool.code;
      compared += reckoned.size();
    }
  }
  EXPECT_GT(compared, 5'000U);
}

TEST_F(Publishing, of_a_closed_day_removes_free_slots_and_keeps_those_with_people) {
  keep_states("'09'");
  publish(10);
  const std::string booked = first_slot("PLS-HQ", "VPP");
  house_.change("UPDATE slot SET taken = 2 WHERE id = " + booked +
                "; INSERT INTO closure (id, state_code, from_on, to_on, reason_ms, reason_en) "
                "VALUES (1, '09', '2026-11-02', '2026-11-03', 'Banjir', 'Flood')");
  const PublishReport report = publish(10);
  EXPECT_GT(report.removed, 100);
  EXPECT_EQ(report.withdrawn, 1);
  ASSERT_EQ(report.kept_with_bookings.size(), 1U);
  EXPECT_EQ(report.kept_with_bookings[0].persons, 2);
  EXPECT_TRUE(report.kept_with_bookings[0].withdrawn);
  EXPECT_EQ(house_.number("SELECT withdrawn FROM slot WHERE id = " + booked), 1);
  EXPECT_EQ(day("PLS-HQ", "VPP", 2026, 11, 3), "");

  const PublishReport again = publish(10);
  EXPECT_FALSE(again.changed_anything());
  EXPECT_EQ(again.kept_with_bookings.size(), 1U);

  house_.change("UPDATE slot SET taken = 0 WHERE id = " + booked);
  EXPECT_EQ(publish(10).removed, 1);

  house_.change("DELETE FROM closure");
  EXPECT_GT(publish(10).created, 100);
}

TEST_F(Publishing, offers_a_withdrawn_slot_again_when_the_closure_is_lifted) {
  keep_states("'09'");
  publish(10);
  const std::string booked = first_slot("PLS-HQ", "VPP");
  house_.change("UPDATE slot SET taken = 1 WHERE id = " + booked +
                "; INSERT INTO closure (id, from_on, to_on, reason_ms, reason_en) VALUES (1, '2026-11-02', "
                "'2026-11-03', 'A', 'B')");
  publish(10);
  house_.change("DELETE FROM closure");
  EXPECT_EQ(publish(10).changed, 1);
  EXPECT_EQ(house_.number("SELECT withdrawn FROM slot WHERE id = " + booked), 0);
  EXPECT_EQ(house_.number("SELECT taken FROM slot WHERE id = " + booked), 1);
}

TEST_F(Publishing, of_fewer_counters_never_takes_seats_from_people) {
  keep_states("'09'");
  publish(10);
  const std::string booked = first_slot("PLS-HQ", "VPP");
  house_.change("UPDATE slot SET taken = 3 WHERE id = " + booked +
                "; UPDATE pool SET counters = 1 WHERE code = 'VPP'");
  const PublishReport report = publish(10);
  EXPECT_EQ(report.created + report.removed + report.withdrawn, 0);
  EXPECT_EQ(house_.number("SELECT seats FROM slot WHERE id = " + booked), 3);
  ASSERT_EQ(report.kept_with_bookings.size(), 1U);
  EXPECT_FALSE(report.kept_with_bookings[0].withdrawn);
  house_.change("UPDATE slot SET taken = 0 WHERE id = " + booked);
  EXPECT_EQ(publish(10).changed, 1);
  EXPECT_EQ(house_.number("SELECT seats FROM slot WHERE id = " + booked), 1);
}

TEST_F(Publishing, withdraws_what_history_refers_to_instead_of_deleting_it) {
  keep_states("'09'");
  publish(10);
  const std::string used = first_slot("PLS-HQ", "VPP");
  house_.change(
      "INSERT INTO hold (id, slot_id, service_id, seats, created_at, expires_at, ended_at, ended_by) SELECT "
      "1, " +
      used + ", min(id), 1, 1, 2, 2, 'expired' FROM service; UPDATE office SET active = 0");
  const PublishReport report = publish(10);
  EXPECT_EQ(report.withdrawn, 1);
  EXPECT_EQ(house_.number("SELECT count(*) FROM slot"), 1);
  EXPECT_TRUE(report.kept_with_bookings.empty());
  EXPECT_FALSE(publish(10).changed_anything());
}

TEST_F(Publishing, leaves_the_past_alone_and_goes_on_each_day) {
  keep_states("'09'");
  publish(10);
  const std::int64_t before = house_.number("SELECT count(*) FROM slot");
  house_.clock.advance(std::chrono::hours(24));
  const PublishReport report = publish(10);
  EXPECT_GT(report.created, 0);
  EXPECT_EQ(report.removed, 0);
  EXPECT_EQ(house_.number("SELECT count(*) FROM slot"), before + report.created);
}

TEST_F(Publishing, of_fewer_days_ahead_takes_nothing_back) {
  keep_states("'09'");
  publish(30);
  EXPECT_FALSE(publish(10).changed_anything());
}

TEST_F(Publishing, stops_on_the_last_day_of_the_only_service) {
  keep_states("'09'");
  house_.change("UPDATE service SET active_to_on = '2026-11-04'");
  publish(30);
  EXPECT_NE(day("PLS-HQ", "VPP", 2026, 11, 4), "");
  EXPECT_EQ(day("PLS-HQ", "VPP", 2026, 11, 5), "");
}

}  // namespace
}  // namespace temujanji::catalogue
