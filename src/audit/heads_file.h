#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "audit/head.h"

namespace temujanji::audit {

/// A file of heads, one on each line, which only grows. It stands outside the database, so that whoever takes
/// the end of the log away there is found out; the more so if the file is also sent elsewhere.
class HeadsFile {
 public:
  explicit HeadsFile(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  /// Adds a line and returns when it is on the disk. Throws Fault.
  void append(const Head& head) const;
  /// Calls `visit` for each line with what it says, or nothing where it cannot be read, until it says no. A
  /// file that is not there has no lines. Throws Fault.
  void read(const std::function<bool(std::size_t line, const std::optional<Head>& head)>& visit) const;

 private:
  std::filesystem::path path_;
};

}  // namespace temujanji::audit
