#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar.h"
#include "features/app.h"
#include "features/staff_page.h"
#include "staff/approvals.h"

/// What people ask a second person for, and how the page of approvals says it.
namespace temujanji::features {

/// The kinds of files that personal data are handed out in.
enum class ExportFormat { csv, xlsx };
std::string_view to_text(ExportFormat format);
std::optional<ExportFormat> parse_export_format(std::string_view text);

/// Day sheets of an office that somebody wants as a file.
struct ExportedDays {
  domain::OfficeId office;
  domain::Date from, to;
  ExportFormat format{};
};

/// "day_change:17", "bulk_cancellation:17", "day_sheets:3:2026-11-23:2026-11-27:csv"
std::string subject_of(domain::DayChangeId id);
std::string subject_of(domain::BulkCancellationId id);
std::string subject_of(const ExportedDays& days);
std::optional<domain::DayChangeId> parse_day_change(std::string_view subject);
std::optional<domain::BulkCancellationId> parse_bulk_cancellation(std::string_view subject);
std::optional<ExportedDays> parse_exported_days(std::string_view subject);

/// "Isnin, 23 November 2026, 9:00 pagi – 11:00 pagi"
std::string when_of(const App& app, const web::Request& request, const domain::DayChange& change);
/// "Extra hours: 4 seats in each slot"
std::string what_of(const App& app, const web::Request& request, const domain::DayChange& change);
/// "24 Nov 2026 – 28 Nov 2026"
std::string days_text(const App& app, const web::Request& request, domain::Date from, domain::Date to);

/// What exactly an approval is about, and where its people are listed.
struct Described {
  std::vector<std::string> lines;
  std::string list_url = {};
};
Described describe_subject(storage::Connection& connection, const App& app, const web::Request& request,
                           const catalogue::Catalogue& catalogue, const staff::Approval& approval);

}  // namespace temujanji::features
