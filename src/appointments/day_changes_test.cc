#include "catalogue/day_changes.h"

#include <gtest/gtest.h>

#include "appointments/bulk_cancel.h"
#include "appointments/settle_day_changes.h"
#include "tests/support/test_closures.h"

namespace temujanji::appointments {
namespace {

using domain::Status;

constexpr int kMinutesPerHour = 60;

/// Johor's counters are open daily from 8 to 17 with four seats every half hour.
class ChangingDays : public testing::Test {
 protected:
  domain::DayChangeId change(int day, domain::MinuteSpan part, std::optional<int> seats, bool opens = false,
                             bool begins = true) {
    const auto id = here.house.ids.make<domain::DayChangeId>();
    EXPECT_TRUE(here.house.engine.run(adding(id, {here.on(day), part, seats, opens}, begins)));
    return id;
  }
  catalogue::AddDayChange adding(domain::DayChangeId id, domain::DayChange change, bool begins = true) {
    return {id,
            kJohorPool,
            change,
            {"Latihan", "Training"},
            "staff:5",
            begins,
            here.house.catalogue()->revision()};
  }
  void undo(domain::DayChangeId id) {
    EXPECT_TRUE(here.house.engine.run(catalogue::RemoveDayChange{id, "staff:6"}));
  }
  SettleReport settle() {
    return settle_day_changes(here.house.engine, *here.house.connection, here.house.ids, here.house.clock,
                              TestClosures::kDays, [] { return true; });
  }
  /// Slots on offer in Johor on a day and their seats.
  std::pair<std::int64_t, std::int64_t> offered(int day) {
    const std::string where = "FROM slot WHERE withdrawn = 0 AND pool_id = 7 AND starts_at >= " +
                              std::to_string(base::to_millis(here.at(kJohor, day, 0))) + " AND starts_at < " +
                              std::to_string(base::to_millis(here.at(kJohor, day + 1, 0)));
    return {here.house.number("SELECT count(*) " + where),
            here.house.number("SELECT CAST(coalesce(sum(seats), 0) AS integer) " + where)};
  }
  using Offered = std::pair<std::int64_t, std::int64_t>;

