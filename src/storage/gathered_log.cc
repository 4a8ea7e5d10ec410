#include "storage/gathered_log.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "base/check.h"

namespace temujanji::storage {
namespace {

/// Large enough that a call costs little beside its copying, small enough that the disk begins early.
constexpr std::size_t kPieceBytes = 256 * 1024;
/// SQLite's own file takes less than 128 KiB at a time.
constexpr std::size_t kWriteBytesMax = 64 * 1024;

/// The log's real file and what is gathered for it.
class Gathered {
 public:
  /// `file` lies behind this object's LogFile and is open; `name` is its path.
  Gathered(sqlite3_file& file, const char* name) : file_(file), descriptor_(open(name, O_RDWR | O_CLOEXEC)) {
    bytes_.reserve(kPieceBytes + kWriteBytesMax);
  }
  Gathered(const Gathered&) = delete;
  Gathered& operator=(const Gathered&) = delete;
  ~Gathered() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  sqlite3_file& file() { return file_; }

  int write(const void* data, int count, sqlite3_int64 offset) {
    if (offset != starts_at_ + static_cast<sqlite3_int64>(bytes_.size())) {
      const int code = flush();
      if (code != SQLITE_OK) return code;
      starts_at_ = offset;
    }
    const auto* first = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), first, first + count);
    return bytes_.size() < kPieceBytes ? SQLITE_OK : flush();
  }

  /// Hands over what is gathered. What could not be written is dropped: SQLite rolls the commit back.
  int flush() {
    int code = SQLITE_OK;
    for (std::size_t done = 0; done < bytes_.size() && code == SQLITE_OK; done += kWriteBytesMax) {
      const std::size_t count = std::min(kWriteBytesMax, bytes_.size() - done);
      code = file_.pMethods->xWrite(&file_, bytes_.data() + done, static_cast<int>(count),
                                    starts_at_ + static_cast<sqlite3_int64>(done));
    }
    const auto count = static_cast<sqlite3_int64>(bytes_.size());
    // A hint only; whether the bytes reached the disk is told by the sync that follows.
    if (count > 0 && code == SQLITE_OK && descriptor_ >= 0)
      sync_file_range(descriptor_, starts_at_, count, SYNC_FILE_RANGE_WRITE);
    starts_at_ += count;
    bytes_.clear();
    return code;
  }

 private:
  sqlite3_file& file_;
  int descriptor_;
  sqlite3_int64 starts_at_ = 0;
  std::vector<std::byte> bytes_;
};

/// What SQLite sees of the log; the memory behind it belongs to the real file.
struct LogFile : sqlite3_file {
  Gathered* gathered;
};

Gathered& gathered(sqlite3_file* log) {
  return *static_cast<LogFile*>(log)->gathered;
}

/// Calls `method` of the real file.
template <auto method, typename... Arguments>
int straight(sqlite3_file* log, Arguments... arguments) {
  sqlite3_file& file = gathered(log).file();
  return (file.pMethods->*method)(&file, arguments...);
}

/// The same after everything gathered has reached it.
template <auto method, typename... Arguments>
int flushed(sqlite3_file* log, Arguments... arguments) {
  const int code = gathered(log).flush();
  return code == SQLITE_OK ? straight<method>(log, arguments...) : code;
}

int write_log(sqlite3_file* log, const void* data, int count, sqlite3_int64 offset) {
  return gathered(log).write(data, count, offset);
}

int close_log(sqlite3_file* log) {
  const std::unique_ptr<Gathered> last(&gathered(log));
  const int code = last->flush();
  const int closed = last->file().pMethods->xClose(&last->file());
  return code != SQLITE_OK ? code : closed;
}

constexpr sqlite3_io_methods kLogMethods{
    .iVersion = 1,
    .xClose = close_log,
    .xRead = flushed<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write_log,
    .xTruncate = flushed<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = flushed<&sqlite3_io_methods::xSync, int>,
    .xFileSize = flushed<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = straight<&sqlite3_io_methods::xLock, int>,
    .xUnlock = straight<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = straight<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = straight<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = straight<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = straight<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs& system_files() {
  sqlite3_vfs* layer = sqlite3_vfs_find(nullptr);
  CHECK(layer != nullptr);
  return *layer;
}

int open_file(sqlite3_vfs* /*layer*/, const char* name, sqlite3_file* opened, int flags, int* flags_out) {
  sqlite3_vfs* system = &system_files();
  if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, name, opened, flags, flags_out);
  auto* log = static_cast<LogFile*>(opened);
  auto* file = reinterpret_cast<sqlite3_file*>(log + 1);
  log->pMethods = nullptr;  // nothing to close should this fail
  const int code = system->xOpen(system, name, file, flags, flags_out);
  if (code != SQLITE_OK) return code;
  log->gathered = new Gathered(*file, name);
  log->pMethods = &kLogMethods;
  return SQLITE_OK;
}

sqlite3_vfs make_layer() {
  sqlite3_vfs layer = system_files();
  layer.zName = "gathered_log";
  layer.szOsFile = static_cast<int>(sizeof(LogFile)) + layer.szOsFile;
  layer.pNext = nullptr;
  layer.xOpen = open_file;
  return layer;
}

}  // namespace

const char* gathered_log_layer() {
  static sqlite3_vfs layer = make_layer();
  static const bool registered = sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
  CHECK(registered);
  return layer.zName;
}

}  // namespace temujanji::storage
