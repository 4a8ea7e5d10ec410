#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tables/table.h"

namespace temujanji::tables {

/// A workbook (Office Open XML) with a sheet for each table: bold column names that stay in sight, filters,
/// text as text whatever it looks like, numbers as numbers. Nothing touches the disk. Names of sheets are cut
/// to what a workbook allows and must differ in that. Throws Fault.
std::string write_xlsx(std::span<const Table> tables);

/// A sheet of a workbook that was read.
struct Sheet {
  std::string name;
  std::vector<Record> records;
};

/// Reads the sheets of a workbook as its cells are shown: dates as 2026-11-23, times as 08:30, formulas by
/// their last value, rich text as plain text. Empty rows are passed over; every record of a sheet has at
/// least as many fields as the first, and no empty ones beyond. Refused are: what is no workbook, is damaged
/// or encrypted, is larger than the bounds of table.h, or unpacks to more than 40 MB.
base::Result<std::vector<Sheet>, Problem> read_xlsx(std::string_view bytes);

}  // namespace temujanji::tables
