#include "features/staff/set_weekly_mail/routes.h"

#include "domain/contact.h"
#include "reports/weekly_mail.h"
#include "web/form.h"

namespace temujanji::features::set_weekly_mail {
namespace {

constexpr std::size_t kTypedMax = 300;

web::Response page(const App& app, const web::Request& request, const Visit& visit, std::string_view address,
                   const std::optional<reports::WeeklyMail>& found, std::string_view problem) {
  web::Values values;
  values.set("ADDRESS", address);
  if (found) {
    const base::Zone& zone = visit.office->zone;
    const base::Instant next = reports::next_weekly_mail_at(zone, found->since_at, app.clock.now());
    values.add("SENT").set("NEXT", app.words.date_time(request.language, zone.to_local(next)));
  } else {
    values.show("NOT_SENT");
  }
  const auto query = web::Form::parse(request.query);
  values.show_if(query && query->value("done") == "yes", "DONE");
  if (!problem.empty()) add_field_error(app, request, values, "address", problem);
  return show_staff_page(app, request, visit, "features/staff/set_weekly_mail/page.html", "weekly.page_title",
                         values, problem.empty() ? 200 : 422);
}

base::Task<std::optional<reports::WeeklyMail>> find(App& app, const web::Request& request,
                                                    const Visit& visit) {
  auto read = [&](storage::Connection& connection) {
    return reports::find_weekly_mail(connection, app.keys, visit.office->id);
  };
  co_return co_await app.readers.read(*request.executor, read);
}

}  // namespace

base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit) {
  auto finding = find(app, request, visit);
  const auto found = co_await finding;
  co_return page(app, request, visit, found ? found->address : "", found, "");
}

base::Task<web::Response> set(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  if (!form) co_return status_page(app, request, 400);
  const std::string typed(form->value("address").substr(0, kTypedMax));
  const auto address = domain::parse_email(typed);
  if (!typed.empty() && !address) {
    auto finding = find(app, request, visit);
    const auto found = co_await finding;
    co_return page(app, request, visit, typed, found, "email_format");
  }
  reports::SetWeeklyMail command{visit.office->id, std::nullopt, visit.account().actor()};
  if (address) command.sealed_address = reports::seal_address(app.keys, visit.office->id, *address);
  co_await app.engine.submit(*request.executor, command);
  co_return web::Response::see_other(office_path(request, visit, "/weekly-mail") + "?done=yes");
}

}  // namespace temujanji::features::set_weekly_mail
