#include "features/staff/write_announcements/save.h"

namespace temujanji::features::write_announcements {
namespace {

std::string subject_of(domain::AnnouncementId id) {
  return "announcement:" + std::to_string(id.value);
}

}  // namespace

Publish::Outcome Publish::apply(engine::Scope& scope) const {
  const Outcome outcome = save.apply(scope);
  if (outcome) {
    const catalogue::Announcement& saved = save.announcement;
    std::string detail = "from " + domain::to_iso(saved.from);
    if (saved.to) detail += " to " + domain::to_iso(*saved.to);
    if (saved.pinned) detail += ", pinned";
    audit::append(scope, {save.actor, save.seen ? "changed_announcement" : "announced", subject_of(saved.id),
                          0, std::move(detail)});
  }
  return outcome;
}

Delete::Outcome Delete::apply(engine::Scope& scope) const {
  const bool deleted = remove.apply(scope);
  if (deleted) audit::append(scope, {actor, "deleted_announcement", subject_of(remove.id)});
  return deleted;
}

}  // namespace temujanji::features::write_announcements
