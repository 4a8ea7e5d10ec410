#include "features/routes.h"

#include "features/api/describe/routes.h"
#include "features/api/read_availability/routes.h"
#include "features/api/read_catalogue/routes.h"
#include "features/applicant/appeal/routes.h"
#include "features/applicant/book_appointment/api.h"
#include "features/applicant/book_appointment/routes.h"
#include "features/applicant/cancel_appointment/api.h"
#include "features/applicant/cancel_appointment/routes.h"
#include "features/applicant/choose_office/routes.h"
#include "features/applicant/choose_service/routes.h"
#include "features/applicant/choose_slot/routes.h"
#include "features/applicant/confirm_appointment/api.h"
#include "features/applicant/confirm_appointment/routes.h"
#include "features/applicant/enter_details/routes.h"
#include "features/applicant/find_appointment/api.h"
#include "features/applicant/find_appointment/routes.h"
#include "features/applicant/help/routes.h"
#include "features/applicant/hold_slot/api.h"
#include "features/applicant/hold_slot/routes.h"
#include "features/applicant/home/routes.h"
#include "features/applicant/rescheduling_check/routes.h"
#include "features/applicant/rtk_check/routes.h"
#include "features/operate/routes.h"
#include "features/staff/cancel_many/routes.h"
#include "features/staff/change_account/routes.h"
#include "features/staff/change_day/routes.h"
#include "features/staff/check_in/routes.h"
#include "features/staff/close_counters/routes.h"
#include "features/staff/day_sheet/routes.h"
#include "features/staff/decide_approvals/routes.h"
#include "features/staff/export_days/routes.h"
#include "features/staff/home/routes.h"
#include "features/staff/join/routes.h"
#include "features/staff/manage_accounts/routes.h"
#include "features/staff/manage_blocks/routes.h"
#include "features/staff/manage_catalogue/routes.h"
#include "features/staff/note_attendance/routes.h"
#include "features/staff/own_sessions/routes.h"
#include "features/staff/read_audit_log/routes.h"
#include "features/staff/read_guide/routes.h"
#include "features/staff/reassign/routes.h"
#include "features/staff/see_patterns/routes.h"
#include "features/staff/see_reports/routes.h"
#include "features/staff/see_today/routes.h"
#include "features/staff/serve_queue/routes.h"
#include "features/staff/set_rules/routes.h"
#include "features/staff/set_weekly_mail/routes.h"
#include "features/staff/sign_in/routes.h"
#include "features/staff/work_offline/routes.h"
#include "features/staff/write_announcements/routes.h"
#include "features/staff/write_texts/routes.h"
#include "features/waiting_room/display/routes.h"
#include "features/waiting_room/kiosk/routes.h"
#include "tables/table.h"

namespace temujanji::features {
namespace {

using web::Guard;
using web::Method;
using web::Request;
using web::Response;
using web::Who;

/// Binds the application to handlers: functions that answer from memory, and those that wait.
class Table {
 public:
  explicit Table(App& app) : app_(app) {}

  void add(Method method, std::string path, Who who, Guard guard, Response (*handler)(App&, const Request&)) {
    web::QuickHandler bound = [&app = app_, handler](const Request& request) {
      return handler(app, request);
    };
    routes_.push_back({method, std::move(path), who, guard, std::move(bound)});
  }
  void add(Method method, std::string path, Who who, Guard guard,
           base::Task<Response> (*handler)(App&, const Request&)) {
    web::TaskHandler bound = [&app = app_, handler](const Request& request) { return handler(app, request); };
    routes_.push_back({method, std::move(path), who, guard, std::move(bound)});
  }
  /// A route for people of the department whose role has the right; with `{office}` for those who work there.
  void add(Method method, std::string path, domain::Right right, Guard guard, StaffHandler handler,
           std::size_t body_bytes_max = 0) {
    web::TaskHandler bound = [&app = app_, right, handler](const Request& request) {
      return enter(app, request, right, handler);
    };
    routes_.push_back(
        {method, std::move(path), Who::staff, guard, std::move(bound), body_bytes_max, to_text(right)});
  }
  void add(web::Route route) { routes_.push_back(std::move(route)); }
  std::vector<web::Route> take() { return std::move(routes_); }

