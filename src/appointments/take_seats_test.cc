#include "appointments/take_seats.h"

#include <gtest/gtest.h>

#include "tests/support/test_counter.h"

namespace temujanji::appointments {
namespace {

using domain::Verdict;
using std::chrono::minutes;

base::Digest digest(std::uint8_t byte) {
  return base::Digest{byte, byte};
}

class TakeSeatsTest : public testing::Test {
 protected:
  /// A hold for a quarter of an hour; `browser` 0: of a caller of the JSON interface.
  HoldRequest hold(domain::SlotId slot, std::uint8_t browser = 0, int seats = 1) {
    HoldRequest request{{++last_id_}, slot, kPassport, seats, counter.now() + minutes(15), {}};
    if (browser != 0) request.browser = digest(browser);
    return request;
  }

  BookRequest book(domain::SlotId slot, std::uint8_t identity) {
    BookRequest request;
    request.id = {++last_id_};
    request.reference = "R" + std::to_string(last_id_);
    request.slot = slot;
    request.service = kPassport;
    request.identity = digest(identity);
    request.person = "sealed";
    request.actor = "applicant";
    return request;
  }

  static void submit_under(BookRequest& request, const std::string& reference) {
    request.reference = reference;
    request.request_hash = digest(200);
  }

  std::vector<Verdict> verdicts(const std::vector<TakeSeats>& commands) {
    std::vector<Verdict> all;
    for (const auto& outcome : counter.decide(commands)) all.push_back(outcome.verdict);
    return all;
  }
  Verdict verdict(TakeSeats command) { return verdicts({std::move(command)}).front(); }

  /// The slots whose seats were announced, with the taken seats.
  std::vector<std::pair<std::int64_t, int>> announced() const {
    std::vector<std::pair<std::int64_t, int>> all;
    for (const auto& change : counter.events.seats) all.emplace_back(change.slot_id, change.taken);
    return all;
  }
  std::int64_t count_hold(const HoldRequest& request, const std::string& condition) {
    return counter.count("hold", "id = " + std::to_string(request.id.value) + " AND " + condition);
  }

  using Verdicts = std::vector<Verdict>;
  using Announced = std::vector<std::pair<std::int64_t, int>>;
  TestCounter counter;

