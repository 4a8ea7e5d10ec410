#include "domain/allocation.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

namespace temujanji::domain {
namespace {

const base::Instant kNow = base::from_millis(1'000'000);

SlotSeats slot(int seats, int taken = 0) {
  return {kNow + std::chrono::hours(24), seats, taken, false};
}

SeatRequest booking(std::size_t slot_index, std::size_t identity) {
  SeatRequest request;
  request.slot = slot_index;
  request.identity = identity;
  return request;
}

std::vector<Verdict> verdicts(AllocationFacts facts, const std::vector<SeatRequest>& requests) {
  std::vector<Verdict> found;
  for (const Decision& decision : allocate(facts, requests, kNow)) found.push_back(decision.verdict);
  return found;
}

TEST(allocation, gives_the_last_seat_to_who_came_first) {
  AllocationFacts facts{{slot(2, 1)}, {}, {}, {false, false}, {}};
  EXPECT_EQ(verdicts(facts, {booking(0, 1), booking(0, 0)}),
            (std::vector{Verdict::granted, Verdict::slot_full}));
}

TEST(allocation, lets_an_identity_have_one_live_appointment) {
  AllocationFacts facts{{slot(5), slot(5)}, {}, {}, {true, false}, {}};
  EXPECT_EQ(verdicts(facts, {booking(0, 0), booking(0, 1), booking(1, 1)}),
            (std::vector{Verdict::already_booked, Verdict::granted, Verdict::already_booked}));
}

TEST(allocation, answers_a_repeated_submission_with_the_first) {
  AllocationFacts facts{{slot(5)}, {}, {}, {false, false}, {KeyUse{}, KeyUse{}}};
  SeatRequest first = booking(0, 0);
  first.key = 0;
  first.request_hash[0] = 7;
  SeatRequest other_body = first;
  other_body.request_hash[0] = 8;
  const auto decisions = allocate(facts, {first, first, other_body}, kNow);
  EXPECT_EQ(decisions[0].verdict, Verdict::granted);
  EXPECT_EQ(decisions[1].verdict, Verdict::repeated);
  EXPECT_EQ(decisions[1].request, 0u);
  EXPECT_EQ(decisions[2].verdict, Verdict::key_mismatch);
  EXPECT_EQ(facts.slots[0].taken, 1);
}

TEST(allocation, takes_over_the_seats_of_a_hold) {
  AllocationFacts facts{
      {slot(1, 1)}, {HeldSeats{0, 1, kNow + std::chrono::minutes(1), false}}, {}, {false, false}, {}};
  SeatRequest holder = booking(0, 0);
  holder.held = 0;
  EXPECT_EQ(verdicts(facts, {booking(0, 1), holder}), (std::vector{Verdict::slot_full, Verdict::granted}));
}

TEST(allocation, refuses_a_hold_that_is_over_or_of_another_slot) {
  AllocationFacts facts{{slot(3, 1), slot(3)},
                        {HeldSeats{0, 1, kNow, false}, HeldSeats{0, 1, kNow + std::chrono::minutes(1), true}},
                        {},
                        {false},
                        {}};
  SeatRequest late = booking(0, 0);
  late.held = 0;
  SeatRequest ended = booking(0, 0);
  ended.held = 1;
  SeatRequest elsewhere = booking(1, 0);
  elsewhere.held = 0;
  EXPECT_EQ(verdicts(facts, {late, ended, elsewhere}), std::vector(3, Verdict::hold_expired));
}

TEST(allocation, moves_a_browsers_hold_only_if_the_new_slot_has_room) {
  AllocationFacts facts{{slot(1, 1), slot(1, 1), slot(1)},
                        {HeldSeats{0, 1, kNow + std::chrono::minutes(1), false}},
                        {std::optional<std::size_t>(0)},
                        {},
                        {}};
  SeatRequest to_full;
  to_full.kind = SeatRequest::Kind::hold;
  to_full.slot = 1;
  to_full.browser = 0;
  SeatRequest to_free = to_full;
  to_free.slot = 2;
  const auto decisions = allocate(facts, {to_full, to_free}, kNow);
  EXPECT_EQ(decisions[0].verdict, Verdict::slot_full);
  EXPECT_EQ(decisions[1].verdict, Verdict::granted);
  EXPECT_EQ(decisions[1].ended_hold, 0u);
  EXPECT_EQ(facts.slots[0].taken, 0);
  EXPECT_EQ(facts.slots[2].taken, 1);
}

TEST(allocation, lets_nobody_new_into_a_withdrawn_or_begun_slot) {
  AllocationFacts facts{{slot(3, 1), slot(3)},
                        {HeldSeats{0, 1, kNow + std::chrono::minutes(1), false}},
                        {},
                        {false, false},
                        {}};
  facts.slots[0].withdrawn = true;
  facts.slots[1].starts_at = kNow;
  SeatRequest holder = booking(0, 0);
  holder.held = 0;
  EXPECT_EQ(verdicts(facts, {booking(0, 1), booking(1, 1), holder}),
            (std::vector{Verdict::slot_gone, Verdict::slot_gone, Verdict::granted}));
}

/// The rules once more, the plain way: one request at a time on sets of rows, without indexes into shared
/// state.
class ReferenceModel {
 public:
  explicit ReferenceModel(std::vector<int> seats) : seats_(std::move(seats)) {}

