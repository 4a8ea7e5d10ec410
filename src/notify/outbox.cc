#include "notify/outbox.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "base/check.h"
#include "base/fault.h"
#include "base/log.h"
#include "notify/queries.sql.h"

namespace temujanji::notify {
namespace {

using namespace std::chrono_literals;
using Outcome = DeliveryResult::Outcome;

constexpr std::chrono::milliseconds kRetryMax = 8h;
constexpr std::chrono::milliseconds kAwayMax = 5min;
/// Names what one process leads in.
constexpr std::int32_t kLead = 2;
/// After a fault of the database or the recorder.
constexpr std::chrono::milliseconds kFaultPause = 5s;

/// `first` doubled `times` times, at most `most`.
std::chrono::milliseconds doubled(std::chrono::milliseconds first, int times,
                                  std::chrono::milliseconds most) {
  while (times-- > 0 && first < most) first *= 2;
  return std::min(first, most);
}

/// Requests come first when all processors are busy with them; but mails still go out, slowly, on a machine
/// that is always busy. On Linux this is a thread's own.
constexpr int kNice = 15;

void lower_priority() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
  pthread_setname_np(pthread_self(), "outbox");
}

}  // namespace

void apply_results(storage::Transaction& transaction, std::span<const DeliveryResult> results,
                   base::Instant now) {
  for (const DeliveryResult& result : results) {
    switch (result.outcome) {
      case Outcome::sent:
        transaction.execute(sql::kMarkMailSent, {result.event_id, result.attempts, now});
        break;
      case Outcome::retry:
        transaction.execute(sql::kMarkMailWaiting,
                            {result.event_id, result.attempts, result.next_attempt_at, result.reason});
        break;
      case Outcome::failed:
        transaction.execute(sql::kMarkMailFailed, {result.event_id, result.attempts, result.reason});
        break;
    }
  }
}

std::int64_t retry_failed_mails(storage::Transaction& transaction, base::Instant now) {
  return transaction.execute(sql::kRetryFailedMails, {now});
}

Outbox::Outbox(storage::Database& database, const base::Clock& clock, Composer composer, Transport& transport,
               Recorder recorder, Chance chance, Options options)
    : database_(database),
      clock_(clock),
      composer_(std::move(composer)),
      transport_(transport),
      recorder_(std::move(recorder)),
      chance_(std::move(chance)),
      options_(options) {}

Outbox::~Outbox() {
  stop();
}

void Outbox::start() {
  thread_ = std::thread([this] { run(); });
}

void Outbox::notify_new() {
  // Without the lock: the writer must not wait for a thread of low priority. A notice that comes just
  // before the deliverer rests is seen when it looks the next time.
  news_ = true;
  wake_.notify_one();
}