 private:
  App& app_;
  std::vector<web::Route> routes_;
};

void add_applicant_pages(Table& table) {
  const Who anyone = Who::anyone;
  table.add(Method::get, "/", anyone, Guard::none, home::choose_language);
  table.add(Method::get, "/{language}", anyone, Guard::none, home::home);
  table.add(Method::get, "/{language}/", anyone, Guard::none, home::home);
  table.add(Method::get, "/{language}/book", anyone, Guard::none, choose_service::choose_service);
  table.add(Method::get, "/{language}/book/offices", anyone, Guard::none, choose_office::choose_office);
  table.add(Method::get, "/{language}/book/slots", anyone, Guard::none, choose_slot::choose_slot);
  table.add(Method::post, "/{language}/book/hold", anyone, Guard::same_origin, hold_slot::hold);
  table.add(Method::post, "/{language}/book/extend", anyone, Guard::form, hold_slot::extend);
  table.add(Method::post, "/{language}/book/release", anyone, Guard::form, hold_slot::release);
  table.add(Method::get, "/{language}/book/details", anyone, Guard::none, enter_details::show);
  table.add(Method::post, "/{language}/book/details", anyone, Guard::form, enter_details::save);
  table.add(Method::get, "/{language}/book/documents", anyone, Guard::none, book_appointment::documents);
  table.add(Method::get, "/{language}/book/check", anyone, Guard::none, book_appointment::check);
  table.add(Method::post, "/{language}/book/submit", anyone, Guard::form, book_appointment::submit);
  table.add(Method::get, "/{language}/book/done", anyone, Guard::none, book_appointment::done);
  table.add(Method::get, "/{language}/appointment", anyone, Guard::none, find_appointment::ask);
  table.add(Method::post, "/{language}/appointment", anyone, Guard::same_origin, find_appointment::find);
  table.add(Method::get, "/{language}/appointment/view", anyone, Guard::none, find_appointment::view);
  table.add(Method::get, "/{language}/appointment/slip", anyone, Guard::none, find_appointment::print);
  table.add(Method::get, "/{language}/appointment/slip.pdf", anyone, Guard::none, find_appointment::slip);
  table.add(Method::get, "/{language}/appointment/calendar.ics", anyone, Guard::none,
            find_appointment::calendar);
  table.add(Method::get, "/{language}/appointment/confirm", anyone, Guard::none, confirm_appointment::ask);
  table.add(Method::post, "/{language}/appointment/confirm", anyone, Guard::form,
            confirm_appointment::confirm);
  table.add(Method::get, "/{language}/appointment/cancel", anyone, Guard::none, cancel_appointment::ask);
  table.add(Method::post, "/{language}/appointment/cancel", anyone, Guard::form, cancel_appointment::cancel);
  table.add(Method::get, "/{language}/rescheduling", anyone, Guard::none, rescheduling_check::ask);
  table.add(Method::post, "/{language}/rescheduling", anyone, Guard::same_origin, rescheduling_check::tell);
  table.add(Method::get, "/{language}/blocked", anyone, Guard::none, appeal::ask);
  table.add(Method::post, "/{language}/blocked", anyone, Guard::same_origin, appeal::send);
  table.add(Method::get, "/{language}/rtk", anyone, Guard::none, rtk_check::rtk_check);
  table.add(Method::get, "/{language}/help/{page}", anyone, Guard::none, help::help);
}

void add_staff_pages(Table& table) {
  using domain::Right;
  table.add(Method::get, "/{language}/staff/sign-in", Who::anyone, Guard::none, sign_in::ask);
  table.add(Method::post, "/{language}/staff/sign-in", Who::anyone, Guard::form, sign_in::sign_in);
  table.add(Method::get, "/{language}/staff/join", Who::anyone, Guard::none, join::ask);
  table.add(Method::post, "/{language}/staff/join", Who::anyone, Guard::form, join::join);
  table.add(Method::post, "/{language}/staff/sign-out", Right::own_account, Guard::form, sign_in::sign_out);
  table.add(Method::get, "/{language}/staff", Right::own_account, Guard::none, staff_home::home);
  table.add(Method::get, "/{language}/staff/sessions", Right::own_account, Guard::none, own_sessions::list);
  table.add(Method::post, "/{language}/staff/sessions/identity", Right::own_account, Guard::form,
            own_sessions::note_identity);
  table.add(Method::post, "/{language}/staff/sessions/end", Right::own_account, Guard::form,
            own_sessions::end);
  table.add(Method::get, "/{language}/staff/accounts", Right::run_country, Guard::none,
            manage_accounts::list);
  table.add(Method::post, "/{language}/staff/accounts", Right::run_country, Guard::form,
            manage_accounts::add);
  table.add(Method::post, "/{language}/staff/accounts/change", Right::run_country, Guard::form,
            manage_accounts::change);
  table.add(Method::get, "/{language}/staff/accounts/{account}", Right::run_country, Guard::none,
            change_account::show);
  table.add(Method::post, "/{language}/staff/accounts/{account}", Right::run_country, Guard::form,
            change_account::save);
  table.add(Method::get, "/{language}/staff/at/{office}/accounts", Right::run_office, Guard::none,
            manage_accounts::list);
  table.add(Method::post, "/{language}/staff/at/{office}/accounts", Right::run_office, Guard::form,
            manage_accounts::add);
  table.add(Method::post, "/{language}/staff/at/{office}/accounts/change", Right::run_office, Guard::form,
            manage_accounts::change);
}

void add_closure_pages(Table& table) {
  using domain::Right;
  const std::string country = "/{language}/staff/closures";
  const std::string office = "/{language}/staff/at/{office}/closures";
  const std::string displaced = "/{language}/staff/at/{office}/displaced";
  table.add(Method::get, country, Right::see_country, Guard::none, close_counters::list);
  table.add(Method::post, country, Right::run_country, Guard::form, close_counters::close);
  table.add(Method::post, country + "/undo", Right::run_country, Guard::form, close_counters::undo);
  table.add(Method::get, office, Right::run_office, Guard::none, close_counters::list);
  table.add(Method::post, office, Right::run_office, Guard::form, close_counters::close);
  table.add(Method::post, office + "/undo", Right::run_office, Guard::form, close_counters::undo);
  table.add(Method::get, displaced, Right::reassign, Guard::none, reassign::list);
  table.add(Method::post, displaced + "/move", Right::reassign, Guard::form, reassign::move);
  table.add(Method::post, displaced + "/move-all", Right::reassign, Guard::form, reassign::move_all);
  table.add(Method::post, displaced + "/cancel", Right::reassign, Guard::form, reassign::cancel);
}

void add_calendar_pages(Table& table) {
  using domain::Right;
  const std::string at = "/{language}/staff/at/{office}";
  const std::string calendar = at + "/calendar";
  table.add(Method::get, calendar, Right::see_day, Guard::none, change_day::show);
  table.add(Method::post, calendar + "/change", Right::run_office, Guard::form, change_day::change);
  table.add(Method::post, calendar + "/undo", Right::run_office, Guard::form, change_day::undo);
  table.add(Method::get, at + "/cancellations", Right::run_office, Guard::none, cancel_many::list);
  table.add(Method::post, at + "/cancellations", Right::run_office, Guard::form, cancel_many::ask);
  table.add(Method::get, at + "/export", Right::run_office, Guard::none, export_days::list);
  table.add(Method::post, at + "/export", Right::run_office, Guard::form, export_days::ask);
  table.add(Method::post, at + "/export/download", Right::run_office, Guard::form, export_days::download);
  table.add(Method::get, at + "/rules", Right::run_office, Guard::none, set_rules::show);
  table.add(Method::post, at + "/rules", Right::run_office, Guard::form, set_rules::save);
}

void add_counter_pages(Table& table) {
  using domain::Right;
  const std::string at = "/{language}/staff/at/{office}";
  table.add(Method::get, "/{language}/display/{office}", Who::anyone, Guard::none, display::show);
  table.add(Method::get, "/{language}/display/{office}/events", Who::anyone, Guard::none, display::events);
  table.add(Method::get, "/{language}/kiosk", Who::anyone, Guard::none, kiosk::ask);
  table.add(Method::post, "/{language}/kiosk", Who::anyone, Guard::form, kiosk::check_in);
  table.add(Method::post, at + "/kiosk", Right::serve, Guard::form, kiosk::begin);
  table.add(Method::get, at + "/day", Right::see_day, Guard::none, day_sheet::show);
  table.add(Method::post, at + "/day", Right::see_day, Guard::form, day_sheet::show);
  table.add(Method::get, at + "/offline", Right::see_day, Guard::none, work_offline::show);
  table.add(Method::get, at + "/offline/slip-check", Right::see_day, Guard::none, work_offline::slip_check);
  table.add(Method::get, at + "/afterwards", Right::serve, Guard::none, note_attendance::list);
  table.add(Method::post, at + "/afterwards", Right::serve, Guard::form, note_attendance::note);
  table.add(Method::get, at + "/check-in", Right::serve, Guard::none, check_in::ask);
  table.add(Method::post, at + "/check-in", Right::serve, Guard::form, check_in::find);
  table.add(Method::post, at + "/check-in/arrive", Right::serve, Guard::form, check_in::arrive);
  table.add(Method::post, at + "/check-in/cancel-late", Right::serve, Guard::form, check_in::cancel_late);
  table.add(Method::post, at + "/check-in/walk-in", Right::serve, Guard::form, check_in::walk_in);
  table.add(Method::get, at + "/queue", Right::serve, Guard::none, serve_queue::show);
  table.add(Method::get, at + "/queue/live", Right::serve, Guard::none, serve_queue::show_live);
  table.add(Method::post, at + "/queue/open", Right::serve, Guard::form, serve_queue::open);
  table.add(Method::post, at + "/queue/close", Right::serve, Guard::form, serve_queue::close);
  table.add(Method::post, at + "/queue/next", Right::serve, Guard::form, serve_queue::next);
  table.add(Method::post, at + "/queue/act", Right::serve, Guard::form, serve_queue::act);
}

void add_trust_pages(Table& table) {
  using domain::Right;
  const std::string country = "/{language}/staff";
  const std::string office = "/{language}/staff/at/{office}";
  table.add(Method::get, country + "/blocks", Right::see_country, Guard::none, manage_blocks::list);
  table.add(Method::get, office + "/blocks", Right::run_office, Guard::none, manage_blocks::list);
  table.add(Method::get, country + "/approvals", Right::see_approvals, Guard::none, decide_approvals::list);
  table.add(Method::get, office + "/approvals", Right::approve, Guard::none, decide_approvals::list);
  for (const auto& [at, right] :
       {std::pair(country, Right::run_country), std::pair(office, Right::run_office)}) {
    table.add(Method::post, at + "/blocks/find", right, Guard::form, manage_blocks::find);
    table.add(Method::post, at + "/blocks/add", right, Guard::form, manage_blocks::add);
    table.add(Method::post, at + "/blocks/end", right, Guard::form, manage_blocks::end);
    table.add(Method::post, at + "/blocks/keep", right, Guard::form, manage_blocks::keep);
    table.add(Method::post, at + "/approvals/decide", Right::approve, Guard::form, decide_approvals::decide);
  }
  table.add(Method::get, country + "/audit", Right::see_audit, Guard::none, read_audit_log::list);
  table.add(Method::post, country + "/audit/person", Right::see_audit, Guard::form, read_audit_log::person);
  table.add(Method::get, country + "/audit/entry/{row}", Right::see_audit, Guard::none,
            read_audit_log::entry);
  table.add(Method::get, country + "/audit/proof/{row}", Right::see_audit, Guard::none,
            read_audit_log::proof);
  table.add(Method::get, country + "/suspicious", Right::see_audit, Guard::none, see_patterns::show);
}

void add_figures_pages(Table& table) {
  using domain::Right;
  const std::string country = "/{language}/staff/reports";
  const std::string office = "/{language}/staff/at/{office}/reports";
  table.add(Method::get, "/{language}/staff/at/{office}/today", Right::see_today, Guard::none,
            see_today::show);
  for (const std::string& path : {country, office}) {
    table.add(Method::get, path, Right::see_reports, Guard::none, see_reports::show);
    table.add(Method::get, path + ".csv", Right::see_reports, Guard::none, see_reports::csv);
    table.add(Method::get, path + ".xlsx", Right::see_reports, Guard::none, see_reports::xlsx);
  }
  const std::string mail = "/{language}/staff/at/{office}/weekly-mail";
  table.add(Method::get, mail, Right::run_office, Guard::none, set_weekly_mail::ask);
  table.add(Method::post, mail, Right::run_office, Guard::form, set_weekly_mail::set);
}

/// A file and what a form wraps it in.
constexpr std::size_t kUploadBytesMax = tables::kFileBytesMax + 16 * 1024;
/// A row as it was and as it is to be, both with long texts.
constexpr std::size_t kRowBytesMax = 256 * 1024;

void add_catalogue_pages(Table& table) {
  const auto see_country = domain::Right::see_country, run_country = domain::Right::run_country;
  const std::string at = "/{language}/staff/catalogue";
  table.add(Method::get, at, see_country, Guard::none, manage_catalogue::overview);
  table.add(Method::get, at + "/workbook", see_country, Guard::none, manage_catalogue::workbook);
  table.add(Method::get, at + "/changes", see_country, Guard::none, manage_catalogue::history);
  table.add(Method::get, at + "/changes/{change}", see_country, Guard::none, manage_catalogue::show_change);
  table.add(Method::post, at + "/changes/{change}", run_country, Guard::form,
            manage_catalogue::act_on_change);
  table.add(Method::get, at + "/{sheet}", see_country, Guard::none, manage_catalogue::list);
  table.add(Method::get, at + "/{sheet}/row", see_country, Guard::none, manage_catalogue::show_row);
  table.add(Method::post, at + "/{sheet}/row", run_country, Guard::form, manage_catalogue::edit_row,
            kRowBytesMax);
  table.add(Method::get, at + "/{sheet}/file", see_country, Guard::none, manage_catalogue::download);
  table.add(Method::post, at + "/hours_profiles/copy", run_country, Guard::form,
            manage_catalogue::copy_hours);
  table.add(Method::post, at + "/upload", run_country, Guard::form, manage_catalogue::upload,
            kUploadBytesMax);
  table.add(Method::get, "/{language}/staff/at/{office}/catalogue", domain::Right::run_office, Guard::none,
            manage_catalogue::show_office);
}

void add_words_pages(Table& table) {
  using domain::Right;
  const Right country = Right::run_country;
  const std::string texts = "/{language}/staff/texts";
  const std::string announcements = "/{language}/staff/announcements";
  table.add(Method::get, "/{language}/staff/guide", Right::own_account, Guard::none, read_guide::show);
  table.add(Method::get, texts, country, Guard::none, write_texts::list);
  table.add(Method::get, texts + "/{page}", country, Guard::none, write_texts::edit);
  table.add(Method::post, texts + "/{page}", country, Guard::form, write_texts::save,
            write_texts::kBodyBytesMax);
  table.add(Method::get, announcements, country, Guard::none, write_announcements::list);
  table.add(Method::get, announcements + "/write", country, Guard::none, write_announcements::edit);
  table.add(Method::post, announcements + "/write", country, Guard::form, write_announcements::save,
            write_announcements::kBodyBytesMax);
  table.add(Method::post, announcements + "/end", country, Guard::form, write_announcements::end);
  table.add(Method::post, announcements + "/delete", country, Guard::form, write_announcements::remove);
}

void add_api(Table& table) {
  const Who anyone = Who::anyone;
  table.add(Method::get, "/api/v1/departments", anyone, Guard::none, read_catalogue::departments);
  table.add(Method::get, "/api/v1/services", anyone, Guard::none, read_catalogue::services);
  table.add(Method::get, "/api/v1/offices", anyone, Guard::none, read_catalogue::offices);
  table.add(Method::get, "/api/v1/availability", anyone, Guard::none, read_availability::availability);
  table.add(Method::get, "/api/v1/earliest", anyone, Guard::none, read_availability::earliest);
  table.add(Method::post, "/api/v1/holds", anyone, Guard::api, hold_slot::create_by_api);
  table.add(Method::delete_, "/api/v1/holds/{hold}", anyone, Guard::api, hold_slot::release_by_api);
  table.add(Method::post, "/api/v1/appointments", anyone, Guard::api, book_appointment::book_by_api);
  table.add(Method::post, "/api/v1/appointments/lookup", anyone, Guard::api, find_appointment::find_by_api);
  table.add(Method::post, "/api/v1/appointments/{reference}/confirm", anyone, Guard::api,
            confirm_appointment::confirm_by_api);
  table.add(Method::post, "/api/v1/appointments/{reference}/cancel", anyone, Guard::api,
            cancel_appointment::cancel_by_api);
  table.add(Method::post, "/api/v1/appointments/{reference}/slip", anyone, Guard::api,
            find_appointment::slip_by_api);
  table.add(Method::post, "/api/v1/appointments/{reference}/calendar", anyone, Guard::api,
            find_appointment::calendar_by_api);
  table.add({Method::get, "/api/v1/openapi.yaml", anyone, Guard::none, describe::description});
}

}  // namespace

std::vector<web::Route> all_routes(App& app, const web::StaticFiles& static_files,
                                   std::function<web::Response()> metrics) {
  Table table(app);
  add_applicant_pages(table);
  add_staff_pages(table);
  add_counter_pages(table);
  add_trust_pages(table);
  add_closure_pages(table);
  add_figures_pages(table);
  add_catalogue_pages(table);
  add_words_pages(table);
  add_calendar_pages(table);
  add_api(table);
  table.add({Method::get, "/healthz", Who::anyone, Guard::none, operate::health});
  table.add(Method::get, "/readyz", Who::anyone, Guard::none, operate::ready);
  web::QuickHandler tell = [metrics = std::move(metrics)](const Request&) { return metrics(); };
  table.add({Method::get, "/metrics", Who::operators, Guard::none, std::move(tell)});
  for (web::Route& route : static_files.routes()) table.add(std::move(route));
  return table.take();
}

}  // namespace temujanji::features
