#include "features/staff/write_announcements/routes.h"

#include "base/text.h"
#include "features/staff/write_announcements/form.h"
#include "features/staff/write_announcements/save.h"
#include "features/staff_names.h"
#include "features/today.h"
#include "web/url.h"

namespace temujanji::features::write_announcements {
namespace {

constexpr std::string_view kListPage = "features/staff/write_announcements/list.html";
constexpr std::string_view kFormPage = "features/staff/write_announcements/form.html";

std::string list_path(const web::Request& request) {
  return path_to(request, "/staff/announcements");
}

/// "24 Nov 2026 – 26 Nov 2026", or from a date on.
std::string when_of(const App& app, const web::Request& request,
                    const catalogue::Announcement& announcement) {
  const std::string from = app.words.short_date(request.language, announcement.from);
  if (!announcement.to) return app.words.text(request.language, "announcements.since", {{"date", from}});
  return from + " – " + app.words.short_date(request.language, *announcement.to);
}

/// Announcements with the names of who wrote them.
struct Listed {
  std::vector<catalogue::KeptAnnouncement> all;
  std::map<std::string, std::string> names;
};

Listed read_listed(storage::Connection& connection, const App& app) {
  Listed listed{catalogue::list_announcements(connection, today_in_malaysia(app)), {}};
  StaffNames names(connection, app.keys);
  for (const auto& kept : listed.all)
    if (kept.is_of_staff()) listed.names[kept.changed_by] = names.of_actor(kept.changed_by);
  return listed;
}

void add_row(const App& app, const web::Request& request, const Visit& visit, const Listed& listed,
             const catalogue::KeptAnnouncement& kept, web::Values& values) {
  const catalogue::Announcement& announcement = kept.announcement;
  const domain::Date today = today_in_malaysia(app);
  web::Values row = values.add("ROW");
  row.set("ID", announcement.id.value).set("TITLE", announcement.title.in(request.language));
  row.set("WHEN", when_of(app, request, announcement));
  const catalogue::Department* department = visit.catalogue->find_department(announcement.department);
  row.set("DEPARTMENT",
          department == nullptr ? announcement.department : department->name.in(request.language));
  const bool is_over = announcement.to && *announcement.to < today;
  row.show(is_over ? "OVER" : announcement.is_current(today) ? "NOW" : "COMING");
  row.show_if(announcement.pinned, "PINNED");
  if (!kept.is_of_staff()) {
    row.show("IMPORTED");
    return;
  }
  row.show_if(announcement.is_current(today) && announcement.from < today, "CAN_END");
  row.add("OWN")
      .set("BY", listed.names.at(kept.changed_by))
      .set("AT", app.words.date_time(request.language, zone_of(visit).to_local(kept.changed_at)))
      .set("URL", list_path(request) + "/write" +
                      web::make_query({{"announcement", std::to_string(announcement.id.value)}}));
}

struct Shown {
  Typed typed = {};
  Mistakes mistakes = {};
  /// A section that tells why nothing was done.
  std::string_view refusal = {};
};

web::Response form_page(const App& app, const web::Request& request, const Visit& visit, const Shown& shown) {
  web::Values values;
  values.set("LIST_URL", list_path(request)).set("WRITE_URL", list_path(request) + "/write");
  values.set("DELETE_URL", list_path(request) + "/delete");
  add_typed(app, request, visit, shown.typed, values);
  values.show_if(!shown.typed.id.empty(), "CAN_DELETE");
  for (const auto& [field, code] : shown.mistakes) add_field_error(app, request, values, field, code);
  if (!shown.refusal.empty()) values.show(shown.refusal);
  const int status = !shown.mistakes.empty() ? 422 : !shown.refusal.empty() ? 409 : 200;
  return show_staff_page(app, request, visit, kFormPage, "announcements.edit", values, status);
}

/// The one that the field `announcement` names, if it was written on the site.
base::Task<std::optional<catalogue::KeptAnnouncement>> find_named(App& app, const web::Request& request,
                                                                  std::string_view fields) {
  const auto form = web::Form::parse(fields);
  const auto id = form ? base::parse_number<std::int64_t>(form->value("announcement")) : std::nullopt;
  if (!id) co_return std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return catalogue::find_announcement(connection, domain::AnnouncementId{*id});
  };
  auto found = co_await app.readers.read(*request.executor, find);
  if (found && !found->is_of_staff()) found.reset();
  co_return found;
}

std::string_view section_of(catalogue::SaveAnnouncementRefusal refusal) {
  switch (refusal) {
    case catalogue::SaveAnnouncementRefusal::changed_meanwhile:
      return "CHANGED_MEANWHILE";
    case catalogue::SaveAnnouncementRefusal::department_gone:
      return "DEPARTMENT_GONE";
  }
  return "";
}

base::Task<web::Response> publish(App& app, const web::Request& request, const Visit& visit, Shown shown,
                                  catalogue::Announcement announcement) {
  const auto id = base::parse_number<std::int64_t>(shown.typed.id);
  const auto seen = base::parse_number<std::int64_t>(shown.typed.seen);
  announcement.id = id ? domain::AnnouncementId{*id} : app.ids.make<domain::AnnouncementId>();
  Publish command{{std::move(announcement), visit.account().actor(),
                   id ? std::optional(base::from_millis(seen.value_or(0))) : std::nullopt}};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome) co_return web::Response::see_other(list_path(request) + "?done=published");
  shown.refusal = section_of(outcome.refusal());
  co_return form_page(app, request, visit, shown);
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto read = [&](storage::Connection& connection) { return read_listed(connection, app); };
  const Listed listed = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("WRITE_URL", list_path(request) + "/write").set("END_URL", list_path(request) + "/end");
  for (const auto& kept : listed.all) add_row(app, request, visit, listed, kept, values);
  values.show_if(listed.all.empty(), "NONE");
  const auto query = web::Form::parse(request.query);
  const std::string_view done = query ? query->value("done") : "";
  values.show_if(done == "published", "PUBLISHED").show_if(done == "ended", "ENDED");
  values.show_if(done == "deleted", "DELETED");
  co_return show_staff_page(app, request, visit, kListPage, "announcements.title", values);
}

