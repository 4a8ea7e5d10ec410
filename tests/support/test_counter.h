#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "appointments/take_seats.h"
#include "tests/support/test_house.h"

namespace temujanji::appointments {

using catalogue::TestHouse;

/// The slots of a `TestCounter`, all 20 minutes long.
inline constexpr domain::SlotId kTwoSeats{1}, kThreeSeats{2}, kWithdrawn{3}, kBegun{4}, kUnknown{99};

/// A counter with four slots and two services, and commands applied to it on the test's own thread.
class TestCounter {
 public:
  TestCounter() {
    house.change(
        "INSERT INTO department VALUES ('D', 'D', 'D', 1);"
        "INSERT INTO division VALUES ('V', 'D', 'V', 'V', 1);"
        "INSERT INTO office VALUES (1, 'O', 'D', 'utc', NULL, '', 'O', 'O', '', '', '', 'MY', 'UTC', 'P', 0, "
        "'', '', '', 1);"
        "INSERT INTO pool VALUES (7, 1, 'A', 'A', 'A', 4);");
    for (const auto& [id, code] : {std::pair(kPassport, "'PASPORT'"), std::pair(kPermit, "'PERMIT'")}) {
      house.change("INSERT INTO service VALUES (" + std::to_string(id.value) + ", " + code +
                   ", 'V', '', '', '', '', 'citizen', 'self', '', 3, 20, '', '', NULL, NULL, 1, 0, 1)");
    }
    add_slot(kTwoSeats, 2, std::chrono::hours(24), 0);
    add_slot(kThreeSeats, 3, std::chrono::hours(25), 0);
    add_slot(kWithdrawn, 2, std::chrono::hours(26), 1);
    add_slot(kBegun, 2, std::chrono::hours(0), 0);
  }

  base::Instant now() const { return house.clock.now(); }

  /// Applies `work` in a transaction of its own and keeps what it announced in `events`.
  template <class Work>
  auto in_transaction(Work work) {
    events.clear();
    storage::Transaction transaction(*house.connection);
    engine::Scope scope{transaction, now(), house.ids, events};
    auto outcome = work(scope);
    transaction.commit();
    return outcome;
  }

  /// Decides all of them together, as one batch of the engine.
  std::vector<TakeSeats::Outcome> decide(const std::vector<TakeSeats>& commands) {
    return in_transaction([&](engine::Scope& scope) { return decide_in(scope, commands); });
  }
  TakeSeats::Outcome decide(TakeSeats command) { return decide(std::vector{std::move(command)}).front(); }

  static std::vector<TakeSeats::Outcome> decide_in(engine::Scope& scope,
                                                   const std::vector<TakeSeats>& commands) {
    std::vector<std::optional<TakeSeats::Outcome>> outcomes(commands.size());
    std::vector<engine::Member<TakeSeats>> members;
    members.reserve(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) members.push_back({commands[i], outcomes[i]});
    TakeSeats::apply_group(scope, members);
    std::vector<TakeSeats::Outcome> decided;
    decided.reserve(outcomes.size());
    for (auto& outcome : outcomes) decided.push_back(std::move(outcome).value());
    return decided;
  }

  /// The taken seats of a slot.
  std::int64_t taken(domain::SlotId slot) {
    return house.number("SELECT taken FROM slot WHERE id = " + std::to_string(slot.value));
  }
  /// How many rows of a table a condition holds for.
  std::int64_t count(const std::string& table, const std::string& condition = "1 = 1") {
    return house.number("SELECT count(*) FROM " + table + " WHERE " + condition);
  }
  /// Rises with every row that is written.
  std::int64_t writes() { return tests::count_rows_written(*house.connection); }

  TestHouse house;
  engine::Events events;

 private:
  void add_slot(domain::SlotId id, int seats, std::chrono::hours from_now, int withdrawn) {
    house.change("INSERT INTO slot (id, pool_id, starts_at, minutes, seats, withdrawn) VALUES (" +
                 std::to_string(id.value) + ", 7, " + std::to_string(base::to_millis(now() + from_now)) +
                 ", 20, " + std::to_string(seats) + ", " + std::to_string(withdrawn) + ")");
  }
};

}  // namespace temujanji::appointments