void Outbox::stop() {
  if (!stopping_.exchange(true)) transport_.interrupt();
  {
    // Whoever is about to wait sees `stopping_` or gets the notification.
    const std::scoped_lock lock(mutex_);
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Outbox::run() {
  lower_priority();
  while (!stopping_) {
    const std::chrono::milliseconds pause = work();
    std::unique_lock lock(mutex_);
    // News are no reason to ask an absent server sooner,
    // nor for mails that another process sends.
    wake_.wait_for(lock, pause,
                   [this] { return stopping_ || (news_ && times_away_ == 0 && !faulted_ && leading_); });
    news_ = false;
  }
  connection_.reset();
}

/// One round; tells how long to rest.
std::chrono::milliseconds Outbox::work() {
  try {
    faulted_ = false;
    const bool more = deliver_due() > 0;
    if (!leading_) return options_.look_every;
    if (times_away_ > 0) return spread(doubled(options_.ask_again_after, times_away_ - 1, kAwayMax));
    return more ? 0ms : until_next_due();
  } catch (const std::exception& fault) {
    faulted_ = true;
    base::log_error("outbox_faulted", {{"reason", base::describe(fault)}});
    connection_.reset();
    return spread(kFaultPause);
  }
}

std::chrono::milliseconds Outbox::until_next_due() {
  storage::Rows rows = connection_->query(sql::kFindNextMailDue);
  if (!rows.next()) return options_.look_every;
  return std::clamp(rows.instant(0) - clock_.now(), std::chrono::milliseconds(0), options_.look_every);
}

std::size_t Outbox::deliver_due() {
  if (connection_ == nullptr) connection_ = database_.connect(storage::Access::read);
  if (unrecorded_) record(*unrecorded_);
  if (!leads()) return 0;
  std::size_t settled = 0;
  for (const OutboxRow& row : list_due()) {
    if (stopping_) break;
    std::optional<DeliveryResult> result = deliver(row);
    if (!result) break;
    record(std::move(*result));
    ++settled;
  }
  count_rows();
  return settled;
}

bool Outbox::leads() {
  leading_ = connection_->lead(kLead);
  return leading_;
}

std::vector<OutboxRow> Outbox::list_due() {
  std::vector<OutboxRow> due;
  storage::Rows rows = connection_->query(sql::kListDueMails, {clock_.now(), options_.batch_max});
  while (rows.next()) due.push_back({rows.integer(0), rows.integer(1), rows.string(2), rows.small(3)});
  return due;
}

/// Composes and sends one mail; nothing if the server is away.
std::optional<DeliveryResult> Outbox::deliver(const OutboxRow& row) {
  std::optional<Mail> mail;
  try {
    mail = composer_(*connection_, row);
  } catch (const std::exception& fault) {
    base::log_error("mail_not_composed", {{"event_id", row.event_id}, {"reason", base::describe(fault)}});
    return later(row, "could not be composed");
  }
  // The connection that held the lead may be another one by now.
  if (!leads()) return std::nullopt;
  if (!mail) return DeliveryResult{row.event_id, Outcome::failed, row.attempts, {}, "nothing to send"};
  const Delivery delivery = transport_.send(*mail);
  if (delivery.status == Delivery::Status::unavailable) {
    server_went_away(delivery.reason);
    return std::nullopt;
  }
  if (times_away_ > 0) base::log_info("mail_server_back");
  times_away_ = 0;
  server_away_ = false;
  return settle(row, delivery);
}

DeliveryResult Outbox::settle(const OutboxRow& row, const Delivery& delivery) {
  switch (delivery.status) {
    case Delivery::Status::delivered:
      return {row.event_id, Outcome::sent, row.attempts + 1, {}, ""};
    case Delivery::Status::refused:
      base::log_warning("mail_refused", {{"event_id", row.event_id}, {"reason", delivery.reason}});
      return {row.event_id, Outcome::failed, row.attempts + 1, {}, delivery.reason};
    case Delivery::Status::try_again:
    case Delivery::Status::unavailable:
      return later(row, delivery.reason);
  }
  CHECK(false);
}

DeliveryResult Outbox::later(const OutboxRow& row, std::string reason) {
  const int attempts = row.attempts + 1;
  if (attempts >= options_.attempts_max) {
    base::log_warning("mail_given_up", {{"event_id", row.event_id}, {"reason", reason}});
    return {row.event_id, Outcome::failed, attempts, {}, std::move(reason)};
  }
  const auto pause = spread(doubled(options_.retry_after, row.attempts, kRetryMax));
  return {row.event_id, Outcome::retry, attempts, clock_.now() + pause, std::move(reason)};
}

void Outbox::record(DeliveryResult result) {
  unrecorded_ = std::move(result);
  recorder_({*unrecorded_});
  switch (unrecorded_->outcome) {
    case Outcome::sent:
      ++sent_;
      break;
    case Outcome::retry:
      ++retried_;
      break;
    case Outcome::failed:
      ++given_up_;
      break;
  }
  unrecorded_.reset();
}

void Outbox::count_rows() {
  const auto now = std::chrono::steady_clock::now();
  if (counted_at_ && now - *counted_at_ < options_.count_every) return;
  counted_at_ = now;
  const auto count = [this](const storage::Statement& statement) {
    storage::Rows rows = connection_->query(statement);
    return rows.next() ? rows.integer(0) : 0;
  };
  waiting_ = count(sql::kCountWaitingMails);
  failed_ = count(sql::kCountFailedMails);
}

void Outbox::server_went_away(const std::string& reason) {
  if (times_away_ == 0) base::log_warning("mail_server_away", {{"reason", reason}});
  ++times_away_;
  server_away_ = true;
}

/// Between 3/4 and 5/4 of `pause`, so that what failed together does not come back together.
std::chrono::milliseconds Outbox::spread(std::chrono::milliseconds pause) {
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(pause.count()) * (0.75 + chance_() / 2)));
}

OutboxFigures Outbox::figures() const {
  return {sent_.load(),    retried_.load(), given_up_.load(),
          waiting_.load(), failed_.load(),  server_away_.load()};
}

}  // namespace temujanji::notify
