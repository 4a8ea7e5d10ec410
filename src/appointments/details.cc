#include "appointments/details.h"

#include "base/text.h"

namespace temujanji::appointments {
namespace {
constexpr std::string_view kClosure = "closure:";
constexpr std::string_view kDayChange = "day_change:";
constexpr std::string_view kBulkCancellation = "bulk_cancellation:";
constexpr std::string_view kMoved = "moved";
constexpr std::string_view kAgreed = "agreed";

}  // namespace

std::string displaced_by(domain::ClosureId closure) {
  return std::string(kClosure) + std::to_string(closure.value);
}

std::string displaced_by(domain::DayChangeId change) {
  return std::string(kDayChange) + std::to_string(change.value);
}

std::string displaced_by(domain::ChangeId change) {
  return "change:" + std::to_string(change.value);
}

std::optional<domain::ClosureId> parse_displaced_by(std::string_view detail) {
  return base::id_behind<domain::ClosureId>(kClosure, detail);
}

std::optional<domain::DayChangeId> parse_displaced_by_change(std::string_view detail) {
  return base::id_behind<domain::DayChangeId>(kDayChange, detail);
}

std::string cancelled_by(domain::BulkCancellationId cancellation) {
  return std::string(kBulkCancellation) + std::to_string(cancellation.value);
}

std::optional<domain::BulkCancellationId> parse_cancelled_by(std::string_view detail) {
  return base::id_behind<domain::BulkCancellationId>(kBulkCancellation, detail);
}

std::string to_detail(const Moved& moved) {
  std::string detail(kMoved);
  detail +=
      ' ' + std::to_string(base::to_millis(moved.from_at)) + ' ' + std::to_string(moved.from_office.value);
  if (moved.agreed) detail += ' ' + std::string(kAgreed);
  return detail;
}

std::optional<Moved> parse_moved(std::string_view detail) {
  const auto words = base::split(detail, ' ');
  if (words.size() < 3 || words.size() > 4 || words[0] != kMoved) return std::nullopt;
  if (words.size() == 4 && words[3] != kAgreed) return std::nullopt;
  const auto at = base::parse_number<std::int64_t>(words[1]);
  const auto office = base::parse_number<std::int64_t>(words[2]);
  if (!at || !office) return std::nullopt;
  return Moved{base::from_millis(*at), domain::OfficeId{*office}, words.size() == 4};
}

}  // namespace temujanji::appointments
