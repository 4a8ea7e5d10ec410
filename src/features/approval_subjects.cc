#include "features/approval_subjects.h"

#include "appointments/bulk_cancel.h"
#include "base/text.h"
#include "catalogue/day_changes.h"
#include "catalogue/publish.h"
#include "features/staff_fields.h"
#include "misuse/blocks.h"
#include "web/url.h"

namespace temujanji::features {
namespace {

constexpr std::string_view kDayChange = "day_change:";
constexpr std::string_view kBulkCancellation = "bulk_cancellation:";
constexpr std::string_view kBlock = "block:";
constexpr std::string_view kDaySheets = "day_sheets:";

std::string both(const base::Bilingual& reason) {
  return reason.ms + " / " + reason.en;
}

/// Says what an approval is about.
class Describer {
 public:
  Describer(storage::Connection& connection, const App& app, const web::Request& request,
            const catalogue::Catalogue& catalogue)
      : connection_(connection), app_(app), request_(request), catalogue_(catalogue) {}

  Described block(domain::BlockId id) const {
    const auto found = misuse::find_block(connection_, app_.keys, id);
    if (!found) return {};
    const std::string reason = "block_reason." + std::string(to_text(found->reason));
    return {{misuse::display_masked(found->value) + " · " + std::string(say(app_, request_, reason))}};
  }

  Described day_change(domain::DayChangeId id) const {
    const auto kept = catalogue::find_day_change(connection_, id);
    if (!kept) return {};
    const catalogue::Pool* pool = catalogue_.find_pool(kept->pool);
    Described described{
        {pool_name(pool), when_of(app_, request_, kept->change), what_of(app_, request_, kept->change)}};
    const catalogue::Office* office = pool == nullptr ? nullptr : catalogue_.find_office(pool->office);
    if (office != nullptr) {
      const std::string seats = std::to_string(catalogue::usual_seats(*office, *pool, kept->change.on));
      const std::string counters = std::to_string(pool->counters);
      described.lines.push_back(app_.words.text(request_.language, "approvals.usual_seats",
                                                {{"seats", seats}, {"counters", counters}}));
    }
    return described;
  }

  Described bulk_cancellation(domain::BulkCancellationId id) const {
    const auto found = appointments::find_bulk_cancellation(connection_, id);
    const catalogue::Office* office = found ? catalogue_.find_office(found->office) : nullptr;
    if (office == nullptr) return {};
    const auto count = appointments::count_bulk(connection_, id);
    std::string when = app_.words.date(request_.language, found->on);
    if (found->part) when += ", " + part_text(app_, request_, *found->part);
    Described described{
        {app_.words.text(request_.language, "approvals.appointments", {{"count", std::to_string(count.all)}}),
         when, found->pool ? pool_name(catalogue_.find_pool(*found->pool)) : word("cancellations.all_pools"),
         app_.words.text(request_.language, "approvals.told", {{"reason", both(found->reason)}})}};
    described.list_url = path_to(request_, "/staff/at/" + office->code + "/cancellations") +
                         web::make_query({{"names", std::to_string(id.value)}}) + "#names";
    return described;
  }

  Described exported_days(const ExportedDays& days) const {
    return {{days_text(app_, request_, days.from, days.to),
             word("export.format_" + std::string(to_text(days.format))), word("export.what")}};
  }

 private:
  std::string word(std::string_view key) const { return std::string(say(app_, request_, key)); }
  std::string pool_name(const catalogue::Pool* pool) const {
    return pool == nullptr ? "" : std::string(pool->name.in(request_.language));
  }

  storage::Connection& connection_;
  const App& app_;
  const web::Request& request_;
  const catalogue::Catalogue& catalogue_;
};

}  // namespace

std::string_view to_text(ExportFormat format) {
  return format == ExportFormat::csv ? "csv" : "xlsx";
}

std::optional<ExportFormat> parse_export_format(std::string_view text) {
  if (text == to_text(ExportFormat::csv)) return ExportFormat::csv;
  if (text == to_text(ExportFormat::xlsx)) return ExportFormat::xlsx;
  return std::nullopt;
}

std::string subject_of(domain::DayChangeId id) {
  return std::string(kDayChange) + std::to_string(id.value);
}

std::string subject_of(domain::BulkCancellationId id) {
  return std::string(kBulkCancellation) + std::to_string(id.value);
}

std::string subject_of(const ExportedDays& days) {
  return std::string(kDaySheets) + std::to_string(days.office.value) + ":" + domain::to_iso(days.from) + ":" +
         domain::to_iso(days.to) + ":" + std::string(to_text(days.format));
}

std::optional<domain::DayChangeId> parse_day_change(std::string_view subject) {
  return base::id_behind<domain::DayChangeId>(kDayChange, subject);
}

std::optional<domain::BulkCancellationId> parse_bulk_cancellation(std::string_view subject) {
  return base::id_behind<domain::BulkCancellationId>(kBulkCancellation, subject);
}

std::optional<ExportedDays> parse_exported_days(std::string_view subject) {
  if (!subject.starts_with(kDaySheets)) return std::nullopt;
  const auto parts = base::split(subject.substr(kDaySheets.size()), ':');
  if (parts.size() != 4) return std::nullopt;
  const auto office = base::parse_number<std::int64_t>(parts[0]);
  const auto from = domain::parse_date(parts[1]);
  const auto to = domain::parse_date(parts[2]);
  const auto format = parse_export_format(parts[3]);
  if (!office || !from || !to || !format) return std::nullopt;
  return ExportedDays{domain::OfficeId{*office}, *from, *to, *format};
}

std::string when_of(const App& app, const web::Request& request, const domain::DayChange& change) {
  return app.words.date(request.language, change.on) + ", " + part_text(app, request, change.part);
}

std::string what_of(const App& app, const web::Request& request, const domain::DayChange& change) {
  std::string text(say(app, request, change.opens ? "calendar.extra" : "calendar.other_seats"));
  if (!change.seats) return text;
  return text + ": " +
         app.words.text(request.language, "calendar.seats_each", {{"seats", std::to_string(*change.seats)}});
}

std::string days_text(const App& app, const web::Request& request, domain::Date from, domain::Date to) {
  if (from == to) return app.words.date(request.language, from);
  return app.words.short_date(request.language, from) + " – " + app.words.short_date(request.language, to);
}

Described describe_subject(storage::Connection& connection, const App& app, const web::Request& request,
                           const catalogue::Catalogue& catalogue, const staff::Approval& approval) {
  const Describer describer(connection, app, request, catalogue);
  if (const auto block = base::id_behind<domain::BlockId>(kBlock, approval.subject))
    return describer.block(*block);
  if (const auto change = parse_day_change(approval.subject)) return describer.day_change(*change);
  if (const auto bulk = parse_bulk_cancellation(approval.subject)) return describer.bulk_cancellation(*bulk);
  if (const auto days = parse_exported_days(approval.subject)) return describer.exported_days(*days);
  return {};
}

}  // namespace temujanji::features
