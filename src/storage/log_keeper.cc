#include "storage/log_keeper.h"

#include <pthread.h>

#include <memory>
#include <string>
#include <utility>

#include "base/log.h"

namespace temujanji::storage {
namespace {

/// A log of this many pages (256 MB) is worth moving. A longer one costs more at every page that is not in
/// memory; a shorter one moves the same pages more often, and in a rush that is what keeps the disk busy.
constexpr int kLongPages = 128 * 1024;
/// What the writer moves itself in a few milliseconds.
constexpr int kSmallPages = 1024;
/// However slow the thread beside it is: from here on (800 MB) the writer moves it all.
constexpr int kPagesMax = 400 * 1024;

struct CloseDatabase {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};

/// Moves what can be moved without anybody waiting; tells how many pages of the log are moved, or -1.
int move_pages(sqlite3* handle) {
  int in_log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code == SQLITE_OK) return moved;
  if ((code & 0xFF) != SQLITE_BUSY) base::log_warning("log_not_moved", {{"reason", sqlite3_errmsg(handle)}});
  return -1;
}

}  // namespace

LogKeeper::LogKeeper(sqlite3* writer, std::filesystem::path file) : writer_(writer), file_(std::move(file)) {
  sqlite3_wal_hook(writer_, committed, this);
}

LogKeeper::~LogKeeper() {
  sqlite3_wal_hook(writer_, nullptr, nullptr);
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

int LogKeeper::committed(void* keeper, sqlite3* /*writer*/, const char* /*database*/, int pages) {
  static_cast<LogKeeper*>(keeper)->note_commit(pages);
  return SQLITE_OK;
}

/// On the writer's thread, after each commit.
void LogKeeper::note_commit(int pages) {
  pages_ = pages;
  if (rest_is_small_.exchange(false) || pages >= kPagesMax) {
    move_pages(writer_);
    return;
  }
  if (pages < kLongPages) return;
  {
    const std::scoped_lock lock(mutex_);
    if (wanted_) return;
    wanted_ = true;
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  wake_.notify_one();
}

void LogKeeper::run() {
  pthread_setname_np(pthread_self(), "log keeper");
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait(lock, [this] { return stopping_ || wanted_; });
    if (stopping_) return;
    lock.unlock();
    move_beside_the_writer();
    lock.lock();
    wanted_ = false;
  }
}

/// Each pass moves what came during the one before, which is less and less.
void LogKeeper::move_beside_the_writer() {
  sqlite3* handle = nullptr;
  int code = sqlite3_open_v2(file_.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  const std::unique_ptr<sqlite3, CloseDatabase> closing(handle);
  // Only after its first look into the file a connection knows that there is a log.
  if (code == SQLITE_OK) code = sqlite3_exec(handle, "PRAGMA schema_version", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return base::log_warning("log_not_moved", {{"reason", sqlite3_errstr(code)}});
  int moved_before = -1;
  for (int moved = move_pages(handle); moved > moved_before; moved = move_pages(handle)) {
    if (pages_ - moved <= kSmallPages) {
      rest_is_small_ = true;
      return;
    }
    moved_before = moved;
  }
}

}  // namespace temujanji::storage
