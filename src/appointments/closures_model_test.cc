// Bookings, closures, their ends, moves and cancellations in any order, against a model that knows only who
// is where, and of each closure its dates.
#include <gtest/gtest.h>

#include <random>
#include <unordered_map>

#include "tests/support/test_closures.h"

namespace temujanji::appointments {
namespace {

using domain::Status;

/// What the model knows of somebody.
struct Person {
  domain::OfficeId office;
  domain::SlotId slot;
  base::Instant starts_at;
  Status status = Status::booked;
};

struct Made {
  domain::ClosureId id;
  catalogue::ClosurePlace place;
  domain::Closure closure;
};

class Model {
 public:
  explicit Model(unsigned seed) : random_(seed) {}

  void step() {
    switch (pick(10)) {
      case 0:
        return close();
      case 1:
        return undo();
      case 2:
        return move();
      case 3:
        return cancel();
      case 4:
        here_.house.clock.advance(std::chrono::minutes(pick(90)));
        return;
      case 5:
      case 6:
        return settle();
      default:
        return book();
    }
  }

  void settle() {
    here_.settle();
    for (auto& [id, person] : people_) {
      const bool begun = person.starts_at <= now();
      if (person.status == Status::booked && !begun && is_closed(person)) person.status = Status::displaced;
      const bool can_come = person.starts_at >= now() + kRestoredBefore;
      if (person.status == Status::displaced && can_come && !is_closed(person))
        person.status = Status::booked;
    }
    check();
    EXPECT_EQ(here_.settle().causes, 0);
  }

  void check() {
    EXPECT_EQ(here_.wrong_slots(), 0);
    EXPECT_EQ(here_.count("appointment"), static_cast<std::int64_t>(people_.size()));
    for (const auto& [id, person] : people_) {
      const auto found = find_appointment(*here_.house.connection, here_.keys, id).value();
      EXPECT_EQ(to_text(found.status), to_text(person.status)) << here_.history(id);
      EXPECT_EQ(found.slot, person.slot) << here_.history(id);
    }
    EXPECT_EQ(here_.count("appointment_event"), here_.count("outbox")) << "everything is told once";
  }

 private:
  base::Instant now() { return here_.house.clock.now(); }
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  domain::OfficeId some_office() { return domain::OfficeId{1 + pick(3)}; }
  int some_minute() { return 480 + 30 * pick(18); }

  bool is_closed(const Person& person) {
    const auto catalogue = here_.house.catalogue();
    const catalogue::Office& office = *catalogue->find_office(person.office);
    return std::ranges::any_of(closures_, [&](const Made& made) {
      return made.place.holds(office) && lies_in(made.closure, person.starts_at, 30, office.zone);
    });
  }

  struct Somewhere {
    domain::OfficeId office;
    domain::SlotId slot;
    base::Instant starts_at;
  };
  Somewhere somewhere() {
    const domain::OfficeId office = some_office();
    const int day = pick(4), minute = some_minute();
    return {office, here_.slot(office, day, minute), here_.at(office, day, minute)};
  }

  void book() {
    const Somewhere place = somewhere();
    if (!place.slot) return;
    const BookRequest request = here_.request(place.slot, kPassport, 1 + pick(2));
    if (here_.house.engine.run(TakeSeats{request}).verdict != domain::Verdict::granted) return;
    people_[request.id] = {place.office, place.slot, place.starts_at};
  }

  void close() {
    catalogue::ClosurePlace place;
    if (pick(4) > 0) place.office = some_office();
    const int from = pick(4);
    std::optional<domain::MinuteSpan> part;
    if (pick(2) == 0) {
      const int begin = 480 + pick(500);
      part = domain::MinuteSpan{begin, begin + 1 + pick(200)};
    }
    const domain::Closure closure{here_.on(from), here_.on(from + pick(2)), part, {"Banjir", "Flood"}};
    const auto id = here_.house.ids.make<domain::ClosureId>();
    if (here_.house.engine.run(catalogue::AddClosure{id, place, closure, "staff:5"}))
      closures_.push_back({id, place, closure});
  }

  void undo() {
    if (closures_.empty()) return;
    const auto chosen = closures_.begin() + pick(static_cast<int>(closures_.size()));
    here_.undo(chosen->id);
    closures_.erase(chosen);
  }

  std::unordered_map<domain::AppointmentId, Person>::iterator somebody() {
    return std::next(people_.begin(), pick(static_cast<int>(people_.size())));
  }

  void move() {
    if (people_.empty()) return;
    auto& [id, person] = *somebody();
    const Somewhere to = somewhere();
    const bool agreed = pick(2) == 0;
    const auto outcome = here_.move(id, person.slot, to.slot, agreed);
    if (!outcome) return;
    EXPECT_TRUE(domain::is_live(person.status));
    EXPECT_TRUE(agreed || (to.starts_at >= person.starts_at && to.office == person.office)) << "I12";
    person = {to.office, to.slot, to.starts_at, Status::booked};
  }

  void cancel() {
    if (people_.empty()) return;
    auto& [id, person] = *somebody();
    const bool cancelled = here_.house.engine.run(CancelDisplaced{id, person.slot, "staff:7", "asked"}).ok();
    EXPECT_EQ(cancelled, person.status == Status::displaced);
    if (cancelled) person.status = Status::cancelled_by_department;
  }

  std::mt19937 random_;
  TestClosures here_;
  std::unordered_map<domain::AppointmentId, Person> people_;
  std::vector<Made> closures_;
};

TEST(closures, do_to_appointments_what_the_model_says) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    Model model(seed);
    for (int i = 0; i < 120; ++i) model.step();
    model.settle();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace temujanji::appointments