  TestClosures here;
};

TEST_F(ChangingDays, changes_seats_of_one_pool_and_one_day) {
  change(2, {9 * kMinutesPerHour, 10 * kMinutesPerHour}, 1);
  EXPECT_EQ(settle().causes, 1);
  EXPECT_EQ(offered(2), Offered(18, 16 * 4 + 2));
  EXPECT_EQ(offered(3), Offered(18, 72));
  EXPECT_EQ(settle().causes, 0) << "it is settled";
}

TEST_F(ChangingDays, is_not_reverted_by_publishing_or_an_import) {
  change(2, {0, 1440}, 1);
  change(3, {17 * kMinutesPerHour, 19 * kMinutesPerHour}, 2, true);
  settle();
  EXPECT_FALSE(here.publish().changed_anything());
  here.house.change("UPDATE revision SET number = number + 1 WHERE name = 'catalogue'");
  EXPECT_FALSE(here.publish().changed_anything());
  EXPECT_EQ(offered(2), Offered(18, 18));
  EXPECT_EQ(offered(3), Offered(22, 72 + 8));
}

TEST_F(ChangingDays, keeps_who_is_booked_where_only_seats_become_fewer) {
  const auto slot = here.slot(kJohor, 2, 9 * kMinutesPerHour);
  const auto first = here.book(slot);
  const auto second = here.book(slot);
  change(2, {0, 1440}, 1);
  EXPECT_EQ(settle().displaced, 0u);
  EXPECT_EQ(here.status(first), Status::booked);
  EXPECT_EQ(here.status(second), Status::booked);
  EXPECT_EQ(here.house.number("SELECT seats FROM slot WHERE id = " + std::to_string(slot.value)), 2);
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(ChangingDays, takes_seats_back_that_come_free_above_the_number) {
  const auto slot = here.slot(kJohor, 2, 9 * kMinutesPerHour);
  here.book(slot);
  const auto second = here.book(slot);
  change(2, {0, 1440}, 1);
  settle();
  here.house.engine.run(CancelSome{{}, kJohor, domain::StaffId{5}, {{second, slot}}});
  trim_changed_days(here.house.engine, *here.house.connection, here.house.ids, *here.house.catalogue(),
                    here.house.clock, TestClosures::kDays);
  EXPECT_EQ(here.house.number("SELECT seats FROM slot WHERE id = " + std::to_string(slot.value)), 1);
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(ChangingDays, displaces_who_is_at_slots_that_vanish_and_gives_them_back_when_undone) {
  const auto gone = here.book(here.slot(kJohor, 2, 9 * kMinutesPerHour));
  const auto stays = here.book(here.slot(kJohor, 2, 10 * kMinutesPerHour));
  const auto elsewhere = here.book(here.slot(kKelantan, 2, 9 * kMinutesPerHour));
  const auto id = change(2, {9 * kMinutesPerHour, 10 * kMinutesPerHour}, 0);
  EXPECT_EQ(settle().displaced, 1u);
  EXPECT_EQ(here.history(gone), "booked, displaced day_change");
  EXPECT_EQ(here.status(stays), Status::booked);
  EXPECT_EQ(here.status(elsewhere), Status::booked);
  EXPECT_EQ(here.count("outbox", "kind = 'displaced'"), 1);
  EXPECT_EQ(here.count("appointment_event", "kind = 'displaced' AND actor = 'staff:5'"), 1);
  EXPECT_EQ(settle().causes, 0) << "and nobody is told twice";
  undo(id);
  EXPECT_EQ(settle().restored, 1u);
  EXPECT_EQ(here.history(gone), "booked, displaced day_change, booked restored");
  EXPECT_EQ(offered(2), Offered(18, 72));
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(ChangingDays, displaces_who_booked_extra_hours_that_are_undone) {
  const auto id = change(2, {17 * kMinutesPerHour, 18 * kMinutesPerHour}, std::nullopt, true);
  settle();
  const auto late = here.book(here.slot(kJohor, 2, 17 * kMinutesPerHour + 30));
  undo(id);
  EXPECT_EQ(settle().displaced, 1u);
  EXPECT_EQ(here.history(late), "booked, displaced day_change");
  EXPECT_EQ(here.count("appointment_event", "kind = 'displaced' AND actor = 'staff:6'"), 1);
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(ChangingDays, leaves_who_is_at_a_slot_that_a_closure_took) {
  const auto closed = here.book(here.slot(kJohor, 2, 9 * kMinutesPerHour));
  here.close({kJohor, {}}, 2, 2);
  here.settle();
  const auto id = change(2, {8 * kMinutesPerHour, 12 * kMinutesPerHour}, 9);
  settle();
  undo(id);
  settle();
  EXPECT_EQ(here.history(closed), "booked, displaced closure");
  EXPECT_EQ(offered(2), Offered(0, 0));
}

TEST_F(ChangingDays, waits_for_its_approval_and_begins_once) {
  const auto id = change(2, {0, 1440}, 9, false, false);
  EXPECT_EQ(settle().causes, 0);
  EXPECT_EQ(offered(2), Offered(18, 72));
  struct Begin {
    domain::DayChangeId id;
    using Outcome = bool;
    Outcome apply(engine::Scope& scope) const { return catalogue::begin_day_change(scope, id); }
  };
  EXPECT_TRUE(here.house.engine.run(Begin{id}));
  EXPECT_FALSE(here.house.engine.run(Begin{id}));
  settle();
  EXPECT_EQ(offered(2), Offered(18, 18 * 9));
  const auto undone = change(3, {0, 1440}, 9, false, false);
  undo(undone);
  EXPECT_FALSE(here.house.engine.run(Begin{undone}));
}

TEST_F(ChangingDays, is_refused_where_its_effect_was_seen_in_another_catalogue) {
  auto late = adding(here.house.ids.make<domain::DayChangeId>(), {here.on(2), {0, 1440}, 1, false});
  here.close({kJohor, {}}, 3, 3);
  EXPECT_EQ(here.house.engine.run(late).refusal(), catalogue::DayChangeRefusal::outdated);
  EXPECT_EQ(here.count("day_change"), 0);
}

TEST_F(ChangingDays, ends_holds_at_slots_that_vanish) {
  const HoldRequest hold{here.house.ids.make<domain::HoldId>(),
                         here.slot(kJohor, 2, 9 * kMinutesPerHour),
                         kPassport,
                         1,
                         here.house.clock.now() + std::chrono::minutes(15),
                         std::nullopt};
  CHECK(here.house.engine.run(TakeSeats{hold}).verdict == domain::Verdict::granted);
  change(2, {0, 1440}, 0);
  EXPECT_EQ(settle().holds, 1u);
  EXPECT_EQ(here.count("hold", "ended_at IS NULL"), 0);
  EXPECT_EQ(here.wrong_slots(), 0);
}

}  // namespace
}  // namespace temujanji::appointments
