#include "features/staff/write_announcements/form.h"

#include "base/text.h"
#include "features/announcement_card.h"
#include "features/today.h"

namespace temujanji::features::write_announcements {
namespace {

constexpr std::size_t kTitleBytesMax = 120;
constexpr std::size_t kBodyTextBytesMax = 5000;
constexpr std::string_view kNoTitleYet = "…";

void check_text(std::string_view field, const std::string& text, std::size_t bytes_max, Mistakes& mistakes) {
  if (text.empty()) mistakes.emplace_back(field, "required");
  if (text.size() > bytes_max) mistakes.emplace_back(field, "text_too_long");
}

void check_dates(const Typed& typed, Checked& checked) {
  const auto from = domain::parse_date(typed.from);
  const auto to = domain::parse_date(typed.to);
  if (!from) checked.mistakes.emplace_back("from", typed.from.empty() ? "required" : "date");
  if (!to && !typed.to.empty()) checked.mistakes.emplace_back("to", "date");
  if (from && to && *to < *from) checked.mistakes.emplace_back("to", "closure_order");
  if (from) checked.announcement.from = *from;
  checked.announcement.to = to;
}

}  // namespace

Typed typed_in(const web::Form& form) {
  const auto value = [&](std::string_view field) { return std::string(form.value(field)); };
  return {value("department"), value("title_ms"), value("title_en"),  value("body_ms"),      value("body_en"),
          value("from"),       value("to"),       form.has("pinned"), value("announcement"), value("seen")};
}

Typed typed_of(const catalogue::KeptAnnouncement& kept) {
  const catalogue::Announcement& announcement = kept.announcement;
  return {announcement.department,
          announcement.title.ms,
          announcement.title.en,
          announcement.body.ms,
          announcement.body.en,
          domain::to_iso(announcement.from),
          announcement.to ? domain::to_iso(*announcement.to) : "",
          announcement.pinned,
          std::to_string(announcement.id.value),
          std::to_string(base::to_millis(kept.changed_at))};
}

Checked check(const Typed& typed, const catalogue::Catalogue& catalogue) {
  Checked checked{{{},
                   typed.department,
                   {typed.title_ms, typed.title_en},
                   {typed.body_ms, typed.body_en},
                   {},
                   {},
                   typed.pinned},
                  {}};
  if (catalogue.find_department(typed.department) == nullptr)
    checked.mistakes.emplace_back("department", "required");
  check_text("title_ms", typed.title_ms, kTitleBytesMax, checked.mistakes);
  check_text("title_en", typed.title_en, kTitleBytesMax, checked.mistakes);
  check_text("body_ms", typed.body_ms, kBodyTextBytesMax, checked.mistakes);
  check_text("body_en", typed.body_en, kBodyTextBytesMax, checked.mistakes);
  check_dates(typed, checked);
  return checked;
}

void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values) {
  values.set("TYPED_TITLE_MS", typed.title_ms).set("TYPED_TITLE_EN", typed.title_en);
  values.set("TYPED_BODY_MS", typed.body_ms).set("TYPED_BODY_EN", typed.body_en);
  values.set("TYPED_FROM", typed.from).set("TYPED_TO", typed.to).show_if(typed.pinned, "PINNED");
  values.set("ID", typed.id).set("SEEN", typed.seen);
  for (const catalogue::Department& department : visit.catalogue->departments()) {
    web::Values choice = values.add("DEPARTMENT_CHOICE");
    choice.set("VALUE", department.code).set("NAME", department.name.in(request.language));
    choice.show_if(department.code == typed.department, "CHOSEN");
  }
  catalogue::Announcement preview = check(typed, *visit.catalogue).announcement;
  if (!preview.from.ok()) preview.from = today_in_malaysia(app);
  for (std::string* title : {&preview.title.ms, &preview.title.en})
    if (title->empty()) *title = kNoTitleYet;
  web::Values malay = values.add("PREVIEW_MALAY");
  add_announcement(app, base::Language::ms, preview, malay);
  web::Values english = values.add("PREVIEW_ENGLISH");
  add_announcement(app, base::Language::en, preview, english);
}

}  // namespace temujanji::features::write_announcements
