#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "appointments/change_status.h"
#include "appointments/details.h"
#include "tests/support/test_closures.h"

namespace temujanji::appointments {
namespace {

using domain::Status;

constexpr int kHour = 60;

class Closing : public testing::Test {
 protected:
  static catalogue::ClosurePlace office(domain::OfficeId id) { return {id, {}}; }

  TestClosures here;
};

TEST_F(Closing, displaces_who_is_booked_from_the_first_day_to_the_last) {
  std::vector<domain::AppointmentId> before, inside, after;
  for (const int minute : {8 * kHour, 16 * kHour + 30}) {
    before.push_back(here.book(here.slot(kJohor, 1, minute)));
    inside.push_back(here.book(here.slot(kJohor, 2, minute)));
    inside.push_back(here.book(here.slot(kJohor, 4, minute)));
    after.push_back(here.book(here.slot(kJohor, 5, minute)));
  }
  const auto elsewhere = here.book(here.slot(kKelantan, 3, 8 * kHour));
  here.close(office(kJohor), 2, 4);
  EXPECT_EQ(here.status(inside[0]), Status::booked) << "until it is settled";
  const SettleReport report = here.settle();
  EXPECT_EQ(report.causes, 1);
  EXPECT_EQ(report.displaced, 4u);
  EXPECT_EQ(report.slots.removed + report.slots.withdrawn, 3 * 18);
  for (const auto id : inside) {
    EXPECT_EQ(here.status(id), Status::displaced);
    EXPECT_EQ(here.history(id), "booked, displaced closure");
  }
  for (const auto id : {before[0], before[1], after[0], after[1], elsewhere})
    EXPECT_EQ(here.status(id), Status::booked);
  EXPECT_EQ(here.count("outbox", "kind = 'displaced'"), 4);
  EXPECT_EQ(here.count("appointment_event", "kind = 'displaced' AND actor = 'staff:5'"), 4);
  EXPECT_EQ(here.wrong_slots(), 0) << "they keep their seats";
  EXPECT_EQ(here.count("slot", "withdrawn = 1"), 4);
}

TEST_F(Closing, for_some_hours_leaves_slots_that_only_touch_them) {
  const auto touches_before = here.book(here.slot(kJohor, 1, 9 * kHour + 30));
  const auto first = here.book(here.slot(kJohor, 1, 10 * kHour));
  const auto last = here.book(here.slot(kJohor, 2, 11 * kHour));
  const auto touches_after = here.book(here.slot(kJohor, 2, 11 * kHour + 30));
  here.close(office(kJohor), 1, 2, domain::MinuteSpan{10 * kHour, 11 * kHour + 1});
  here.settle();
  EXPECT_EQ(here.status(touches_before), Status::booked);
  EXPECT_EQ(here.status(first), Status::displaced);
  EXPECT_EQ(here.status(last), Status::displaced);
  EXPECT_EQ(here.status(touches_after), Status::booked);
}

TEST_F(Closing, of_a_state_or_everywhere_reaches_the_offices_in_their_own_zones) {
  const auto johor = here.book(here.slot(kJohor, 1, 8 * kHour));
  const auto kelantan = here.book(here.slot(kKelantan, 1, 8 * kHour));
  // In Melbourne the day begins three hours earlier; the slots of both its ends lie in it.
  const auto first = here.book(here.slot(kMelbourne, 1, 8 * kHour));
  const auto last = here.book(here.slot(kMelbourne, 1, 16 * kHour + 30));
  const auto next = here.book(here.slot(kMelbourne, 2, 8 * kHour));
  here.close({std::nullopt, "01"}, 1, 1);
  here.settle();
  EXPECT_EQ(here.status(johor), Status::displaced);
  EXPECT_EQ(here.status(kelantan), Status::booked);
  EXPECT_EQ(here.status(first), Status::booked);
  here.close({}, 1, 1);
  here.settle();
  for (const auto id : {kelantan, first, last}) EXPECT_EQ(here.status(id), Status::displaced);
  EXPECT_EQ(here.status(next), Status::booked);
  EXPECT_EQ(here.history(johor), "booked, displaced closure") << "once";
}

TEST_F(Closing, finds_who_booked_before_the_slots_went_and_ends_their_holds) {
  const domain::SlotId slot = here.slot(kJohor, 1, 8 * kHour);
  HoldRequest hold{here.house.ids.make<domain::HoldId>(),
                   slot,
                   kPassport,
                   1,
                   here.house.clock.now() + std::chrono::minutes(15),
                   std::nullopt};
  ASSERT_EQ(here.house.engine.run(TakeSeats{hold}).verdict, domain::Verdict::granted);
  here.close(office(kJohor), 1, 1);
  const auto in_between = here.book(slot);
  here.settle();
  EXPECT_EQ(here.status(in_between), Status::displaced);
  BookRequest with_hold = here.request(slot);
  with_hold.hold = hold.id;
  EXPECT_EQ(here.house.engine.run(TakeSeats{with_hold}).verdict, domain::Verdict::hold_expired);
  EXPECT_EQ(here.house.engine.run(TakeSeats{here.request(slot)}).verdict, domain::Verdict::slot_gone);
  EXPECT_EQ(here.wrong_slots(), 0);
  EXPECT_EQ(here.count("hold", "ended_at IS NULL"), 0);
}

TEST_F(Closing, leaves_those_alone_who_have_begun_or_are_in_the_building) {
  const auto begun = here.book(here.slot(kJohor, 0, 8 * kHour + 30));
  const auto waiting = here.book(here.slot(kJohor, 0, 9 * kHour));
  const auto coming = here.book(here.slot(kJohor, 0, 9 * kHour));
  here.house.change(
      "INSERT INTO ticket (id, office_id, day_on, number_pool_id, number, pool_id, service_id, "
      "appointment_id, persons, priority, lane, turn_at, state, version, issued_at, calls) VALUES "
      "(1, 1, '2026-11-02', 7, 1, 7, 1, " +
      std::to_string(waiting.value) + ", 1, 'none', 'appointment', 1, 'waiting', 1, 1, 0)");
  here.house.clock.advance(std::chrono::minutes(30));
  here.close(office(kJohor), 0, 0);
  here.settle();
  EXPECT_EQ(here.status(begun), Status::booked);
  EXPECT_EQ(here.status(waiting), Status::booked);
  EXPECT_EQ(here.status(coming), Status::displaced);
}

TEST_F(Closing, is_taken_up_again_where_it_was_left_and_tells_everybody_once) {
  for (int minute = 8 * kHour; minute < 17 * kHour; minute += 30) {
    for (const auto office : {kJohor, kKelantan}) here.book(here.slot(office, 1, minute));
  }
  here.close({}, 1, 1);
  int pools = 0;
  const auto first_only = [&] { return ++pools == 1; };
  settle_closures(here.house.engine, *here.house.connection, here.house.ids, here.house.clock,
                  TestClosures::kDays, first_only);
  EXPECT_EQ(here.count("appointment", "status = 'displaced'"), 18);
  EXPECT_EQ(here.count("closure", "settled_at IS NOT NULL"), 0);
  EXPECT_EQ(here.settle().causes, 1);
  EXPECT_EQ(here.settle().causes, 0) << "there is nothing to do";
  EXPECT_EQ(here.count("appointment", "status = 'displaced'"), 36);
  EXPECT_EQ(here.count("outbox", "kind = 'displaced'"), 36);
}

TEST_F(Closing, takes_more_people_than_fit_into_one_transaction) {
  here.house.change("UPDATE slot SET seats = 500 WHERE id = " +
                    std::to_string(here.slot(kJohor, 1, 8 * kHour).value));
  const domain::SlotId slot = here.slot(kJohor, 1, 8 * kHour);
  for (std::size_t i = 0; i < 2 * kAffectedMax + 1; ++i) here.book(slot);
  here.close(office(kJohor), 1, 1);
  here.settle();
  EXPECT_EQ(here.count("appointment", "status = 'displaced'"), 2 * kAffectedMax + 1);
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(Closing, twice_the_same_is_refused_until_the_first_is_undone) {
  const domain::Closure closure{here.on(1), here.on(1), std::nullopt, {"Banjir", "Flood"}};
  const auto add = [&](catalogue::ClosurePlace place, const domain::Closure& made) {
    return here.house.engine.run(
        catalogue::AddClosure{here.house.ids.make<domain::ClosureId>(), std::move(place), made, "staff:5"});
  };
  ASSERT_TRUE(add(office(kJohor), closure));
  EXPECT_EQ(add(office(kJohor), closure).refusal(), catalogue::ClosureRefusal::already_there);
  EXPECT_TRUE(add(office(kKelantan), closure));
  EXPECT_TRUE(add({std::nullopt, "01"}, closure));
  EXPECT_TRUE(add({}, closure));
  domain::Closure morning = closure;
  morning.part = domain::MinuteSpan{480, 720};
  EXPECT_TRUE(add(office(kJohor), morning));
  EXPECT_EQ(add(office(domain::OfficeId{77}), closure).refusal(), catalogue::ClosureRefusal::place_gone);
  EXPECT_EQ(add({std::nullopt, "99"}, closure).refusal(), catalogue::ClosureRefusal::place_gone);
  const auto kept = catalogue::list_coming_closures(*here.house.connection, here.on(1));
  ASSERT_EQ(kept.size(), 5u);
  here.undo(kept.front().id);
  EXPECT_FALSE(here.house.engine.run(catalogue::RemoveClosure{kept.front().id, "staff:6"}));
  EXPECT_TRUE(add(kept.front().place, kept.front().closure));
  EXPECT_TRUE(catalogue::list_coming_closures(*here.house.connection, here.on(2)).empty()) << "over";
}

TEST_F(Closing, is_not_undone_by_publishing_what_was_planned_before) {
  const auto old = here.house.catalogue();
  const domain::SlotId slot = here.slot(kJohor, 1, 8 * kHour);
  here.close(office(kJohor), 1, 1);
  here.settle();
  EXPECT_EQ(here.slot(kJohor, 1, 8 * kHour), domain::SlotId{0});
  const auto late = publish_slots(here.house.engine, *here.house.connection, here.house.ids, *old,
                                  here.house.clock.now(), TestClosures::kDays);
  EXPECT_TRUE(late.outdated);
  EXPECT_EQ(late.created, 0);
  EXPECT_EQ(here.slot(kJohor, 1, 8 * kHour), domain::SlotId{0});
  EXPECT_FALSE(here.publish().changed_anything());
  EXPECT_NE(slot, domain::SlotId{0});
}

TEST_F(Closing, undone_gives_slots_and_appointments_back) {
  const domain::SlotId slot = here.slot(kJohor, 1, 9 * kHour);
  const auto kept = here.book(slot);
  const auto cancelled = here.book(slot);
  const auto moved = here.book(slot);
  const auto id = here.close(office(kJohor), 1, 1);
  here.settle();
  ASSERT_TRUE(here.house.engine.run(CancelDisplaced{cancelled, slot, "staff:7", "asked"}));
  ASSERT_TRUE(here.move(moved, slot, here.slot(kJohor, 2, 9 * kHour)));
  here.undo(id);
  EXPECT_EQ(here.status(kept), Status::displaced) << "until it is settled";
  const SettleReport report = here.settle();
  EXPECT_EQ(report.restored, 1u);
  EXPECT_EQ(here.history(kept), "booked, displaced closure, booked restored");
  EXPECT_EQ(here.history(cancelled), "booked, displaced closure, cancelled_by_department asked");
  EXPECT_EQ(here.history(moved), "booked, displaced closure, booked moved");
  EXPECT_EQ(here.count("outbox", "appointment_id = " + std::to_string(kept.value)), 3);
  EXPECT_EQ(here.count("slot", "pool_id = 7 AND withdrawn = 0"), here.count("slot", "pool_id = 8"));
  EXPECT_EQ(here.wrong_slots(), 0);
  EXPECT_EQ(here.settle().causes, 0);
}

TEST_F(Closing, undone_restores_only_who_can_still_come) {
  const auto soon = here.book(here.slot(kJohor, 0, 10 * kHour));
  const auto in_time = here.book(here.slot(kJohor, 0, 10 * kHour + 30));
  const auto id = here.close(office(kJohor), 0, 0);
  here.settle();
  here.house.clock.advance(std::chrono::milliseconds(1) + std::chrono::minutes(30));  // past 08:30
  here.undo(id);
  here.settle();
  EXPECT_EQ(here.status(soon), Status::displaced);
  EXPECT_EQ(here.status(in_time), Status::displaced) << "one hour and 59 minutes ahead";

  TestClosures other;
  const auto just = other.book(other.slot(kJohor, 0, 10 * kHour + 30));
  const auto again = other.close(office(kJohor), 0, 0);
  other.settle();
  other.house.clock.advance(std::chrono::minutes(30));
  other.undo(again);
  other.settle();
  EXPECT_EQ(other.status(just), Status::booked) << "two hours ahead";
}

TEST_F(Closing, undone_before_it_was_settled_changes_nothing) {
  const auto booked = here.book(here.slot(kJohor, 1, 9 * kHour));
  here.undo(here.close(office(kJohor), 1, 1));
  EXPECT_EQ(here.settle().causes, 1);
  EXPECT_EQ(here.history(booked), "booked");
}

TEST_F(Closing, of_two_that_overlap_the_last_to_be_undone_gives_the_slot_back) {
  const auto booked = here.book(here.slot(kJohor, 1, 9 * kHour));
  const auto first = here.close(office(kJohor), 1, 1);
  here.settle();
  const auto second = here.close({std::nullopt, "01"}, 1, 3);
  here.settle();
  here.undo(first);
  here.settle();
  EXPECT_EQ(here.status(booked), Status::displaced);
  here.undo(second);
  here.settle();
  EXPECT_EQ(here.history(booked), "booked, displaced closure, booked restored");
}

TEST_F(Closing, leaves_nobody_booked_inside_while_people_book) {
  constexpr int kClerks = 3;
  std::vector<domain::SlotId> slots;
  for (int day = 1; day <= 2; ++day) {
    for (int minute = 8 * kHour; minute < 17 * kHour; minute += 30)
      slots.push_back(here.slot(kJohor, day, minute));
  }
  std::vector<std::vector<BookRequest>> requests(kClerks);
  for (int round = 0; round < 8; ++round) {
    for (const domain::SlotId slot : slots)
      requests[static_cast<std::size_t>(round % kClerks)].push_back(here.request(slot));
  }
  std::atomic<int> granted{0}, refused{0};
  std::vector<std::thread> clerks;
  clerks.reserve(requests.size());
  for (const auto& some : requests) {
    clerks.emplace_back([&] {
      for (const BookRequest& request : some) {
        const auto verdict = here.house.engine.run(TakeSeats{request}).verdict;
        ++(verdict == domain::Verdict::granted ? granted : refused);
      }
    });
  }
  while (granted < 20) std::this_thread::yield();
  const auto id = here.close(office(kJohor), 1, 1);
  here.settle();
  for (std::thread& clerk : clerks) clerk.join();
  const auto in_day = "slot_id IN (SELECT id FROM slot WHERE pool_id = 7 AND starts_at >= " +
                      std::to_string(base::to_millis(here.at(kJohor, 1, 0))) + " AND starts_at < " +
                      std::to_string(base::to_millis(here.at(kJohor, 2, 0))) + ")";
  EXPECT_EQ(here.count("appointment", "status = 'booked' AND " + in_day), 0);
  EXPECT_GT(here.count("appointment", "status = 'displaced'"), 0);
  EXPECT_EQ(here.count("appointment"), granted);
  EXPECT_EQ(here.count("outbox", "kind = 'displaced'"), here.count("appointment", "status = 'displaced'"));
  EXPECT_EQ(here.wrong_slots(), 0);
  here.undo(id);
  here.settle();
  EXPECT_EQ(here.count("appointment", "status = 'booked'"), granted);
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(Closing, details_are_read_back) {
  EXPECT_EQ(parse_displaced_by(displaced_by(domain::ClosureId{17})), domain::ClosureId{17});
  const Moved moved{base::from_millis(5), kJohor, true};
  EXPECT_EQ(parse_moved(to_detail(moved)), moved);
  EXPECT_EQ(parse_moved("moved 5 1"), (Moved{base::from_millis(5), kJohor, false}));
  for (const char* other :
       {"", "moved", "moved 5", "moved x 1", "moved 5 1 perhaps", "restored", "closure:x"}) {
    EXPECT_EQ(parse_moved(other), std::nullopt) << other;
    EXPECT_EQ(parse_displaced_by(other), std::nullopt) << other;
  }
}

/// Somebody with two seats on Tuesday at nine whom a closure of that day has displaced.
class Moving : public Closing {
 protected:
  const domain::SlotId old = here.slot(kJohor, 1, 9 * kHour);
  const domain::AppointmentId who = here.book(old, kPermit, 2);
  const domain::ClosureId closure = here.close(office(kJohor), 1, 1);
  const SettleReport settled = here.settle();
};

TEST_F(Moving, takes_seats_there_and_gives_them_back_where_it_was) {
  const domain::SlotId next = here.slot(kJohor, 2, 8 * kHour);
  const auto outcome = here.move(who, old, next);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(*outcome, here.at(kJohor, 2, 8 * kHour));
  EXPECT_EQ(here.status(who), Status::booked);
  EXPECT_EQ(here.house.number("SELECT taken FROM slot WHERE id = " + std::to_string(next.value)), 2);
  EXPECT_EQ(here.house.number("SELECT taken FROM slot WHERE id = " + std::to_string(old.value)), 0);
  EXPECT_EQ(here.history(who), "booked, displaced closure, booked moved");
  EXPECT_EQ(here.count("outbox", "appointment_id = " + std::to_string(who.value)), 3);
  EXPECT_EQ(here.wrong_slots(), 0);
  EXPECT_EQ(here.move(who, old, next).refusal(), MoveRefusal::changed_meanwhile) << "a second officer";
}

TEST_F(Moving, is_refused_where_there_is_no_room_for_all) {
  const domain::SlotId next = here.slot(kJohor, 2, 8 * kHour);
  here.book(next, kPassport, 3);
  EXPECT_EQ(here.move(who, old, next).refusal(), MoveRefusal::slot_full) << "one seat for two";
  const domain::SlotId half = here.slot(kJohor, 2, 9 * kHour);
  here.book(half, kPassport, 2);
  EXPECT_TRUE(here.move(who, old, half)) << "two seats for two";
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(Moving, is_refused_to_slots_that_are_closed_begun_or_not_there) {
  EXPECT_EQ(here.move(who, old, domain::SlotId{99}).refusal(), MoveRefusal::slot_gone);
  EXPECT_EQ(here.move(who, old, old).refusal(), MoveRefusal::slot_gone) << "its own is closed";
  const domain::SlotId today = here.slot(kJohor, 0, 9 * kHour);
  here.house.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(here.move(who, old, today, true).refusal(), MoveRefusal::slot_gone) << "begins now";
  EXPECT_EQ(here.move(domain::AppointmentId{99}, old, today).refusal(), MoveRefusal::unknown);
}

TEST_F(Moving, earlier_or_to_another_office_needs_the_applicants_word) {
  const domain::SlotId earlier = here.slot(kJohor, 0, 16 * kHour + 30);
  const domain::SlotId elsewhere = here.slot(kKelantan, 1, 9 * kHour);
  EXPECT_EQ(here.move(who, old, earlier).refusal(), MoveRefusal::needs_agreement);
  EXPECT_EQ(here.move(who, old, elsewhere).refusal(), MoveRefusal::needs_agreement)
      << "also at the same time";
  EXPECT_TRUE(here.move(who, old, elsewhere, true));
  EXPECT_EQ(here.count("appointment_event", "detail LIKE 'moved % agreed'"), 1);
  EXPECT_TRUE(here.move(who, elsewhere, here.slot(kKelantan, 1, 9 * kHour + 30)));
  EXPECT_EQ(here.count("appointment_event", "detail LIKE 'moved % agreed'"), 1) << "nobody had to agree";
  EXPECT_TRUE(here.move(who, here.slot(kKelantan, 1, 9 * kHour + 30), earlier, true));
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(Moving, needs_counters_that_serve_the_service) {
  EXPECT_EQ(here.move(who, old, here.slot(kMelbourne, 2, 9 * kHour), true).refusal(),
            MoveRefusal::not_offered);
}

TEST_F(Moving, back_to_its_own_slot_is_possible_when_that_is_open_again) {
  here.house.clock.advance(std::chrono::hours(24));  // an hour before it begins
  here.undo(closure);
  here.settle();
  ASSERT_EQ(here.status(who), Status::displaced);
  EXPECT_TRUE(here.move(who, old, old));
  EXPECT_EQ(here.status(who), Status::booked);
  EXPECT_EQ(here.wrong_slots(), 0);
  EXPECT_EQ(here.move(who, old, old).refusal(), MoveRefusal::wrong_state) << "it is there";
}

TEST_F(Moving, of_one_that_is_booked_ends_when_it_begins) {
  const domain::SlotId today = here.slot(kJohor, 0, 9 * kHour);
  const domain::SlotId next = here.slot(kJohor, 2, 9 * kHour);
  const auto booked = here.book(today), late = here.book(today);
  EXPECT_TRUE(here.move(booked, today, next));
  here.house.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(here.move(late, today, next).refusal(), MoveRefusal::wrong_state);
  here.house.clock.advance(std::chrono::hours(48));
  EXPECT_TRUE(here.move(who, old, here.slot(kJohor, 3, 8 * kHour))) << "a displaced one at any time";
}

TEST_F(Moving, and_cancelling_are_refused_once_it_is_over) {
  ASSERT_TRUE(here.house.engine.run(CancelDisplaced{who, old, "staff:7", "asked"}));
  EXPECT_EQ(here.status(who), Status::cancelled_by_department);
  EXPECT_EQ(here.wrong_slots(), 0) << "its seats came back";
  EXPECT_EQ(here.house.engine.run(CancelDisplaced{who, old, "staff:7", "asked"}).refusal(),
            domain::LifeCycleRefusal::wrong_state);
  EXPECT_EQ(here.move(who, old, here.slot(kJohor, 2, 8 * kHour)).refusal(), MoveRefusal::wrong_state);
  const domain::SlotId slot = here.slot(kJohor, 3, 8 * kHour);
  const auto booked = here.book(slot);
  EXPECT_EQ(here.house.engine.run(CancelDisplaced{booked, slot, "staff:7", "asked"}).refusal(),
            domain::LifeCycleRefusal::wrong_state)
      << "only displaced ones";
}

}  // namespace
}  // namespace temujanji::appointments
