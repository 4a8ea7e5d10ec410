#include "features/text_page.h"

#include "web/markdown.h"

namespace temujanji::features {

void add_text(std::string_view markdown, web::Values& values) {
  const web::TextWithSections text = web::markdown_sections(markdown);
  values.set("INTRO", text.intro);
  if (text.sections.empty()) return;
  web::Values contents = values.add("CONTENTS");
  for (const web::TextSection& section : text.sections) {
    contents.add("ENTRY").set("ID", section.id).set("TITLE", section.title);
    values.add("SECTION").set("ID", section.id).set("TITLE", section.title).set("BODY", section.html);
  }
}

}  // namespace temujanji::features
