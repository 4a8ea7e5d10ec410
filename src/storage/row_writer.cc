#include "storage/row_writer.h"

namespace temujanji::storage {
namespace {
constexpr std::size_t kBytesMax = 2 * 1024 * 1024;
constexpr std::size_t kRowsMax = 5000;
}  // namespace

Parameter RowWriter::keep(std::string_view bytes, Kind kind) {
  bytes_ += bytes.size();
  const std::string& kept = kept_.emplace_back(bytes);
  return kind == Kind::text ? Parameter(kept) : Parameter(Blob{kept});
}

void RowWriter::add(const Rows& row) {
  std::vector<Parameter> values;
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    const Kind kind = table_.columns[i].kind;
    if (row.is_null(column))
      values.emplace_back(nullptr);
    else
      values.push_back(kind == Kind::integer ? Parameter(row.integer(column)) : keep(row.blob(column), kind));
  }
  rows_.add(values);
  if (bytes_ >= kBytesMax || rows_.size() >= kRowsMax) flush();
}

void RowWriter::flush() {
  target_.execute_each(insert_, rows_);
  rows_.clear();
  kept_.clear();
  bytes_ = 0;
}

}  // namespace temujanji::storage
