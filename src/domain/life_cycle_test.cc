#include "domain/life_cycle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace temujanji::domain {
namespace {

constexpr base::Instant kStart{std::chrono::hours(1000)};
constexpr auto kMoment = std::chrono::milliseconds(1);

std::string text(const base::Result<Status, LifeCycleRefusal>& answer) {
  return std::string(answer ? to_text(*answer) : to_text(answer.refusal()));
}

TEST(status, reads_back_what_it_writes) {
  for (const Status status : kStatuses) EXPECT_EQ(parse_status(to_text(status)), status);
  EXPECT_EQ(parse_status("Booked"), std::nullopt);
  EXPECT_EQ(parse_status(""), std::nullopt);
}

TEST(status, is_live_until_served_missed_or_cancelled) {
  for (const Status status : kStatuses) {
    const bool live = status == Status::booked || status == Status::confirmed || status == Status::displaced;
    EXPECT_EQ(is_live(status), live) << to_text(status);
  }
}

TEST(status, moves_only_along_the_table) {
  const std::string_view allowed[] = {"booked>booked",
                                      "booked>confirmed",
                                      "booked>displaced",
                                      "booked>attended",
                                      "booked>missed",
                                      "booked>cancelled_by_applicant",
                                      "booked>cancelled_by_department",
                                      "confirmed>booked",
                                      "confirmed>displaced",
                                      "confirmed>attended",
                                      "confirmed>missed",
                                      "confirmed>cancelled_by_applicant",
                                      "confirmed>cancelled_by_department",
                                      "displaced>booked",
                                      "displaced>cancelled_by_applicant",
                                      "displaced>cancelled_by_department",
                                      "missed>attended"};
  for (const Status from : kStatuses) {
    for (const Status to : kStatuses) {
      const std::string step = std::string(to_text(from)) + ">" + std::string(to_text(to));
      EXPECT_EQ(may_become(from, to), std::ranges::find(allowed, step) != std::end(allowed)) << step;
    }
  }
}

TEST(status, never_comes_back_to_life_once_it_has_ended) {
  for (const Status from : kStatuses) {
    for (const Status to : kStatuses) {
      if (!is_live(from)) {
        EXPECT_FALSE(is_live(to) && may_become(from, to)) << to_text(from);
      }
    }
  }
}

TEST(confirmation, is_possible_until_the_appointment_begins) {
  EXPECT_EQ(text(confirm(Status::booked, kStart, kStart - kMoment)), "confirmed");
  EXPECT_EQ(text(confirm(Status::booked, kStart, kStart)), "too_late");
  EXPECT_EQ(text(confirm(Status::confirmed, kStart, kStart - kMoment)), "confirmed");
  for (const Status status : {Status::displaced, Status::attended, Status::missed,
                              Status::cancelled_by_applicant, Status::cancelled_by_department})
    EXPECT_EQ(text(confirm(status, kStart, kStart - kMoment)), "wrong_state") << to_text(status);
}

TEST(cancellation, is_refused_once_the_appointment_has_begun) {
  for (const Status status : {Status::booked, Status::confirmed}) {
    EXPECT_EQ(text(cancel_by_applicant(status, kStart, kStart - kMoment)), "cancelled_by_applicant");
    EXPECT_EQ(text(cancel_by_applicant(status, kStart, kStart)), "too_late");
  }
  EXPECT_EQ(text(cancel_by_applicant(Status::displaced, kStart, kStart + kMoment)), "cancelled_by_applicant");
  for (const Status status :
       {Status::attended, Status::missed, Status::cancelled_by_applicant, Status::cancelled_by_department})
    EXPECT_EQ(text(cancel_by_applicant(status, kStart, kStart - kMoment)), "wrong_state") << to_text(status);
}

TEST(cancellation, by_the_department_is_possible_while_nobody_was_served) {
  for (const Status status : kStatuses) {
    EXPECT_EQ(text(cancel_by_department(status)),
              is_live(status) ? "cancelled_by_department" : "wrong_state");
  }
}

TEST(moving, is_possible_until_the_appointment_begins_and_always_for_a_displaced_one) {
  for (const Status status : {Status::booked, Status::confirmed}) {
    EXPECT_EQ(text(move_by_department(status, kStart, kStart - kMoment)), "booked");
    EXPECT_EQ(text(move_by_department(status, kStart, kStart)), "too_late");
  }
  EXPECT_EQ(text(move_by_department(Status::displaced, kStart, kStart + kMoment)), "booked");
  for (const Status status :
       {Status::attended, Status::missed, Status::cancelled_by_applicant, Status::cancelled_by_department})
    EXPECT_EQ(text(move_by_department(status, kStart, kStart - kMoment)), "wrong_state") << to_text(status);
}

TEST(attendance, is_noted_for_who_is_expected_and_for_who_comes_after_all) {
  for (const Status status : {Status::booked, Status::confirmed, Status::missed, Status::attended})
    EXPECT_EQ(text(attend(status)), "attended") << to_text(status);
  for (const Status status :
       {Status::displaced, Status::cancelled_by_applicant, Status::cancelled_by_department})
    EXPECT_EQ(text(attend(status)), "wrong_state") << to_text(status);
}

}  // namespace
}  // namespace temujanji::domain
