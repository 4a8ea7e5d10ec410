#pragma once
#include "audit/append.h"
#include "catalogue/announcements.h"

/// Publishing, changing and deleting as the audit log has them.
namespace temujanji::features::write_announcements {

/// Publishes or changes an announcement and writes down who did; a refusal writes nothing.
struct Publish {
  catalogue::SaveAnnouncement save;

  using Outcome = catalogue::SaveAnnouncement::Outcome;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { save.claim(claims); }
};

/// Deletes one and writes down who did. False: there is none of the site's own.
struct Delete {
  catalogue::DeleteAnnouncement remove;
  std::string actor;

  using Outcome = bool;
  Outcome apply(engine::Scope& scope) const;
  void claim(engine::Claims& claims) const { remove.claim(claims); }
};

}  // namespace temujanji::features::write_announcements
