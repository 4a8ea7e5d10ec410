#pragma once
#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

namespace temujanji::storage {

/// Keeps SQLite's write-ahead log short while many commits arrive: beside the writer, a thread moves what the
/// log holds into the main file, again and again, until so little is left that the writer itself can move the
/// rest between two commits without anybody noticing; then the log begins anew. Left to SQLite, the writer
/// would stop for a quarter of a second for all of it; moved only beside the writer, the log would never end.
///
/// The thread begins with the first commit that makes the log long. Other connections may read meanwhile.
class LogKeeper {
 public:
  /// Watches the commits of `writer`, a connection to `file` that outlives the keeper.
  LogKeeper(sqlite3* writer, std::filesystem::path file);
  LogKeeper(const LogKeeper&) = delete;
  LogKeeper& operator=(const LogKeeper&) = delete;
  ~LogKeeper();

 private:
  static int committed(void* keeper, sqlite3* writer, const char* database, int pages);
  void note_commit(int pages);
  void run();
  void move_beside_the_writer();

  sqlite3* writer_;
  std::filesystem::path file_;
  std::atomic<int> pages_{0};  // in the log after the last commit
  std::atomic<bool> rest_is_small_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace temujanji::storage
