#include "appointments/bulk_cancel.h"

#include <gtest/gtest.h>

#include "tests/support/test_closures.h"

namespace temujanji::appointments {
namespace {

using domain::Status;

constexpr domain::StaffId kAsker{5};

struct Approve {
  domain::BulkCancellationId id;
  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const { return approve_bulk_cancellation(scope, id); }
};

class CancellingMany : public testing::Test {
 protected:
  CancellingMany() {
    here.house.change(
        "INSERT INTO staff (id, user_name, name, role, active, created_at) "
        "VALUES (5, 'a', CAST('x' AS blob), 'office_admin', 1, 1)");
  }

  domain::BulkCancellationId ask(const std::vector<domain::AppointmentId>& appointments) {
    KeepBulkCancellation keep;
    keep.cancellation.id = here.house.ids.make<domain::BulkCancellationId>();
    keep.cancellation.office = kJohor;
    keep.cancellation.on = here.on(2);
    keep.cancellation.reason = {"Gangguan sistem", "System failure"};
    keep.cancellation.asked_by = kAsker;
    for (const domain::AppointmentId id : appointments)
      keep.members.push_back({id, find_appointment(*here.house.connection, here.keys, id)->slot});
    here.house.engine.run(keep);
    return keep.cancellation.id;
  }
  /// What the caretaker does, until `portions` are done.
  int cancel(int portions = 1000) {
    return cancel_approved(here.house.engine, *here.house.connection, [&] { return portions-- > 0; });
  }
  std::vector<domain::AppointmentId> book(int people) {
    std::vector<domain::AppointmentId> booked;
    booked.reserve(static_cast<std::size_t>(people));
    for (int i = 0; i < people; ++i)
      booked.push_back(here.book(here.slot(kJohor, 2 + i / 72, 480 + i % 18 * 30)));
    return booked;
  }

  TestClosures here;
};

TEST_F(CancellingMany, happens_after_the_approval_and_tells_everybody_once) {
  const auto booked = book(5);
  const auto other = here.book(here.slot(kJohor, 3, 480));
  const auto id = ask({booked.begin(), booked.begin() + 4});
  EXPECT_EQ(cancel(), 0) << "nobody approved it";
  EXPECT_TRUE(here.house.engine.run(Approve{id}));
  EXPECT_FALSE(here.house.engine.run(Approve{id})) << "a second time";
  EXPECT_EQ(cancel(), 4);
  EXPECT_EQ(cancel(), 0);
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_EQ(here.history(booked[i]), "booked, cancelled_by_department bulk_cancellation");
  EXPECT_EQ(here.status(booked[4]), Status::booked);
  EXPECT_EQ(here.status(other), Status::booked);
  EXPECT_EQ(here.count("outbox", "kind = 'cancelled_by_department'"), 4);
  EXPECT_EQ(here.count("appointment_event", "kind = 'cancelled_by_department' AND actor = 'staff:5'"), 4);
  EXPECT_EQ(here.wrong_slots(), 0);
  const auto count = count_bulk(*here.house.connection, id);
  EXPECT_EQ(count.all, 4);
  EXPECT_EQ(count.cancelled, 4);
  EXPECT_TRUE(find_bulk_cancellation(*here.house.connection, id)->ended_at);
}

TEST_F(CancellingMany, goes_on_where_it_stopped) {
  const auto booked = book(450);
  const auto id = ask(booked);
  here.house.engine.run(Approve{id});
  EXPECT_EQ(cancel(1), 200) << "the program stopped after one portion";
  EXPECT_FALSE(find_bulk_cancellation(*here.house.connection, id)->ended_at);
  EXPECT_EQ(cancel(), 250);
  EXPECT_EQ(here.count("appointment", "status = 'cancelled_by_department'"), 450);
  EXPECT_EQ(here.count("outbox", "kind = 'cancelled_by_department'"), 450);
  EXPECT_EQ(here.wrong_slots(), 0);
  EXPECT_EQ(here.count("slot", "taken > 0"), 0);
}

TEST_F(CancellingMany, leaves_who_is_there_or_has_cancelled_and_takes_who_is_displaced) {
  const auto booked = book(3);
  here.house.change(
      "UPDATE appointment SET status = 'attended' WHERE id = " + std::to_string(booked[0].value) +
      "; UPDATE slot SET taken = 0 WHERE id = (SELECT slot_id FROM appointment WHERE id = " +
      std::to_string(booked[0].value) + ")");
  here.close({kJohor, {}}, 2, 2, domain::MinuteSpan{510, 520});
  here.settle();
  ASSERT_EQ(here.status(booked[1]), Status::displaced);
  const auto id = ask(booked);
  here.house.engine.run(Approve{id});
  EXPECT_EQ(cancel(), 2);
  EXPECT_EQ(here.status(booked[0]), Status::attended);
  EXPECT_EQ(here.status(booked[1]), Status::cancelled_by_department);
  EXPECT_EQ(count_bulk(*here.house.connection, id).kept, 1);
  EXPECT_EQ(here.wrong_slots(), 0);
}

TEST_F(CancellingMany, leaves_who_was_moved_before_it_was_approved) {
  const auto booked = book(1);
  const auto id = ask(booked);
  ASSERT_TRUE(here.move(booked[0], here.slot(kJohor, 2, 480), here.slot(kJohor, 4, 480)).ok());
  here.house.engine.run(Approve{id});
  EXPECT_EQ(cancel(), 0);
  EXPECT_EQ(here.status(booked[0]), Status::booked);
  EXPECT_EQ(count_bulk(*here.house.connection, id).kept, 1);
  EXPECT_TRUE(find_bulk_cancellation(*here.house.connection, id)->ended_at);
  here.close({kJohor, {}}, 2, 2, domain::MinuteSpan{480, 510});
  here.settle();
  EXPECT_EQ(here.slot(kJohor, 2, 480).value, 0) << "the slot they left may go";
}

TEST_F(CancellingMany, leaves_what_has_begun_by_the_time_it_is_approved) {
  const auto booked = book(2);
  const auto id = ask(booked);
  here.house.clock.advance(here.at(kJohor, 2, 480) - here.house.clock.now());
  here.house.engine.run(Approve{id});
  EXPECT_EQ(cancel(), 1);
  EXPECT_EQ(here.status(booked[0]), Status::booked) << "their attendance may still be noted";
  EXPECT_EQ(here.status(booked[1]), Status::cancelled_by_department);
  EXPECT_EQ(count_bulk(*here.house.connection, id).kept, 1);
}

}  // namespace
}  // namespace temujanji::appointments
