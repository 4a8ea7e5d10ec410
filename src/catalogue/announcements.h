#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalogue/catalogue.h"
#include "engine/engine.h"

/// Announcements that headquarters writes on the site. Those of the imported files are changed in the files.
namespace temujanji::catalogue {

/// An announcement with who wrote it.
struct KeptAnnouncement {
  Announcement announcement;
  /// "staff:17"; empty: it came with the imported files.
  std::string changed_by;
  base::Instant changed_at{};

  bool is_of_staff() const { return !changed_by.empty(); }
};

/// So many are listed at most.
inline constexpr int kAnnouncementsMax = 200;

/// Those that are not over first, then by their first day, newest first.
std::vector<KeptAnnouncement> list_announcements(storage::Connection& connection, domain::Date today);
std::optional<KeptAnnouncement> find_announcement(storage::Connection& connection, domain::AnnouncementId id);

enum class SaveAnnouncementRefusal {
  /// Somebody else changed or deleted it after `seen` was read.
  changed_meanwhile,
  /// There is no such department any more.
  department_gone,
};

/// Publishes an announcement, or changes one of the site's own. The revision `catalogue` rises, so that every
/// process reads it.
struct SaveAnnouncement {
  Announcement announcement;
  std::string actor;
  /// When it had last been changed where it was read; nothing: it is another one.
  std::optional<base::Instant> seen;

  using Outcome = base::Result<base::Done, SaveAnnouncementRefusal>;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(announcement.id.value); }
};

/// Takes one of the site's own away. False: there is none.
struct DeleteAnnouncement {
  domain::AnnouncementId id;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { claims.rows.push_back(id.value); }
};

}  // namespace temujanji::catalogue
