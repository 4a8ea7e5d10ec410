#include "storage/readers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <latch>

#include "base/task.h"
#include "tests/support/test_database.h"

namespace temujanji::storage {
namespace {

constexpr Statement kOne{"one", "SELECT 1", "SELECT 1::bigint"};

/// A connection that can do nothing.
class NoConnection final : public Connection {
 public:
  Rows query(const Statement&, std::span<const Parameter>) override { throw base::Fault("no database"); }
  std::int64_t execute(const Statement&, std::span<const Parameter>) override { return 0; }
  void run_script(std::string_view) override {}
  void begin() override {}
  std::int64_t commit() override { return 0; }
  void execute_each(const Statement&, const ParameterRows&) override {}
  void ask_each(const Statement&, const ParameterRows&, Visit) override {}
  void rollback() noexcept override {}
};

/// A database that lets so many connections in.
class Crowded final : public Database {
 public:
  explicit Crowded(int connections_max) : left_(connections_max) {}
  std::unique_ptr<Connection> connect(Access) override {
    if (left_-- == 0) throw base::Fault("too many open files");
    return std::make_unique<NoConnection>();
  }
  std::unique_ptr<Peers> join(Role, base::IdSource&) override { return nullptr; }

 private:
  int left_;
};

class ReadersTest : public testing::Test {
 protected:
  /// Keeps one thread of `readers` busy until `let_go` is set; returns when it has begun.
  void block(Readers& readers) {
    std::promise<void> begun;
    readers.submit([&begun, wait = let_go.get_future().share()](Connection&) {
      begun.set_value();
      wait.wait();
    });
    begun.get_future().wait();
  }

  tests::TestDatabase under_test;
  std::unique_ptr<Database> database = under_test.open();
  std::promise<void> let_go;
};

TEST_F(ReadersTest, do_the_work_in_the_order_it_came) {
  Readers readers(*database, 1);
  std::vector<int> order;
  block(readers);
  for (int i = 0; i < 100; ++i) readers.submit([&order, i](Connection&) { order.push_back(i); });
  let_go.set_value();
  readers.stop();
  ASSERT_EQ(order.size(), 100u);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST_F(ReadersTest, work_side_by_side_each_with_its_own_connection) {
  Readers readers(*database, 3);
  std::latch all_here(3);
  std::mutex mutex;
  std::vector<const Connection*> seen;
  for (int i = 0; i < 3; ++i) {
    readers.submit([&](Connection& connection) {
      {
        const std::scoped_lock lock(mutex);
        seen.push_back(&connection);
      }
      all_here.arrive_and_wait();
    });
  }
  readers.stop();
  std::ranges::sort(seen);
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
}

TEST_F(ReadersTest, refuse_more_than_may_wait_and_take_work_again_later) {
  Readers readers(*database, 1, 2);
  std::atomic<int> done = 0;
  block(readers);
  const Readers::Work count = [&](Connection&) { ++done; };
  readers.submit(count);
  readers.submit(count);
  EXPECT_THROW(readers.submit(count), base::Overloaded);
  let_go.set_value();
  std::promise<void> idle;
  while (done < 2) std::this_thread::yield();
  readers.submit([&](Connection&) { idle.set_value(); });
  idle.get_future().wait();
  EXPECT_EQ(done, 2);
}

TEST_F(ReadersTest, finish_what_waits_before_they_stop_and_refuse_what_comes_later) {
  Readers readers(*database, 1);
  int done = 0;
  block(readers);
  for (int i = 0; i < 10; ++i) readers.submit([&](Connection&) { ++done; });
  let_go.set_value();
  readers.stop();
  EXPECT_EQ(done, 10);
  EXPECT_THROW(readers.submit([&](Connection&) { ++done; }), base::Overloaded);
  readers.stop();
  EXPECT_EQ(done, 10);
}

template <class Function>
base::Task<std::string> read(Readers& readers, base::Executor& executor, Function work) {
  try {
    co_return co_await readers.read(executor, work);
  } catch (const base::Overloaded& fault) {
    co_return std::string("overloaded: ") + fault.what();
  } catch (const base::Fault& fault) {
    co_return std::string("fault: ") + fault.what();
  }
}

/// Runs the coroutine and waits for its end.
std::string text_of(base::Task<std::string> task) {
  std::promise<std::string> over;
  base::start(std::move(task), [&over](base::Task<std::string> ended) { over.set_value(ended.take()); });
  return over.get_future().get();
}

TEST_F(ReadersTest, give_who_awaits_what_the_work_returned) {
  Readers readers(*database, 1);
  base::InlineExecutor executor;
  const auto work = [](Connection& connection) {
    Rows rows = connection.query(kOne);
    return rows.next() ? std::to_string(rows.integer(0)) : "nothing";
  };
  EXPECT_EQ(text_of(read(readers, executor, work)), "1");
}

TEST_F(ReadersTest, hand_who_awaits_what_the_work_threw_and_go_on) {
  Readers readers(*database, 1);
  base::InlineExecutor executor;
  const auto fail = [](Connection&) -> std::string { throw base::Fault("disk gone"); };
  EXPECT_EQ(text_of(read(readers, executor, fail)), "fault: disk gone");
  const auto work = [](Connection&) { return std::string("still here"); };
  EXPECT_EQ(text_of(read(readers, executor, work)), "still here");
}

TEST_F(ReadersTest, tell_who_awaits_that_too_much_waits) {
  Readers readers(*database, 1);
  readers.stop();
  base::InlineExecutor executor;
  const auto work = [](Connection&) { return std::string("read"); };
  EXPECT_EQ(text_of(read(readers, executor, work)), "overloaded: too many reads are waiting");
}

/// Keeps what is posted until it is run.
class KeepingExecutor final : public base::Executor {
 public:
  void post(std::function<void()> work) override { posted.set_value(std::move(work)); }
  std::promise<std::function<void()>> posted;
};

TEST_F(ReadersTest, go_on_where_the_executor_says) {
  Readers readers(*database, 1);
  KeepingExecutor executor;
  const auto work = [](Connection&) { return std::string("read"); };
  std::thread::id ended_on;
  base::start(read(readers, executor, work),
              [&](const base::Task<std::string>&) { ended_on = std::this_thread::get_id(); });
  const std::function<void()> go_on = executor.posted.get_future().get();
  EXPECT_EQ(ended_on, std::thread::id());
  go_on();
  EXPECT_EQ(ended_on, std::this_thread::get_id());
}

// The threads that ran already had been waited for without end.
TEST(readers, are_a_fault_if_not_all_of_them_can_connect) {
  Crowded database(2);
  EXPECT_THROW(Readers(database, 3), base::Fault);
}

}  // namespace
}  // namespace temujanji::storage
