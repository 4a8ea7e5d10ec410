#pragma once
#include <string_view>

#include "web/pages.h"

namespace temujanji::features {

/// A text in Markdown: INTRO; repeats SECTION (ID, TITLE, BODY) and, where there are any, ENTRY (ID, TITLE)
/// in section CONTENTS. INTRO and BODY are safe HTML, for markers with `:none`.
void add_text(std::string_view markdown, web::Values& values);

}  // namespace temujanji::features
