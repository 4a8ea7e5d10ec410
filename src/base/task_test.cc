#include "base/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/fault.h"

namespace temujanji::base {
namespace {

/// Counts how many of it live; a coroutine's frame that is lost or destroyed twice shows.
struct Counted {
  explicit Counted(int& counter) : count(counter) { ++count; }
  Counted(const Counted& other) : count(other.count) { ++count; }
  ~Counted() { --count; }
  int& count;
};

/// Waits until somebody opens it.
struct Door {
  std::coroutine_handle<> waiter;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> handle) { waiter = handle; }
  void await_resume() const {}
  void open() const { waiter.resume(); }
};

Task<int> number(int value) {
  co_return value;
}

Task<int> fail(std::string text) {
  throw Fault(text);
  co_return 0;
}

Task<int> sum_to(int last) {
  if (last == 0) co_return 0;
  const int before = co_await sum_to(last - 1);
  co_return before + last;
}

Task<int> after(Door& door, int value, Counted counted) {
  co_await door;
  co_return value + counted.count;
}

Task<std::string> caught(Task<int> task) {
  try {
    (void)co_await task;
  } catch (const Fault& fault) {
    co_return std::string("caught ") + fault.what();
  }
  co_return "nothing";
}

/// Runs a task that ends without anybody's help.
template <class T>
T run(Task<T> task) {
  std::optional<Task<T>> ended;
  start(std::move(task), [&](Task<T> over) { ended.emplace(std::move(over)); });
  CHECK(ended.has_value());
  return ended->take();
}

TEST(task, gives_its_value_to_who_awaits_it) {
  EXPECT_EQ(run(number(5)), 5);
}

TEST(task, hands_its_exception_to_who_awaits_it) {
  EXPECT_THROW((void)run(fail("x")), Fault);
  EXPECT_EQ(run(caught(fail("x"))), "caught x");
  EXPECT_EQ(run(caught(number(1))), "nothing");
}

TEST(task, awaits_tasks_that_await_tasks) {
  EXPECT_EQ(run(sum_to(100)), 5050);
}

TEST(task, may_give_what_can_only_be_moved) {
  const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  EXPECT_EQ(*run(make()), 7);
}

TEST(task, begins_only_when_it_is_awaited) {
  bool begun = false;
  const auto note = [](bool& flag) -> Task<int> {
    flag = true;
    co_return 1;
  };
  {
    const Task<int> never = note(begun);
    EXPECT_FALSE(begun);
  }
  EXPECT_FALSE(begun);
  EXPECT_EQ(run(note(begun)), 1);
  EXPECT_TRUE(begun);
}

TEST(start, tells_the_end_when_it_comes_and_not_before) {
  Door door;
  int alive = 0;
  std::vector<int> told;
  start(after(door, 10, Counted(alive)), [&](Task<int> over) { told.push_back(over.take()); });
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(alive, 1);
  door.open();
  EXPECT_EQ(told, std::vector<int>{11});
  EXPECT_EQ(alive, 0);
}

TEST(start, hands_over_an_exception_as_well) {
  std::string said;
  start(fail("disk full"), [&](Task<int> over) {
    try {
      (void)over.take();
    } catch (const Fault& fault) {
      said = fault.what();
    }
  });
  EXPECT_EQ(said, "disk full");
}

TEST(task, takes_what_it_holds_with_it_when_it_is_given_up) {
  Door door;
  int alive = 0;
  {
    Task<int> task = after(door, 1, Counted(alive));
    EXPECT_EQ(alive, 1);
    task = number(2);
  }
  EXPECT_EQ(alive, 0);
}

// A parameter of the value's type had been taken for the value.
TEST(task_death, has_no_value_before_its_end) {
  Task<int> task = number(1);
  EXPECT_DEATH((void)task.take(), "CHECK");
}

}  // namespace
}  // namespace temujanji::base