base::Task<web::Response> edit(App& app, const web::Request& request, const Visit& visit) {
  Shown shown;
  if (request.query.empty()) {
    shown.typed.from = domain::to_iso(today_in_malaysia(app));
    co_return form_page(app, request, visit, shown);
  }
  auto finding = find_named(app, request, request.query);
  const auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  shown.typed = typed_of(*found);
  co_return form_page(app, request, visit, shown);
}

base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Shown shown;
  if (form) shown.typed = typed_in(*form);
  if (form && form->value("step") == "preview") co_return form_page(app, request, visit, shown);
  Checked checked = check(shown.typed, *visit.catalogue);
  shown.mistakes = std::move(checked.mistakes);
  if (!shown.mistakes.empty()) co_return form_page(app, request, visit, shown);
  auto publishing = publish(app, request, visit, std::move(shown), std::move(checked.announcement));
  co_return co_await publishing;
}

base::Task<web::Response> end(App& app, const web::Request& request, const Visit& visit) {
  auto finding = find_named(app, request, request.body);
  auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  const domain::Date today = today_in_malaysia(app);
  if (!found->announcement.is_current(today) || found->announcement.from == today)
    co_return web::Response::see_other(list_path(request));
  found->announcement.to = domain::plus_days(today, -1);
  Publish command{{found->announcement, visit.account().actor(), found->changed_at}};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  co_return web::Response::see_other(list_path(request) + (outcome ? "?done=ended" : ""));
}

base::Task<web::Response> remove(App& app, const web::Request& request, const Visit& visit) {
  auto finding = find_named(app, request, request.body);
  const auto found = co_await finding;
  if (!found) co_return status_page(app, request, 404);
  Delete command{{found->announcement.id}, visit.account().actor()};
  co_await app.engine.submit(*request.executor, std::move(command));
  co_return web::Response::see_other(list_path(request) + "?done=deleted");
}

}  // namespace temujanji::features::write_announcements
