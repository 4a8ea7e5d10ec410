#pragma once
#include <libpq-fe.h>

#include <array>
#include <string>
#include <vector>

#include "storage/connection.h"

namespace temujanji::storage {

inline constexpr std::size_t kParametersMax = 32;
/// Object id of the type text[], fixed by PostgreSQL's catalogue (pg_type.dat).
inline constexpr Oid kTextArrayType = 1009;

/// Parameters in the shape libpq wants. Numbers go as text, which fits whatever type the server infers; text
/// and bytes go as they are.
class BoundValues {
 public:
  explicit BoundValues(std::span<const Parameter> parameters);
  int count() const { return count_; }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 protected:
  BoundValues() = default;
  void bind_bytes(std::size_t i, std::string_view bytes);

  int count_ = 0;

 private:
  static constexpr std::size_t kDigitsMax = 24;
  void bind(std::size_t i, const Parameter& parameter);

  std::array<const char*, kParametersMax> values_{};
  std::array<int, kParametersMax> lengths_{};
  std::array<int, kParametersMax> formats_{};
  std::array<std::array<char, kDigitsMax>, kParametersMax> numbers_{};
};

/// Rows of parameters as one array for each column, in the binary form of arrays that PostgreSQL receives
/// (array_recv in its source): dimensions, whether there are nulls, the type, then each value behind its
/// length. `types` are the array types that the statement's parameters have; Throws Fault for one that is no
/// array of bigint, text or bytea.
class BoundArrays final : public BoundValues {
 public:
  BoundArrays(const ParameterRows& rows, std::span<const Oid> types);

 private:
  std::vector<std::string> arrays_;
};

/// A whole number of a binary result. Throws Fault for a column of another type.
std::int64_t integer_of(const PGresult* result, int row, int column);

}  // namespace temujanji::storage
