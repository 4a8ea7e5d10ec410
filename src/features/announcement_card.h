#pragma once
#include "features/app.h"

namespace temujanji::features {

/// TITLE, DATE, DATE_ISO, BODY and, where there are several departments, section FROM of
/// web/components/announcement.html.
void add_announcement(const App& app, base::Language language, const catalogue::Announcement& announcement,
                      web::Values& card);

}  // namespace temujanji::features