 private:
  std::int64_t last_id_ = 100;
};

TEST_F(TakeSeatsTest, decides_holds_and_bookings_of_a_batch_in_order_of_arrival) {
  EXPECT_EQ(verdicts({{book(kTwoSeats, 1)}, {hold(kTwoSeats)}, {book(kTwoSeats, 2)}, {hold(kThreeSeats)}}),
            (Verdicts{Verdict::granted, Verdict::granted, Verdict::slot_full, Verdict::granted}));
  EXPECT_EQ(counter.taken(kTwoSeats), 2);
  EXPECT_EQ(counter.taken(kThreeSeats), 1);
  EXPECT_EQ(counter.count("appointment"), 1);
  EXPECT_EQ(counter.count("hold", "ended_at IS NULL"), 2);
}

TEST_F(TakeSeatsTest, writes_a_booking_with_its_event_and_mail) {
  BookRequest request = book(kTwoSeats, 1);
  request.language = base::Language::en;
  request.actor = "api";
  const std::string id = std::to_string(request.id.value);
  const auto outcome = counter.decide(TakeSeats{request});
  EXPECT_EQ(outcome.verdict, Verdict::granted);
  EXPECT_EQ(outcome.appointment, request.id);
  EXPECT_EQ(outcome.reference, request.reference);
  const std::string now = std::to_string(base::to_millis(counter.now()));
  EXPECT_EQ(counter.count("appointment", "id = " + id +
                                             " AND status = 'booked' AND language = 'en' AND reference = '" +
                                             request.reference + "' AND booked_at = " + now),
            1);
  EXPECT_EQ(counter.count("appointment_event", "appointment_id = " + id +
                                                   " AND kind = 'booked' AND actor = 'api' AND at = " + now),
            1);
  EXPECT_EQ(counter.count("outbox", "appointment_id = " + id + " AND status = 'waiting'"), 1);
  EXPECT_TRUE(counter.events.mail_queued);
}

TEST_F(TakeSeatsTest, announces_each_changed_slot_once_with_its_final_seats) {
  verdicts({{book(kTwoSeats, 1)}, {book(kThreeSeats, 2)}, {book(kTwoSeats, 3)}, {book(kTwoSeats, 4)}});
  ASSERT_EQ(announced(), (Announced{{kTwoSeats.value, 2}, {kThreeSeats.value, 1}}));
  EXPECT_EQ(counter.events.seats[0].pool_id, 7);
  EXPECT_EQ(counter.events.seats[0].seats, 2);
  EXPECT_EQ(counter.events.seats[1].seats, 3);
}

TEST_F(TakeSeatsTest, takes_as_many_seats_as_persons_come_or_none) {
  EXPECT_EQ(verdicts({{hold(kThreeSeats, 0, 2)}, {hold(kThreeSeats, 0, 2)}, {hold(kThreeSeats)}}),
            (Verdicts{Verdict::granted, Verdict::slot_full, Verdict::granted}));
  EXPECT_EQ(counter.taken(kThreeSeats), 3);
}

TEST_F(TakeSeatsTest, replaces_a_browsers_hold_within_a_batch) {
  const HoldRequest first = hold(kTwoSeats, 5);
  const HoldRequest second = hold(kThreeSeats, 5);
  const HoldRequest third = hold(kThreeSeats, 5, 3);
  EXPECT_EQ(verdicts({{first}, {second}, {third}}),
            (Verdicts{Verdict::granted, Verdict::granted, Verdict::granted}));
  EXPECT_EQ(count_hold(first, "ended_by = 'replaced'"), 1);
  EXPECT_EQ(count_hold(second, "ended_by = 'replaced'"), 1);
  EXPECT_EQ(count_hold(third, "ended_at IS NULL"), 1);
  EXPECT_EQ(counter.taken(kTwoSeats), 0);
  EXPECT_EQ(announced(), (Announced{{kThreeSeats.value, 3}}));
}

TEST_F(TakeSeatsTest, replaces_a_browsers_hold_of_an_earlier_batch_and_carries_its_draft_over) {
  const HoldRequest first = hold(kTwoSeats, 5);
  counter.decide(TakeSeats{first});
  counter.house.change("UPDATE hold SET draft = CAST('ab' AS blob)");
  const HoldRequest second = hold(kThreeSeats, 5);
  EXPECT_EQ(verdict({second}), Verdict::granted);
  EXPECT_EQ(count_hold(first, "ended_by = 'replaced'"), 1);
  EXPECT_EQ(count_hold(second, "ended_at IS NULL AND draft = CAST('ab' AS blob)"), 1);
  EXPECT_EQ(announced(), (Announced{{kThreeSeats.value, 1}, {kTwoSeats.value, 0}}));
}

TEST_F(TakeSeatsTest, leaves_a_browsers_hold_when_the_next_is_refused) {
  const HoldRequest first = hold(kTwoSeats, 5);
  counter.decide(TakeSeats{first});
  EXPECT_EQ(verdict({hold(kThreeSeats, 5, 4)}), Verdict::slot_full);
  EXPECT_EQ(count_hold(first, "ended_at IS NULL"), 1);
}

TEST_F(TakeSeatsTest, lets_a_browser_hold_the_last_seats_again_that_it_holds_already) {
  counter.decide(TakeSeats{hold(kTwoSeats, 5, 2)});
  EXPECT_EQ(verdict({hold(kTwoSeats, 5, 2)}), Verdict::granted);
  EXPECT_EQ(counter.taken(kTwoSeats), 2);
  EXPECT_EQ(announced(), Announced{});
}

TEST_F(TakeSeatsTest, books_the_seats_that_were_held_and_erases_the_draft) {
  const HoldRequest held = hold(kTwoSeats, 5);
  counter.decide({{held}, {hold(kTwoSeats)}});
  counter.house.change("UPDATE hold SET draft = CAST('a' AS blob)");
  BookRequest booking = book(kTwoSeats, 1);
  booking.hold = held.id;
  EXPECT_EQ(verdict({booking}), Verdict::granted);
  EXPECT_EQ(count_hold(held, "ended_by = 'booked' AND draft IS NULL AND appointment_id = " +
                                 std::to_string(booking.id.value)),
            1);
  EXPECT_EQ(counter.taken(kTwoSeats), 2);
  EXPECT_EQ(announced(), Announced{});
}

TEST_F(TakeSeatsTest, refuses_a_hold_that_ended_is_of_another_slot_or_never_was) {
  const HoldRequest held = hold(kTwoSeats);
  counter.decide(TakeSeats{held});
  BookRequest elsewhere = book(kThreeSeats, 1);
  elsewhere.hold = held.id;
  BookRequest invented = book(kTwoSeats, 2);
  invented.hold = domain::HoldId{12345};
  BookRequest first = book(kTwoSeats, 3);
  first.hold = held.id;
  BookRequest second = book(kTwoSeats, 4);
  second.hold = held.id;
  EXPECT_EQ(
      verdicts({{elsewhere}, {invented}, {first}, {second}}),
      (Verdicts{Verdict::hold_expired, Verdict::hold_expired, Verdict::granted, Verdict::hold_expired}));
  EXPECT_EQ(counter.taken(kTwoSeats), 1);
}

TEST_F(TakeSeatsTest, refuses_a_hold_from_the_moment_it_expires) {
  const HoldRequest held = hold(kTwoSeats);
  counter.decide(TakeSeats{held});
  BookRequest booking = book(kTwoSeats, 1);
  booking.hold = held.id;
  counter.house.clock.set(held.expires_at);
  EXPECT_EQ(verdict({booking}), Verdict::hold_expired);
  counter.house.clock.set(held.expires_at - std::chrono::milliseconds(1));
  EXPECT_EQ(verdict({booking}), Verdict::granted);
}

TEST_F(TakeSeatsTest, gives_a_submission_sent_twice_in_a_batch_one_effect) {
  BookRequest first = book(kTwoSeats, 1);
  submit_under(first, "KEY9");
  BookRequest again = book(kTwoSeats, 1);
  submit_under(again, first.reference);
  const auto outcomes = counter.decide({{first}, {again}});
  EXPECT_EQ(outcomes[0].verdict, Verdict::granted);
  EXPECT_EQ(outcomes[1].verdict, Verdict::repeated);
  EXPECT_EQ(outcomes[1].appointment, first.id);
  EXPECT_EQ(outcomes[1].reference, first.reference);
  EXPECT_EQ(counter.count("appointment"), 1);
  EXPECT_EQ(counter.count("outbox"), 1);
  EXPECT_EQ(counter.taken(kTwoSeats), 1);
}

TEST_F(TakeSeatsTest, answers_a_submission_sent_again_later_with_what_it_became) {
  BookRequest first = book(kTwoSeats, 1);
  submit_under(first, "KEY9");
  counter.decide({{first}, {hold(kTwoSeats)}});
  const auto before = counter.writes();
  BookRequest again = book(kTwoSeats, 1);
  submit_under(again, first.reference);
  // Also twice in that later batch, and although its slot is full meanwhile.
  for (const auto& outcome : counter.decide({{again}, {again}})) {
    EXPECT_EQ(outcome.verdict, Verdict::repeated);
    EXPECT_EQ(outcome.appointment, first.id);
    EXPECT_EQ(outcome.reference, first.reference);
  }
  EXPECT_EQ(counter.writes(), before);
  EXPECT_TRUE(counter.events.seats.empty());
}

TEST_F(TakeSeatsTest, refuses_another_submission_under_a_used_key) {
  BookRequest first = book(kTwoSeats, 1);
  submit_under(first, "KEY9");
  BookRequest other = book(kThreeSeats, 2);
  submit_under(other, first.reference);
  other.request_hash = digest(1);
  EXPECT_EQ(verdicts({{first}, {other}}), (Verdicts{Verdict::granted, Verdict::key_mismatch}));
  EXPECT_EQ(verdict({other}), Verdict::key_mismatch);
  EXPECT_EQ(counter.count("appointment"), 1);
}

TEST_F(TakeSeatsTest, leaves_a_key_free_whose_submission_was_refused) {
  counter.decide({{hold(kTwoSeats)}, {hold(kTwoSeats)}});
  BookRequest booking = book(kTwoSeats, 1);
  submit_under(booking, "KEY9");
  EXPECT_EQ(verdict({booking}), Verdict::slot_full);
  booking.slot = kThreeSeats;
  booking.request_hash = digest(1);
  EXPECT_EQ(verdict({booking}), Verdict::granted);
}

TEST_F(TakeSeatsTest, gives_an_identity_one_live_appointment_for_a_service) {
  EXPECT_EQ(verdicts({{book(kTwoSeats, 1)}, {book(kThreeSeats, 1)}}),
            (Verdicts{Verdict::granted, Verdict::already_booked}));
  EXPECT_EQ(verdict({book(kThreeSeats, 1)}), Verdict::already_booked);
  BookRequest other_service = book(kThreeSeats, 1);
  other_service.service = kPermit;
  EXPECT_EQ(verdict({other_service}), Verdict::granted);
  EXPECT_EQ(verdict({book(kThreeSeats, 2)}), Verdict::granted);
}

TEST_F(TakeSeatsTest, tells_services_of_an_identity_apart_within_a_batch) {
  BookRequest permit = book(kThreeSeats, 1);
  permit.service = kPermit;
  BookRequest permit_again = book(kThreeSeats, 1);
  permit_again.service = kPermit;
  EXPECT_EQ(verdicts({{book(kTwoSeats, 1)}, {permit}, {permit_again}}),
            (Verdicts{Verdict::granted, Verdict::granted, Verdict::already_booked}));
}

TEST_F(TakeSeatsTest, counts_confirmed_and_displaced_appointments_as_live_and_no_others) {
  counter.decide(TakeSeats{book(kTwoSeats, 1)});
  for (const char* status : {"confirmed", "displaced"}) {
    counter.house.change("UPDATE appointment SET status = '" + std::string(status) + "'");
    EXPECT_EQ(verdict({book(kThreeSeats, 1)}), Verdict::already_booked) << status;
  }
  counter.house.change("UPDATE appointment SET status = 'missed'");
  EXPECT_EQ(verdict({book(kThreeSeats, 1)}), Verdict::granted);
}

TEST_F(TakeSeatsTest, refuses_slots_that_are_withdrawn_begun_or_unknown) {
  EXPECT_EQ(verdicts({{book(kWithdrawn, 1)},
                      {hold(kWithdrawn)},
                      {book(kBegun, 2)},
                      {hold(kBegun)},
                      {book(kUnknown, 3)},
                      {hold(kUnknown)}}),
            Verdicts(6, Verdict::slot_gone));
}

TEST_F(TakeSeatsTest, lets_held_seats_of_a_slot_withdrawn_meanwhile_be_booked) {
  const HoldRequest held = hold(kTwoSeats, 5);
  counter.decide(TakeSeats{held});
  counter.house.change("UPDATE slot SET withdrawn = 1");
  BookRequest booking = book(kTwoSeats, 1);
  booking.hold = held.id;
  EXPECT_EQ(verdicts({{hold(kTwoSeats, 5)}, {booking}}), (Verdicts{Verdict::slot_gone, Verdict::granted}));
}

TEST_F(TakeSeatsTest, writes_and_announces_nothing_when_all_are_refused) {
  BookRequest known = book(kTwoSeats, 1);
  submit_under(known, "KEY9");
  counter.decide({{known}, {hold(kTwoSeats)}});
  BookRequest without_hold = book(kThreeSeats, 2);
  without_hold.hold = domain::HoldId{12345};
  BookRequest mismatch = book(kThreeSeats, 3);
  submit_under(mismatch, known.reference);
  mismatch.request_hash = digest(1);
  const auto before = counter.writes();
  EXPECT_EQ(
      verdicts(
          {{book(kTwoSeats, 4)}, {book(kThreeSeats, 1)}, {book(kUnknown, 5)}, {without_hold}, {mismatch}}),
      (Verdicts{Verdict::slot_full, Verdict::already_booked, Verdict::slot_gone, Verdict::hold_expired,
                Verdict::key_mismatch}));
  EXPECT_EQ(counter.writes(), before);
  EXPECT_TRUE(counter.events.seats.empty());
  EXPECT_FALSE(counter.events.mail_queued);
}

TEST_F(TakeSeatsTest, decides_the_same_again_after_its_batch_was_rolled_back) {
  const std::vector<TakeSeats> batch{{book(kTwoSeats, 1)}, {hold(kTwoSeats, 5)}, {book(kTwoSeats, 2)}};
  {
    engine::Events events;
    storage::Transaction transaction(*counter.house.connection);
    engine::Scope scope{transaction, counter.now(), counter.house.ids, events};
    (void)TestCounter::decide_in(scope, batch);
  }
  EXPECT_EQ(counter.taken(kTwoSeats), 0);
  EXPECT_EQ(verdicts(batch), (Verdicts{Verdict::granted, Verdict::granted, Verdict::slot_full}));
}

}  // namespace
}  // namespace temujanji::appointments
