#include "audit/heads_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "base/fault.h"

namespace temujanji::audit {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path)
      : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (file_ < 0) throw base::Fault("cannot open " + path.string());
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(file_); }
  int number() const { return file_; }

 private:
  int file_;
};

/// What a crash or a full disk left behind the last whole line begins a line of its own, and is seen.
bool ends_inside_a_line(int file, off_t size) {
  char last = '\n';
  return size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

void HeadsFile::append(const Head& head) const {
  const OpenFile file(path_);
  struct stat info {};
  if (::fstat(file.number(), &info) != 0) throw base::Fault("cannot read " + path_.string());
  const std::string line =
      (ends_inside_a_line(file.number(), info.st_size) ? "\n" : "") + to_line(head) + '\n';
  const bool written = ::write(file.number(), line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!written) {
    // Nobody should take half a line for a head that was changed.
    static_cast<void>(::ftruncate(file.number(), info.st_size) == 0);
    throw base::Fault("cannot write " + path_.string());
  }
  if (::fdatasync(file.number()) != 0) throw base::Fault("cannot write " + path_.string() + " to the disk");
}

void HeadsFile::read(
    const std::function<bool(std::size_t line, const std::optional<Head>& head)>& visit) const {
  if (!std::filesystem::exists(path_)) return;
  std::ifstream file(path_);
  if (!file) throw base::Fault("cannot read " + path_.string());
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (!visit(number, parse_line(line))) return;
  }
}

}  // namespace temujanji::audit
