#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "notify/mail.h"
#include "notify/transport.h"
#include "storage/database.h"

namespace temujanji::notify {

/// A mail that waits in the table `outbox`.
struct OutboxRow {
  /// Of the event it tells of, or the letter's own number.
  std::int64_t event_id = 0;
  /// 0: it tells of no appointment.
  std::int64_t appointment_id = 0;
  /// "booked", "confirmed", "cancelled_by_applicant", …, "weekly"
  std::string kind;
  int attempts = 0;
};

/// What became of one mail, to be written into the table.
struct DeliveryResult {
  enum class Outcome { sent, retry, failed };
  std::int64_t event_id = 0;
  Outcome outcome = Outcome::sent;
  /// With this one.
  int attempts = 0;
  /// Only for retry.
  base::Instant next_attempt_at;
  /// Never personal data.
  std::string reason;
};

/// Writes results into `outbox`; called by the engine's command. Rows that are already sent stay sent, so
/// applying results again changes nothing.
void apply_results(storage::Transaction& transaction, std::span<const DeliveryResult> results,
                   base::Instant now);

/// Lets all mails that were given up wait again; for the operator. Tells how many.
std::int64_t retry_failed_mails(storage::Transaction& transaction, base::Instant now);

/// Makes the mail of a row, or nothing if there is none to send (no address, the appointment is gone); the
/// row then ends as failed. May throw Fault; the row is then tried later.
using Composer = std::function<std::optional<Mail>(storage::Connection&, const OutboxRow&)>;
/// Makes results durable before it returns, through the engine. Throws Fault or Overloaded.
using Recorder = std::function<void(std::vector<DeliveryResult>)>;
/// A number from 0 (inclusive) to 1 (exclusive).
using Chance = std::function<double()>;

/// For metrics; since the program began, but for `waiting` and `failed`, which count rows as last seen.
struct OutboxFigures {
  std::uint64_t sent = 0;
  std::uint64_t retried = 0;
  std::uint64_t given_up = 0;
  std::int64_t waiting = 0;
  std::int64_t failed = 0;
  /// The server could not be reached at the last try.
  bool server_away = false;
};

/// Sends what waits in the outbox. Each mail is recorded before the next is begun, so a crash repeats at most
/// one mail, with the same Message-ID. While the server is away no attempt is counted and nothing is lost:
/// the deliverer pauses, longer each time up to five minutes. Of several processes one sends, and another
/// when that one ends.
class Outbox {
 public:
  struct Options {
    int attempts_max = 12;
    /// Rows read at once.
    int batch_max = 64;
    /// Between the first attempts of a mail; doubles with each, up to eight hours.
    std::chrono::milliseconds retry_after{60'000};
    /// The first pause while the server is away; doubles up to five minutes.
    std::chrono::milliseconds ask_again_after{5'000};
    /// The table is looked at this often even if nobody calls notify_new.
    std::chrono::milliseconds look_every{5'000};
    /// What waits is counted for the figures at most this often; in a rush it is a lot.
    std::chrono::milliseconds count_every{10'000};
  };

  Outbox(storage::Database& database, const base::Clock& clock, Composer composer, Transport& transport,
         Recorder recorder, Chance chance, Options options);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// Begins delivering on a thread of low priority.
  void start();
  /// There may be work; it is begun at once or, rarely, after `look_every`. Thread-safe, never blocks.
  void notify_new();
  /// Ends after the mail under way; what waits stays in the table. Called again it does nothing.
  void stop();

  /// Sends what is due now, on the calling thread; for tests and the command line, not beside `start`. Tells
  /// how many rows it brought further. Throws Fault if the database or the recorder fails.
  std::size_t deliver_due();

  OutboxFigures figures() const;

 private:
  void run();
  std::chrono::milliseconds work();
  std::chrono::milliseconds until_next_due();
  std::vector<OutboxRow> list_due();
  std::optional<DeliveryResult> deliver(const OutboxRow& row);
  bool leads();
  DeliveryResult settle(const OutboxRow& row, const Delivery& delivery);
  DeliveryResult later(const OutboxRow& row, std::string reason);
  void record(DeliveryResult result);
  void count_rows();
  void server_went_away(const std::string& reason);
  std::chrono::milliseconds spread(std::chrono::milliseconds pause);

  storage::Database& database_;
  const base::Clock& clock_;
  Composer composer_;
  Transport& transport_;
  Recorder recorder_;
  Chance chance_;
  const Options options_;

  /// Used by the delivering thread only.
  std::unique_ptr<storage::Connection> connection_;
  /// A result the recorder could not take; recorded before anything else is sent.
  std::optional<DeliveryResult> unrecorded_;
  std::optional<std::chrono::steady_clock::time_point> counted_at_;
  int times_away_ = 0;
  bool faulted_ = false;
  bool leading_ = true;

  std::atomic<std::uint64_t> sent_{0}, retried_{0}, given_up_{0};
  std::atomic<std::int64_t> waiting_{0}, failed_{0};
  std::atomic<bool> server_away_{false}, stopping_{false}, news_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace temujanji::notify
