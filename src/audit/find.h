#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/rows.h"
#include "base/clock.h"
#include "storage/connection.h"

/// The log as auditors read it: entries, changes of appointments and what happened to numbers at the
/// counters, newest first.
namespace temujanji::audit {

struct Found {
  const Source* source = nullptr;
  std::int64_t id = 0;
  base::Instant at{};
  /// "staff:17", "applicant", "api", "operator"; empty: the program itself.
  std::string actor;
  /// "looked", "booked", "called", …
  std::string act;
  /// "appointment:12", "ticket:5", "office:3", …
  std::string subject;
  std::optional<std::int64_t> office;
  std::string detail;
};

/// Which of them; what is empty does not matter.
struct Filter {
  std::string actor;
  const Source* source = nullptr;
  std::string act;
  std::optional<std::int64_t> office;
  std::optional<base::Instant> from;
  /// They are older than this.
  std::optional<base::Instant> to;

  bool holds(const Found& found) const;
};

/// What is read for one page of the list.
struct FoundPart {
  std::vector<Found> rows;
  /// Where the list goes on: with rows that have lower ids. Nothing: there are no more.
  std::optional<std::int64_t> next;
};

/// At most so many rows of the log are looked at for one page, so that no page keeps a reader for long; where
/// few of them fit the filter, a page has few rows and still goes on.
constexpr int kLookedAtMax = 20'000;

/// Those with ids lower than `before`, at most `rows_max`.
FoundPart list_found(storage::Connection& connection, const Filter& filter, std::int64_t before,
                     int rows_max);

/// A list of an office at which people look, for instance "day sheet 2026-11-24".
struct OfficeList {
  std::int64_t office = 0;
  std::string name;
  bool operator==(const OfficeList&) const = default;
};

/// Everything that names one appointment, and looks at the lists on which it stood; at most 500 of each kind
/// and list.
std::vector<Found> list_about(storage::Connection& connection, std::int64_t appointment,
                              std::span<const OfficeList> lists);

/// One row; nothing if there is none.
std::optional<Found> find_row(storage::Connection& connection, const Source& source, std::int64_t id);

}  // namespace temujanji::audit
