#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tables/table.h"

struct zip;

namespace temujanji::tables {

/// The files of a ZIP archive by name, made in memory.
std::string write_zip(const std::map<std::string, std::string>& files);

/// Reads files out of a ZIP archive in memory. However little the archive is, at most so many bytes come out
/// of it.
class ZipReader {
 public:
  static constexpr std::size_t kUnpackedBytesMax = 40'000'000;
  static constexpr int kFilesMax = 1'000;

  /// `bytes` must outlive it.
  explicit ZipReader(std::string_view bytes);
  ~ZipReader();
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  /// Whether it is an archive, with not more files than the bound.
  bool is_open() const { return archive_ != nullptr; }
  /// Hands the file's bytes over piece by piece, until `take` returns false. False: there is no such file, it
  /// is damaged or encrypted, or the bound is reached.
  bool read(const std::string& name, const std::function<bool(std::string_view)>& take);

 private:
  zip* archive_ = nullptr;
  std::size_t left_ = kUnpackedBytesMax;
};

}  // namespace temujanji::tables