  Verdict book(std::size_t at, int seats, std::size_t identity, std::optional<std::size_t> key) {
    if (key && used_keys_.contains(*key))
      return used_keys_[*key] == identity ? Verdict::repeated : Verdict::key_mismatch;
    if (identities_.contains(identity)) return Verdict::already_booked;
    if (taken(at) + seats > seats_[at]) return Verdict::slot_full;
    booked_[at].push_back(seats);
    identities_.insert(identity);
    if (key) used_keys_[*key] = identity;
    return Verdict::granted;
  }

  Verdict hold(std::size_t at, int seats, std::size_t browser) {
    const auto old = holds_.find(browser);
    const int own = old != holds_.end() && old->second.first == at ? old->second.second : 0;
    if (taken(at) - own + seats > seats_[at]) return Verdict::slot_full;
    holds_[browser] = {at, seats};
    return Verdict::granted;
  }

  int taken(std::size_t at) const {
    int sum = 0;
    if (const auto found = booked_.find(at); found != booked_.end()) {
      for (const int seats : found->second) sum += seats;
    }
    for (const auto& [browser, held] : holds_) sum += held.first == at ? held.second : 0;
    return sum;
  }

 private:
  std::vector<int> seats_;
  std::map<std::size_t, std::vector<int>> booked_;
  std::map<std::size_t, std::pair<std::size_t, int>> holds_;
  std::set<std::size_t> identities_;
  std::map<std::size_t, std::size_t> used_keys_;
};

constexpr std::size_t kPeople = 8;

SeatRequest arbitrary_request(std::size_t slots) {
  SeatRequest request;
  request.kind = *rc::gen::element(SeatRequest::Kind::hold, SeatRequest::Kind::book);
  request.slot = *rc::gen::inRange<std::size_t>(0, slots);
  request.seats = *rc::gen::inRange(1, 4);
  const auto person = *rc::gen::inRange<std::size_t>(0, kPeople);
  if (request.kind == SeatRequest::Kind::hold) {
    request.browser = person;
    request.hold_expires_at = kNow + std::chrono::minutes(15);
    return request;
  }
  request.identity = person;
  request.request_hash[0] = static_cast<std::uint8_t>(person);
  if (*rc::gen::arbitrary<bool>()) request.key = *rc::gen::inRange<std::size_t>(0, kPeople);
  return request;
}

TEST(allocation, decides_any_batch_like_the_reference_model) {
  EXPECT_TRUE(rc::check([] {
    const auto slots = *rc::gen::inRange<std::size_t>(1, 4);
    std::vector<int> seats;
    AllocationFacts facts;
    for (std::size_t i = 0; i < slots; ++i) {
      seats.push_back(*rc::gen::inRange(0, 6));
      facts.slots.push_back(slot(seats.back()));
    }
    facts.identity_has_live.assign(kPeople, false);
    facts.browser_hold.assign(kPeople, std::nullopt);
    facts.keys.assign(kPeople, KeyUse{});
    ReferenceModel model(seats);
    const auto count = *rc::gen::inRange<std::size_t>(0, 40);
    std::vector<SeatRequest> requests;
    std::vector<Verdict> expected;
    for (std::size_t i = 0; i < count; ++i) {
      const SeatRequest request = arbitrary_request(slots);
      expected.push_back(request.kind == SeatRequest::Kind::hold
                             ? model.hold(request.slot, request.seats, *request.browser)
                             : model.book(request.slot, request.seats, *request.identity, request.key));
      requests.push_back(request);
    }
    // Batches of any size must come to the same as one: cut the requests in two.
    const auto cut = *rc::gen::inRange<std::size_t>(0, count + 1);
    const auto middle = requests.begin() + static_cast<std::ptrdiff_t>(cut);
    std::vector<Verdict> found;
    for (const auto& part : {std::vector(requests.begin(), middle), std::vector(middle, requests.end())}) {
      for (const Decision& decision : allocate(facts, part, kNow)) found.push_back(decision.verdict);
    }
    RC_ASSERT(found == expected);
    for (std::size_t i = 0; i < slots; ++i) {
      RC_ASSERT(facts.slots[i].taken == model.taken(i));
      RC_ASSERT(facts.slots[i].taken <= facts.slots[i].seats);
    }
  }));
}

}  // namespace
}  // namespace temujanji::domain
