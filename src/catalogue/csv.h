#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace temujanji::catalogue {

/// One record of a CSV file and the line it begins on, counted from 1.
struct CsvRecord {
  int line;
  std::vector<std::string> fields;
};

/// Why a CSV file cannot be read, and where.
struct CsvProblem {
  int line;
  std::string reason;
};

inline constexpr std::size_t kCsvBytesMax = 5'000'000;
inline constexpr std::size_t kCsvRecordsMax = 100'000;
inline constexpr std::size_t kCsvFieldsMax = 64;
inline constexpr std::size_t kCsvFieldBytesMax = 20'000;

/// Reads RFC 4180: fields separated by commas, quoted where they hold commas, quotes (doubled) or line ends;
/// lines end with LF or CRLF; a byte-order mark in front and empty lines are passed over. Refused are: more
/// than the bounds above, text that is not UTF-8 or has control characters, a quote inside a plain field,
/// anything between a closing quote and the next comma, a quote that is never closed. Of several problems the
/// first.
base::Result<std::vector<CsvRecord>, CsvProblem> read_csv(std::string_view text);

}  // namespace temujanji::catalogue
