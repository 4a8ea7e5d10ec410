#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/announcements.h"
#include "features/staff_page.h"
#include "web/form.h"

namespace temujanji::features::write_announcements {

/// The form as it was typed.
struct Typed {
  std::string department;
  std::string title_ms, title_en;
  std::string body_ms, body_en;
  std::string from, to;
  bool pinned = false;
  /// Which one is changed, and when it had last been changed; empty for another one.
  std::string id, seen;
};
Typed typed_in(const web::Form& form);
/// As it is kept.
Typed typed_of(const catalogue::KeptAnnouncement& kept);

/// Field and code of each mistake.
using Mistakes = std::vector<std::pair<std::string_view, std::string_view>>;

/// An announcement that can be published, or what is wrong with it.
struct Checked {
  catalogue::Announcement announcement;
  Mistakes mistakes;
};
Checked check(const Typed& typed, const catalogue::Catalogue& catalogue);

/// What was typed, TYPED_…, section PINNED; repeat DEPARTMENT_CHOICE (VALUE, NAME, section CHOSEN); sections
/// PREVIEW_MALAY and PREVIEW_ENGLISH with TITLE, DATE, DATE_ISO, BODY.
void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values);

}  // namespace temujanji::features::write_announcements
