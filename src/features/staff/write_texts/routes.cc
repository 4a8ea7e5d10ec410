#include "features/staff/write_texts/routes.h"

#include "base/text.h"
#include "features/staff/write_texts/save.h"
#include "features/staff_names.h"
#include "web/form.h"
#include "web/markdown.h"
#include "web/url.h"

namespace temujanji::features::write_texts {
namespace {

constexpr std::string_view kListPage = "features/staff/write_texts/list.html";
constexpr std::string_view kPage = "features/staff/write_texts/page.html";
constexpr int kVersionsMax = 50;
/// Its headings stand below the title of the preview.
constexpr int kPreviewLevel = 3;

std::string text_path(const web::Request& request, catalogue::TextPage page) {
  return path_to(request, "/staff/texts/" + std::string(to_text(page)));
}

/// Where its readers see it.
std::string shown_path(const web::Request& request, catalogue::TextPage page) {
  if (page == catalogue::TextPage::officers) return path_to(request, "/staff/guide");
  return path_to(request, "/help/" + std::string(to_text(page)));
}

std::string name_of(const App& app, const web::Request& request, catalogue::TextPage page) {
  return std::string(say(app, request, "text_page." + std::string(to_text(page))));
}

std::string moment(const App& app, const web::Request& request, const Visit& visit, base::Instant at) {
  return app.words.date_time(request.language, zone_of(visit).to_local(at));
}

/// A page's versions with the names of who made them.
struct Kept {
  catalogue::TextVersion shown;
  /// Another one that was asked for.
  std::optional<catalogue::TextVersion> asked;
  std::vector<catalogue::TextVersion> versions;
  std::map<std::string, std::string> names;
};

Kept read_kept(storage::Connection& connection, const App& app, catalogue::TextPage page,
               std::optional<domain::PageTextId> asked) {
  Kept kept{catalogue::find_shown_version(connection, page), {}, {}, {}};
  if (asked && *asked != kept.shown.id) kept.asked = catalogue::find_version(connection, page, *asked);
  kept.versions = catalogue::list_versions(connection, page, kVersionsMax);
  StaffNames names(connection, app.keys);
  for (const catalogue::TextVersion& version : kept.versions)
    kept.names[version.made_by] = names.of_actor(version.made_by);
  if (kept.asked && kept.asked->id) kept.names[kept.asked->made_by] = names.of_actor(kept.asked->made_by);
  return kept;
}

void add_versions(const App& app, const web::Request& request, const Visit& visit, catalogue::TextPage page,
                  const Kept& kept, web::Values& values) {
  const auto add = [&](domain::PageTextId id, std::string_view at, std::string_view by) {
    web::Values row = values.add("VERSION");
    row.set("URL", text_path(request, page) + web::make_query({{"version", std::to_string(id.value)}}));
    row.set("AT", at).set("BY", by).show_if(id == kept.shown.id, "NOW");
  };
  for (const catalogue::TextVersion& version : kept.versions)
    add(version.id, moment(app, request, visit, version.made_at), kept.names.at(version.made_by));
  add({}, say(app, request, "texts.own"), "");
}

/// What stands in the form.
struct Shown {
  base::Bilingual text = {};
  /// Nothing: the newest version.
  std::optional<std::int64_t> seen = {};
  std::vector<std::pair<std::string_view, std::string_view>> mistakes = {};
  /// A section that tells what happened.
  std::string_view notice = {};
};

web::Response page_of(const App& app, const web::Request& request, const Visit& visit,
                      catalogue::TextPage page, const Kept& kept, const Shown& shown) {
  web::Values values;
  values.set("NAME", name_of(app, request, page));
  values.set("TEXTS_URL", path_to(request, "/staff/texts")).set("TEXT_URL", text_path(request, page));
  values.set("SHOWN_URL", shown_path(request, page));
  values.set("SEEN", shown.seen.value_or(kept.shown.id.value));
  values.set("TYPED_MS", shown.text.ms).set("TYPED_EN", shown.text.en);
  values.set("PREVIEW_MS", web::markdown_html(shown.text.ms, kPreviewLevel));
  values.set("PREVIEW_EN", web::markdown_html(shown.text.en, kPreviewLevel));
  add_versions(app, request, visit, page, kept, values);
  if (!shown.notice.empty()) values.show(shown.notice);
  if (kept.asked && !kept.asked->id) values.show("OLDEST");
  if (kept.asked && kept.asked->id) {
    values.add("OLDER")
        .set("BY", kept.names.at(kept.asked->made_by))
        .set("AT", moment(app, request, visit, kept.asked->made_at));
  }
  for (const auto& [field, code] : shown.mistakes) add_field_error(app, request, values, field, code);
  const int status = !shown.mistakes.empty() ? 422 : shown.notice == "CHANGED_MEANWHILE" ? 409 : 200;
  return show_staff_page(app, request, visit, kPage, "texts.edit", values, status);
}

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit,
                               catalogue::TextPage page, Shown shown) {
  auto read = [&](storage::Connection& connection) { return read_kept(connection, app, page, std::nullopt); };
  const Kept kept = co_await app.readers.read(*request.executor, read);
  co_return page_of(app, request, visit, page, kept, shown);
}

void check(Shown& shown) {
  for (const auto& [field, text] :
       {std::pair("text_ms", &shown.text.ms), std::pair("text_en", &shown.text.en)}) {
    if (text->empty()) shown.mistakes.emplace_back(field, "required");
    if (text->size() > web::kMarkdownBytesMax) shown.mistakes.emplace_back(field, "text_too_long");
  }
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto read = [&](storage::Connection& connection) {
    std::vector<Kept> all;
    for (const catalogue::TextPage page : catalogue::kTextPages)
      all.push_back(read_kept(connection, app, page, std::nullopt));
    return all;
  };
  const std::vector<Kept> all = co_await app.readers.read(*request.executor, read);
  web::Values values;
  for (std::size_t i = 0; i < all.size(); ++i) {
    web::Values row = values.add("TEXT");
    const catalogue::TextVersion& version = all[i].shown;
    row.set("NAME", name_of(app, request, catalogue::kTextPages[i]));
    row.set("URL", text_path(request, catalogue::kTextPages[i]));
    if (!version.id) {
      row.show("OWN");
      continue;
    }
    row.add("CHANGED")
        .set("BY", all[i].names.at(version.made_by))
        .set("AT", moment(app, request, visit, version.made_at));
  }
  co_return show_staff_page(app, request, visit, kListPage, "texts.title", values);
}

base::Task<web::Response> edit(App& app, const web::Request& request, const Visit& visit) {
  const auto page = catalogue::parse_text_page(request.path_values.at(0));
  if (!page) co_return status_page(app, request, 404);
  const auto query = web::Form::parse(request.query);
  const auto version =
      query ? base::parse_number<std::int64_t>(query->value("version")) : std::optional<std::int64_t>();
  const auto asked = version ? std::optional(domain::PageTextId{*version}) : std::nullopt;
  auto read = [&](storage::Connection& connection) { return read_kept(connection, app, *page, asked); };
  const Kept kept = co_await app.readers.read(*request.executor, read);
  Shown shown;
  shown.text = kept.asked ? kept.asked->text : kept.shown.text;
  if (query && query->value("done") == "saved") shown.notice = "SAVED";
  co_return page_of(app, request, visit, *page, kept, shown);
}

base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit) {
  const auto page = catalogue::parse_text_page(request.path_values.at(0));
  if (!page) co_return status_page(app, request, 404);
  const auto form = web::Form::parse(request.body);
  Shown shown;
  if (form) {
    shown.text = {std::string(form->value("text_ms")), std::string(form->value("text_en"))};
    shown.seen = base::parse_number<std::int64_t>(form->value("seen"));
  }
  if (!form || form->value("step") == "save") check(shown);
  if (form && form->value("step") == "save" && shown.mistakes.empty()) {
    SaveText command{{app.ids.make<domain::PageTextId>(), *page, shown.text,
                      domain::PageTextId{shown.seen.value_or(0)}, visit.account().actor()}};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (outcome) co_return web::Response::see_other(text_path(request, *page) + "?done=saved");
    shown.notice = "CHANGED_MEANWHILE";
    // Who has read that, and saves once more, means it.
    shown.seen.reset();
  }
  auto showing = show(app, request, visit, *page, std::move(shown));
  co_return co_await showing;
}

}  // namespace temujanji::features::write_texts
