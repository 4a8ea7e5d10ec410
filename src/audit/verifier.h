#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "audit/last_verification.h"
#include "base/clock.h"
#include "engine/engine.h"
#include "storage/database.h"

namespace temujanji::audit {

/// Walks the whole log once a day, on a thread of low priority, and keeps what was found; what is wrong is
/// also logged as an error. Of several processes one does it. A fault is logged and the walk tried again.
class Verifier {
 public:
  /// All outlive it. `witnesses` are files of heads that the log is compared with.
  Verifier(storage::Database& database, const base::Clock& clock, engine::Engine& engine,
           std::string public_key, std::vector<HeadsFile> witnesses);
  ~Verifier();
  /// Ends a walk under way, which is begun again another time; before the engine stops. Called again it does
  /// nothing.
  void stop();
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;

 private:
  void run();
  void look();

  storage::Database& database_;
  const base::Clock& clock_;
  engine::Engine& engine_;
  const std::string public_key_;
  const std::vector<HeadsFile> witnesses_;
  /// Used by the thread only.
  std::unique_ptr<storage::Connection> connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace temujanji::audit
