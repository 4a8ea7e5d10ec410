#include "notify/outbox.h"

#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <map>

#include "base/fault.h"
#include "base/log.h"
#include "tests/support/test_database.h"

namespace temujanji::notify {
namespace {

using namespace std::chrono_literals;
using Status = Delivery::Status;

constexpr storage::Statement kInsert{
    "test:insert",
    "INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) VALUES ($1, 7, 'booked', "
    "'waiting', $2)",
    ""};
constexpr storage::Statement kRead{
    "test:read", "SELECT status, attempts, next_attempt_at, last_error FROM outbox WHERE event_id = $1", ""};

/// Answers as told, in order, then `delivered`; remembers what it was given.
class ScriptedTransport final : public Transport {
 public:
  Delivery send(const Mail& mail) override {
    sent.push_back(mail.message_id);
    if (answers.empty()) return {Status::delivered, ""};
    Delivery answer = answers.front();
    answers.pop_front();
    return answer;
  }
  std::deque<Delivery> answers;
  std::vector<std::string> sent;
};

struct Row {
  std::string status;
  int attempts;
  base::Instant next_attempt_at;
  std::string last_error;
};

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() {
    base::set_log_level("off");
    // Appointments and events are another room's; here only the queue matters.
    tests::ignore_foreign_keys(*writer_);
  }
  ~OutboxTest() override { base::set_log_level("info"); }

  void queue(std::int64_t event_id, base::Instant due_at) {
    storage::Transaction transaction(*writer_);
    transaction.execute(kInsert, {event_id, due_at});
    transaction.commit();
  }
  void queue(std::int64_t event_id) { queue(event_id, clock_.now()); }

  Row row(std::int64_t event_id) {
    storage::Rows rows = writer_->query(kRead, {event_id});
    EXPECT_TRUE(rows.next());
    return {rows.string(0), rows.small(1), rows.instant(2), rows.string(3)};
  }

  void apply(const std::vector<DeliveryResult>& results) {
    storage::Transaction transaction(*writer_);
    apply_results(transaction, results, clock_.now());
    transaction.commit();
  }

  std::optional<Mail> compose(const OutboxRow& queued) {
    ++composed_[queued.event_id];
    if (compose_faults_) throw base::Fault("disk full");
    if (!compose_gives_) return std::nullopt;
    Mail mail;
    mail.message_id = make_message_id(queued.event_id, "inst", "host");
    return mail;
  }

  Outbox make(Outbox::Options options = {}) {
    options.count_every = {};
    return Outbox(
        *database_, clock_, [this](storage::Connection&, const OutboxRow& queued) { return compose(queued); },
        transport_,
        [this](const std::vector<DeliveryResult>& results) {
          if (record_faults_) throw base::Overloaded("full");
          apply(results);
        },
        [] { return 0.5; }, options);
  }

