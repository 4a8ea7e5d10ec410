#include "catalogue/announcements.h"

#include <algorithm>

#include "catalogue/announcements.sql.h"
#include "catalogue/rows.h"

namespace temujanji::catalogue {
namespace {

KeptAnnouncement read_announcement(const storage::Rows& rows) {
  KeptAnnouncement kept{{rows.id<domain::AnnouncementId>(0),
                         rows.string(1),
                         {rows.string(2), rows.string(3)},
                         {rows.string(4), rows.string(5)},
                         date_of(rows.text(6)),
                         {},
                         rows.small(8) != 0},
                        {},
                        {}};
  if (!rows.is_null(7)) kept.announcement.to = date_of(rows.text(7));
  if (!rows.is_null(9)) kept.changed_by = rows.string(9);
  if (!rows.is_null(10)) kept.changed_at = rows.instant(10);
  return kept;
}

}  // namespace

std::vector<KeptAnnouncement> list_announcements(storage::Connection& connection, domain::Date today) {
  std::vector<KeptAnnouncement> all;
  storage::Rows rows =
      connection.query(sql::kListKeptAnnouncements, {domain::to_iso(today), kAnnouncementsMax});
  while (rows.next()) all.push_back(read_announcement(rows));
  return all;
}

std::optional<KeptAnnouncement> find_announcement(storage::Connection& connection,
                                                  domain::AnnouncementId id) {
  storage::Rows rows = connection.query(sql::kFindKeptAnnouncement, {id});
  return rows.next() ? std::optional(read_announcement(rows)) : std::nullopt;
}

SaveAnnouncement::Outcome SaveAnnouncement::apply(engine::Scope& scope) const {
  const std::string& department = announcement.department;
  if (!scope.transaction.query(sql::kFindDepartment, {department}).next())
    return SaveAnnouncementRefusal::department_gone;
  const std::string from = domain::to_iso(announcement.from);
  const std::optional<std::string> last =
      announcement.to ? std::optional(domain::to_iso(*announcement.to)) : std::nullopt;
  const int pinned = announcement.pinned ? 1 : 0;
  const auto& title = announcement.title;
  const auto& body = announcement.body;
  const domain::AnnouncementId id = announcement.id;
  // Never the same moment twice, for by that it is known whether somebody else changed it.
  const base::Instant changed_at =
      seen ? std::max(scope.now, *seen + std::chrono::milliseconds(1)) : scope.now;
  if (!seen) {
    scope.transaction.execute(sql::kInsertOwnAnnouncement, {id, department, title.ms, title.en, body.ms,
                                                            body.en, from, last, pinned, actor, changed_at});
  } else if (scope.transaction.execute(sql::kUpdateOwnAnnouncement,
                                       {id, department, title.ms, title.en, body.ms, body.en, from, last,
                                        pinned, actor, changed_at, *seen}) == 0) {
    return SaveAnnouncementRefusal::changed_meanwhile;
  }
  tell_everybody(scope);
  return base::Done{};
}

DeleteAnnouncement::Outcome DeleteAnnouncement::apply(engine::Scope& scope) const {
  if (scope.transaction.execute(sql::kDeleteOwnAnnouncement, {id}) == 0) return false;
  tell_everybody(scope);
  return true;
}

}  // namespace temujanji::catalogue
