#include "storage/postgresql_values.h"

#include <charconv>

#include "base/check.h"

namespace temujanji::storage {
namespace {

constexpr int kSentBinary = 1;
constexpr int kText = 0;

// Object ids of built-in types, fixed by PostgreSQL's catalogue (pg_type.dat).
constexpr Oid kBoolean = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kTextType = 25;
constexpr Oid kByteaArray = 1001;
constexpr Oid kInt8Array = 1016;

std::int64_t from_big_endian(const char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  const int unused = 64 - 8 * count;
  return static_cast<std::int64_t>(value << unused) >> unused;
}

void append_big_endian(std::string& out, std::uint64_t value, int count) {
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

void append_int4(std::string& out, std::int64_t value) {
  append_big_endian(out, static_cast<std::uint64_t>(value), 4);
}

Oid element_of(Oid array) {
  switch (array) {
    case kInt8Array:
      return kInt8;
    case kTextArrayType:
      return kTextType;
    case kByteaArray:
      return kBytea;
    default:
      throw base::Fault("a parameter of a set-wise statement is no array of bigint, text or bytea");
  }
}

void append_value(std::string& out, const Parameter& parameter, Oid type) {
  const auto append = [&](std::string_view bytes) {
    append_int4(out, static_cast<std::int64_t>(bytes.size()));
    out += bytes;
  };
  if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
    if (type != kInt8Array) throw base::Fault("a number for a column of another type");
    append_int4(out, sizeof(std::int64_t));
    append_big_endian(out, static_cast<std::uint64_t>(*number), sizeof(std::int64_t));
  } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
    append(*text);
  } else if (const auto* blob = std::get_if<Blob>(&parameter.value())) {
    append(blob->bytes);
  } else {
    append_int4(out, -1);
  }
}

std::string array_of(const ParameterRows& rows, std::size_t column, Oid type) {
  std::string out;
  append_int4(out, 1);  // dimensions
  append_int4(out, 1);  // there may be nulls
  append_int4(out, element_of(type));
  append_int4(out, static_cast<std::int64_t>(rows.size()));
  append_int4(out, 1);  // the first has number 1
  for (std::size_t i = 0; i < rows.size(); ++i) append_value(out, rows.row(i)[column], type);
  return out;
}

}  // namespace

BoundValues::BoundValues(std::span<const Parameter> parameters)
    : count_(static_cast<int>(parameters.size())) {
  CHECK(parameters.size() <= kParametersMax);
  for (std::size_t i = 0; i < parameters.size(); ++i) bind(i, parameters[i]);
}

void BoundValues::bind(std::size_t i, const Parameter& parameter) {
  if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
    std::array<char, kDigitsMax>& digits = numbers_[i];
    *std::to_chars(digits.data(), digits.data() + digits.size() - 1, *number).ptr = '\0';
    values_[i] = digits.data();
    formats_[i] = kText;
  } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
    bind_bytes(i, *text);
  } else if (const auto* blob = std::get_if<Blob>(&parameter.value())) {
    bind_bytes(i, blob->bytes);
  }
}

void BoundValues::bind_bytes(std::size_t i, std::string_view bytes) {
  values_[i] = bytes.data() == nullptr ? "" : bytes.data();
  lengths_[i] = static_cast<int>(bytes.size());
  formats_[i] = kSentBinary;
}

BoundArrays::BoundArrays(const ParameterRows& rows, std::span<const Oid> types) {
  CHECK(rows.columns() <= kParametersMax);
  if (types.size() != rows.columns()) throw base::Fault("a set-wise statement has other parameters");
  arrays_.reserve(rows.columns());
  for (std::size_t column = 0; column < rows.columns(); ++column) {
    arrays_.push_back(array_of(rows, column, types[column]));
    bind_bytes(column, arrays_.back());
  }
  count_ = static_cast<int>(rows.columns());
}

std::int64_t integer_of(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return 0;
  const char* value = PQgetvalue(result, row, column);
  switch (PQftype(result, column)) {
    case kInt8:
      return from_big_endian(value, 8);
    case kInt4:
      return from_big_endian(value, 4);
    case kInt2:
      return from_big_endian(value, 2);
    case kBoolean:
      return *value;
    default:
      throw base::Fault("column " + std::to_string(column) + " is no whole number");
  }
}

}  // namespace temujanji::storage
