#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/fault.h"
#include "notify/transport.h"

namespace temujanji::notify {
namespace {

/// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool open() const { return descriptor_ >= 0; }
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  bool sync() { return ::fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

/// "42.abc@host" of "<42.abc@host>", with nothing that a file name cannot hold.
std::string file_name(std::string_view message_id) {
  std::string name;
  for (const char c : message_id) {
    const bool safe = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view(".@-_").find(c) != std::string_view::npos;
    if (c != '<' && c != '>') name += safe ? c : '_';
  }
  return name + ".eml";
}

bool write_durably(const std::filesystem::path& path, std::string_view bytes) {
  File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  return file.open() && file.write(bytes) && file.sync();
}

bool sync_folder(const std::filesystem::path& folder) {
  File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.open() && file.sync();
}

Delivery disk_failed() {
  return {Delivery::Status::unavailable, std::string("file ") + std::strerror(errno)};
}

}  // namespace

std::string_view to_text(Delivery::Status status) {
  switch (status) {
    case Delivery::Status::delivered:
      return "delivered";
    case Delivery::Status::refused:
      return "refused";
    case Delivery::Status::try_again:
      return "try_again";
    case Delivery::Status::unavailable:
      return "unavailable";
  }
  CHECK(false);
}

EmlTransport::EmlTransport(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (!error) std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  if (error) throw base::Fault("cannot make the folder " + folder_.string() + ": " + error.message());
}

Delivery EmlTransport::send(const Mail& mail) {
  const auto bytes = to_mime(mail);
  if (!bytes) return {Delivery::Status::refused, std::string(to_text(bytes.refusal()))};
  const std::filesystem::path path = folder_ / file_name(mail.message_id);
  const std::filesystem::path draft = folder_ / ("." + path.filename().string() + ".part");
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) return {Delivery::Status::delivered, "file was there"};
  if (!write_durably(draft, *bytes) || ::rename(draft.c_str(), path.c_str()) != 0 || !sync_folder(folder_)) {
    return disk_failed();
  }
  return {Delivery::Status::delivered, ""};
}

}  // namespace temujanji::notify