  const tests::TestDatabase under_test_{tests::TestDatabase::with_schema()};
  base::ManualClock clock_{base::from_millis(1'790'000'000'000)};
  std::unique_ptr<storage::Database> database_ = under_test_.open();
  std::unique_ptr<storage::Connection> writer_ = database_->connect(storage::Access::write);
  ScriptedTransport transport_;
  std::map<std::int64_t, int> composed_;
  bool compose_gives_ = true;
  bool compose_faults_ = false;
  bool record_faults_ = false;
};

using outbox = OutboxTest;

TEST_F(outbox, sends_what_is_due_and_nothing_twice) {
  queue(1);
  queue(2);
  queue(3, clock_.now() + 1s);
  Outbox deliverer = make();
  EXPECT_EQ(deliverer.deliver_due(), 2U);
  EXPECT_EQ(deliverer.deliver_due(), 0U);
  EXPECT_EQ(transport_.sent, (std::vector<std::string>{"<1.inst@host>", "<2.inst@host>"}));
  EXPECT_EQ(row(1).status, "sent");
  EXPECT_EQ(row(3).status, "waiting");
  EXPECT_EQ(deliverer.figures().sent, 2U);
  EXPECT_EQ(deliverer.figures().waiting, 1);
}

TEST_F(outbox, tries_again_later_each_time_twice_as_late) {
  queue(1);
  Outbox deliverer = make();
  for (int attempt = 1; attempt <= 3; ++attempt) {
    transport_.answers.push_back({Status::try_again, "smtp rcpt 451"});
    deliverer.deliver_due();
    EXPECT_EQ(row(1).attempts, attempt);
    EXPECT_EQ(row(1).last_error, "smtp rcpt 451");
    EXPECT_EQ(row(1).next_attempt_at - clock_.now(), 1min * (1 << (attempt - 1)));
    EXPECT_EQ(deliverer.deliver_due(), 0U);
    clock_.set(row(1).next_attempt_at);
  }
  deliverer.deliver_due();
  EXPECT_EQ(row(1).status, "sent");
  EXPECT_EQ(row(1).last_error, "");
}

TEST_F(outbox, gives_up_after_the_last_attempt) {
  queue(1);
  Outbox deliverer = make({.attempts_max = 2});
  transport_.answers = {{Status::try_again, "smtp rcpt 451"}, {Status::try_again, "smtp rcpt 452"}};
  deliverer.deliver_due();
  clock_.advance(1min);
  deliverer.deliver_due();
  EXPECT_EQ(row(1).status, "failed");
  EXPECT_EQ(row(1).attempts, 2);
  EXPECT_EQ(row(1).last_error, "smtp rcpt 452");
  EXPECT_EQ(deliverer.figures().failed, 1);
}

TEST_F(outbox, gives_up_at_once_what_is_refused_for_good) {
  queue(1);
  transport_.answers = {{Status::refused, "smtp rcpt 550 5.1.1"}};
  make().deliver_due();
  EXPECT_EQ(row(1).status, "failed");
  EXPECT_EQ(row(1).last_error, "smtp rcpt 550 5.1.1");
}

TEST_F(outbox, counts_no_attempt_while_the_server_is_away) {
  queue(1);
  queue(2);
  Outbox deliverer = make();
  for (int i = 0; i < 100; ++i) {
    transport_.answers.push_back({Status::unavailable, "smtp connect"});
    EXPECT_EQ(deliverer.deliver_due(), 0U);
  }
  EXPECT_EQ(transport_.sent.size(), 100U);
  EXPECT_EQ(row(1).attempts, 0);
  EXPECT_EQ(row(1).status, "waiting");
  EXPECT_TRUE(deliverer.figures().server_away);
  EXPECT_EQ(deliverer.deliver_due(), 2U);
  EXPECT_FALSE(deliverer.figures().server_away);
}

TEST_F(outbox, ends_a_row_without_mail_as_failed) {
  queue(1);
  compose_gives_ = false;
  make().deliver_due();
  EXPECT_EQ(row(1).status, "failed");
  EXPECT_EQ(row(1).last_error, "nothing to send");
}

TEST_F(outbox, tries_later_what_could_not_be_composed) {
  queue(1);
  compose_faults_ = true;
  make().deliver_due();
  EXPECT_EQ(row(1).status, "waiting");
  EXPECT_EQ(row(1).attempts, 1);
  EXPECT_TRUE(transport_.sent.empty());
}

TEST_F(outbox, does_not_send_again_what_it_could_only_not_record) {
  queue(1);
  Outbox deliverer = make();
  record_faults_ = true;
  EXPECT_THROW(deliverer.deliver_due(), base::Overloaded);
  EXPECT_THROW(deliverer.deliver_due(), base::Overloaded);
  record_faults_ = false;
  deliverer.deliver_due();
  EXPECT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(row(1).status, "sent");
}

TEST_F(outbox, repeats_after_a_crash_only_the_mail_under_way_with_its_message_id) {
  for (int i = 1; i <= 5; ++i) queue(i);
  {
    Outbox crashed = make();
    record_faults_ = true;
    EXPECT_THROW(crashed.deliver_due(), base::Overloaded);
  }
  record_faults_ = false;
  EXPECT_EQ(make().deliver_due(), 5U);
  EXPECT_EQ(transport_.sent.size(), 6U);
  EXPECT_EQ(transport_.sent[0], transport_.sent[1]);
}

TEST_F(outbox, reads_no_more_rows_at_once_than_allowed) {
  for (int i = 1; i <= 5; ++i) queue(i);
  Outbox deliverer = make({.batch_max = 2});
  EXPECT_EQ(deliverer.deliver_due(), 2U);
  EXPECT_EQ(deliverer.deliver_due(), 2U);
  EXPECT_EQ(deliverer.deliver_due(), 1U);
}

TEST_F(outbox, leaves_a_sent_row_sent_when_a_result_comes_again) {
  queue(1);
  apply({{1, DeliveryResult::Outcome::sent, 1, {}, ""}});
  apply({{1, DeliveryResult::Outcome::retry, 2, clock_.now(), "x"},
         {1, DeliveryResult::Outcome::failed, 2, {}, "x"}});
  EXPECT_EQ(row(1).status, "sent");
  EXPECT_EQ(row(1).attempts, 1);
}

TEST_F(outbox, lets_the_operator_try_all_failed_mails_again) {
  queue(1);
  apply({{1, DeliveryResult::Outcome::failed, 12, {}, "x"}});
  storage::Transaction transaction(*writer_);
  EXPECT_EQ(retry_failed_mails(transaction, clock_.now()), 1);
  transaction.commit();
  EXPECT_EQ(make().deliver_due(), 1U);
}

TEST_F(outbox, thread_delivers_what_it_is_told_of_and_stops_when_asked) {
  std::promise<void> delivered;
  Outbox deliverer(
      *database_, clock_, [this](storage::Connection&, const OutboxRow& queued) { return compose(queued); },
      transport_, [&delivered](const std::vector<DeliveryResult>&) { delivered.set_value(); },
      [] { return 0.5; }, {.batch_max = 1, .look_every = 5s});
  deliverer.start();
  queue(1);
  deliverer.notify_new();
  EXPECT_EQ(delivered.get_future().wait_for(30s), std::future_status::ready);
  apply({{1, DeliveryResult::Outcome::sent, 1, {}, ""}});
  deliverer.stop();
  deliverer.stop();
}

}  // namespace
}  // namespace temujanji::notify
