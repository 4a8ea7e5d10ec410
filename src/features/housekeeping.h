#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "audit/sealer.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/settings.h"
#include "catalogue/live.h"
#include "engine/engine.h"
#include "storage/database.h"

namespace temujanji::features {

/// What has to be done from time to time on a thread of its own: ends holds whose time is over and lets slots
/// and appointments follow closures, changed days and the catalogue, cancels what was approved (each second),
/// publishes slots (at start and each hour, for dates change by zone), closes the days of offices that are
/// over, counts them, queues the mails about their week and takes back surplus seats of changed days (each
/// minute), erases what was typed and not booked, lets the audit log grow (each second, and once more at the
/// end). Of several processes one does it, and another when that one ends. A fault is logged and the job
/// tried again.
class Housekeeping {
 public:
  Housekeeping(storage::Database& database, const base::Clock& clock, base::IdSource& ids,
               engine::Engine& engine, const catalogue::Live& live, audit::Sealer& sealer,
               const base::Settings& settings);
  ~Housekeeping();
  /// Stops after the job under way; before the engine stops. Called again it does nothing.
  void stop();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void run();
  void do_round();
  void seal_the_rest();
  void attempt(std::string_view job, const std::function<void()>& work);
  void expire_holds();
  void erase_drafts();
  void settle_closures();
  void cancel_approved();
  void trim_changed_days();
  void settle_changes();
  bool goes_on();
  void publish_if_due();
  void close_days();
  void count_days();
  void count_days_again();
  void queue_weekly_letters();

  storage::Database& database_;
  const base::Clock& clock_;
  base::IdSource& ids_;
  engine::Engine& engine_;
  const catalogue::Live& live_;
  audit::Sealer& sealer_;
  const base::Settings& settings_;
  /// Used by the thread only.
  std::unique_ptr<storage::Connection> connection_;
  std::uint64_t rounds_ = 0;
  std::int64_t published_hour_ = 0;
  bool has_days_to_count_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace temujanji::features
