#include "storage/row_writer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace temujanji::storage {
namespace {

Parameter value_of(const Rows& row, int column, Kind kind) {
  if (row.is_null(column)) return nullptr;
  switch (kind) {
    case Kind::integer:
      return row.integer(column);
    case Kind::text:
      return row.text(column);
    case Kind::blob:
      return Blob{row.blob(column)};
  }
  CHECK(false);
}

class OneByOne final : public RowWriter {
 public:
  OneByOne(Connection& target, const Table& table, const Statement& insert)
      : target_(target), table_(table), insert_(insert) {}

  void add(const Rows& row) override {
    values_.clear();
    for (std::size_t i = 0; i < table_.columns.size(); ++i)
      values_.push_back(value_of(row, static_cast<int>(i), table_.columns[i].kind));
    target_.execute(insert_, values_);
  }
  void flush() override {}

 private:
  Connection& target_;
  const Table& table_;
  const Statement& insert_;
  std::vector<Parameter> values_;
};

void append_big_endian(std::string& out, std::uint64_t value, int count) {
  for (int i = count - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// A column's values as PostgreSQL sends and receives an array (array_recv in its source): dimensions,
/// whether there may be nulls, the elements' type, their count, the first one's index, and of each length and
/// bytes.
class Array {
 public:
  explicit Array(Kind kind) : kind_(kind) {}

  void add(const Rows& row, int column) {
    ++count_;
    if (row.is_null(column)) {
      append_big_endian(elements_, kNull, 4);
    } else if (kind_ == Kind::integer) {
      append_big_endian(elements_, 8, 4);
      append_big_endian(elements_, static_cast<std::uint64_t>(row.integer(column)), 8);
    } else {
      const std::string_view bytes = row.blob(column);
      append_big_endian(elements_, bytes.size(), 4);
      elements_ += bytes;
    }
  }
  std::string encoded() const {
    std::string out;
    out.reserve(elements_.size() + 20);
    for (const std::uint64_t word : {std::uint64_t{1}, std::uint64_t{1}, type(), count_, std::uint64_t{1}})
      append_big_endian(out, word, 4);
    return out += elements_;
  }
  std::size_t size() const { return elements_.size(); }
  void clear() {
    elements_.clear();
    count_ = 0;
  }

 private:
  static constexpr std::uint64_t kNull = 0xFFFF'FFFF;

  /// Object ids of built-in types, fixed by PostgreSQL's catalogue (pg_type.dat).
  std::uint64_t type() const {
    switch (kind_) {
      case Kind::integer:
        return 20;
      case Kind::text:
        return 25;
      case Kind::blob:
        return 17;
    }
    CHECK(false);
  }

  Kind kind_;
  std::string elements_;
  std::uint64_t count_ = 0;
};

class InArrays final : public RowWriter {
 public:
  InArrays(Connection& target, const Table& table, const Statement& insert)
      : target_(target), insert_(insert) {
    for (const Column& column : table.columns) arrays_.emplace_back(column.kind);
  }

  void add(const Rows& row) override {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < arrays_.size(); ++i) {
      arrays_[i].add(row, static_cast<int>(i));
      bytes += arrays_[i].size();
    }
    waits_ = true;
    if (bytes >= kBytesMax) flush();
  }
  void flush() override {
    if (!waits_) return;
    std::vector<std::string> encoded;
    for (Array& array : arrays_) {
      encoded.push_back(array.encoded());
      array.clear();
    }
    std::vector<Parameter> parameters;
    parameters.reserve(encoded.size());
    for (const std::string& bytes : encoded) parameters.emplace_back(Blob{bytes});
    target_.execute(insert_, parameters);
    waits_ = false;
  }

 private:
  static constexpr std::size_t kBytesMax = 2 * 1024 * 1024;

  Connection& target_;
  const Statement& insert_;
  std::vector<Array> arrays_;
  bool waits_ = false;
};

}  // namespace

std::unique_ptr<RowWriter> write_one_by_one(Connection& target, const Table& table, const Statement& insert) {
  return std::make_unique<OneByOne>(target, table, insert);
}

std::unique_ptr<RowWriter> write_in_arrays(Connection& target, const Table& table, const Statement& insert) {
  return std::make_unique<InArrays>(target, table, insert);
}

}  // namespace temujanji::storage
