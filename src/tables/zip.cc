#include "tables/zip.h"

#include <zip.h>

#include <array>
#include <ctime>
#include <memory>

#include "base/fault.h"

namespace temujanji::tables {
namespace {

/// Early 2020: archives of the same files are the same bytes.
constexpr std::time_t kWrittenAt = 1'577'836'800;

void want(bool holds, const char* what) {
  if (!holds) throw base::Fault(std::string("a workbook cannot be written: ") + what);
}

struct SourceCloser {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, SourceCloser>;

struct ArchiveCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, ArchiveCloser>;

void add_file(zip_t* archive, const std::string& name, const std::string& text) {
  zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
  want(source != nullptr, "no memory");
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) zip_source_free(source);
  want(index >= 0, zip_strerror(archive));
  zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), kWrittenAt, 0);
}

std::string read_all(zip_source_t* source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  want(zip_source_stat(source, &stat) == 0 && zip_source_open(source) == 0, "it is not there");
  std::string bytes(stat.size, '\0');
  const zip_int64_t length = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  want(length == static_cast<zip_int64_t>(bytes.size()), "it is cut off");
  return bytes;
}

}  // namespace

std::string write_zip(const std::map<std::string, std::string>& files) {
  const Source buffer(zip_source_buffer_create(nullptr, 0, 0, nullptr));
  want(buffer != nullptr, "no memory");
  zip_source_keep(buffer.get());
  Archive archive(zip_open_from_source(buffer.get(), ZIP_TRUNCATE, nullptr));
  if (!archive) zip_source_free(buffer.get());
  want(archive != nullptr, "no memory");
  for (const auto& [name, text] : files) add_file(archive.get(), name, text);
  want(zip_close(archive.get()) == 0, zip_strerror(archive.get()));
  // Closing has freed it; only what could not be closed is discarded.
  (void)archive.release();
  return read_all(buffer.get());
}

ZipReader::ZipReader(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return;
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, nullptr));
  if (!archive) {
    zip_source_free(source);
    return;
  }
  if (zip_get_num_entries(archive.get(), 0) <= kFilesMax) archive_ = archive.release();
}

ZipReader::~ZipReader() {
  if (is_open()) zip_discard(archive_);
}

bool ZipReader::read(const std::string& name, const std::function<bool(std::string_view)>& take) {
  const zip_int64_t index = zip_name_locate(archive_, name.c_str(), 0);
  if (index < 0) return false;
  zip_file_t* file = zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) return false;
  std::array<char, 16'384> piece;
  zip_int64_t length = 0;
  bool more = true;
  while (more && (length = zip_fread(file, piece.data(), piece.size())) > 0) {
    const auto bytes = static_cast<std::size_t>(length);
    if (bytes > left_) {
      length = -1;
      break;
    }
    left_ -= bytes;
    more = take({piece.data(), bytes});
  }
  zip_fclose(file);
  return length >= 0;
}

}  // namespace temujanji::tables
