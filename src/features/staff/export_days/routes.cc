#include "features/staff/export_days/routes.h"

#include "base/text.h"
#include "domain/remark.h"
#include "features/approval_subjects.h"
#include "features/staff/export_days/act.h"
#include "features/staff/export_days/file.h"
#include "features/staff_fields.h"

namespace temujanji::features::export_days {
namespace {

constexpr std::string_view kPage = "features/staff/export_days/page.html";
constexpr int kDaysMax = 7;
constexpr int kDaysAway = 366;
constexpr int kRowsMax = 200;
/// Requests are shown for so long.
constexpr std::chrono::hours kShownFor{48};

/// The form as it was typed.
struct Typed {
  std::string from, span, format, why;
};

/// What can be asked for, or what is wrong with it.
struct Checked {
  ExportedDays days;
  std::string why;
  Mistakes mistakes;
};

struct Shown {
  Typed typed = {};
  Mistakes mistakes = {};
  /// A section that tells why nothing was done.
  std::string_view refusal = {};
};

Checked check(const Typed& typed, const Visit& visit, domain::Date today) {
  Checked checked;
  checked.days.office = visit.office->id;
  const auto from = domain::parse_date(typed.from);
  if (!from) {
    checked.mistakes.emplace_back("from", typed.from.empty() ? "required" : "date");
  } else if (*from < domain::plus_days(today, -kDaysAway) || domain::plus_days(today, kDaysAway) < *from) {
    checked.mistakes.emplace_back("from", "export_far");
  } else {
    checked.days.from = *from;
    checked.days.to = typed.span == "week" ? domain::plus_days(*from, kDaysMax - 1) : *from;
  }
  const auto format = parse_export_format(typed.format);
  if (!format) checked.mistakes.emplace_back("format", "required_format");
  checked.days.format = format.value_or(ExportFormat::csv);
  auto why = domain::parse_remark(typed.why);
  if (why) {
    checked.why = std::move(why).value();
  } else {
    checked.mistakes.emplace_back("why", why.refusal() == domain::RemarkProblem::required
                                             ? "required_export_why"
                                             : to_text(why.refusal()));
  }
  return checked;
}

/// What this person asked for at this office.
std::vector<staff::Approval> read_own(storage::Connection& connection, const App& app, const Visit& visit) {
  return staff::list_own_approvals(connection, visit.account().id, domain::SensitiveAct::export_persons,
                                   visit.office->id, app.clock.now() - kShownFor, kRowsMax);
}

bool can_download(const staff::Approval& approval, base::Instant now) {
  if (approval.used_at) return now < *approval.used_at + kAgainFor;
  return approval.state(now) == domain::ApprovalState::approved && now < approval.ends_at;
}

void add_request(const App& app, const web::Request& request, const Visit& visit,
                 const staff::Approval& approval, web::Values& values) {
  const auto days = parse_exported_days(approval.subject);
  if (!days) return;
  const auto moment = [&](base::Instant at) {
    return app.words.date_time(request.language, visit.office->zone.to_local(at));
  };
  web::Values row = values.add("ASKED_FOR");
  row.set("ID", approval.id.value).set("WHY", approval.detail);
  row.set("DAYS", days_text(app, request, days->from, days->to));
  row.set("FORMAT", say(app, request, "export.format_" + std::string(to_text(days->format))));
  row.set("ENDS", moment(approval.ends_at));
  const auto state = approval.state(app.clock.now());
  if (approval.used_at) row.add("USED").set("AT", moment(*approval.used_at));
  if (can_download(approval, app.clock.now())) {
    row.show_if(!approval.used_at, "APPROVED");
    row.add("CAN_DOWNLOAD")
        .set("BUTTON", say(app, request, approval.used_at ? "export.download_again" : "export.download"));
  } else if (!approval.used_at) {
    const auto shown = state == domain::ApprovalState::approved ? domain::ApprovalState::expired : state;
    row.add("STATE").set("TEXT", say(app, request, "approval." + std::string(to_text(shown))));
  }
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  auto read = [&](storage::Connection& connection) { return read_own(connection, app, visit); };
  const auto own = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("EXPORT_URL", office_path(request, visit, "/export"));
  const auto query = web::Form::parse(request.query);
  values.show_if(query && query->value("done") == "asked", "ASKED").show_if(!own.empty(), "ANY");
  for (const staff::Approval& approval : own) add_request(app, request, visit, approval, values);
  const Typed& typed = shown.typed;
  values.set("TYPED_FROM", typed.from).set("TYPED_WHY", typed.why);
  values.show(typed.span == "week" ? "WEEK_CHOSEN" : "DAY_CHOSEN");
  values.show(typed.format == "csv" ? "CSV_CHOSEN" : "XLSX_CHOSEN");
  for (const auto& [field, code] : shown.mistakes) add_field_error(app, request, values, field, code);
  if (!shown.refusal.empty()) values.show(shown.refusal);
  const int status = !shown.mistakes.empty() ? 422 : !shown.refusal.empty() ? 409 : 200;
  co_return show_staff_page(app, request, visit, kPage, "export.title", values, status);
}

web::Response answer_with(File file) {
  web::Response response;
  response.content_type = std::move(file.content_type);
  response.body = std::move(file.bytes);
  response.set_header("Content-Disposition", "attachment; filename=\"" + file.name + "\"");
  return response;
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = page(app, request, visit, {});
  co_return co_await showing;
}

base::Task<web::Response> ask(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto value = [&](std::string_view field) { return std::string(form ? form->value(field) : ""); };
  Shown shown;
  shown.typed = {value("from"), value("span"), value("format"), value("why")};
  Checked checked = check(shown.typed, visit, visit.office->zone.date_at(app.clock.now()));
  shown.mistakes = std::move(checked.mistakes);
  if (shown.mistakes.empty()) {
    staff::AskApproval command{app.ids.make<domain::ApprovalId>(),
                               domain::SensitiveAct::export_persons,
                               visit.office->id,
                               subject_of(checked.days),
                               std::move(checked.why),
                               visit.account().id};
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (outcome) co_return web::Response::see_other(office_path(request, visit, "/export?done=asked"));
    switch (outcome.refusal()) {
      case staff::AskRefusal::already_waiting:
        shown.refusal = "ALREADY_WAITING";
        break;
    }
  }
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> download(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = form ? base::parse_number<std::int64_t>(form->value("approval")) : std::nullopt;
  auto find = [&](storage::Connection& connection) {
    return id ? staff::find_approval(connection, domain::ApprovalId{*id}) : std::nullopt;
  };
  const auto approval = co_await app.readers.read(*request.executor, find);
  const auto days = approval ? parse_exported_days(approval->subject) : std::nullopt;
  const bool is_own = days && days->office == visit.office->id && approval->asked_by == visit.account().id;
  if (!is_own) co_return status_page(app, request, 404);
  if (can_download(*approval, app.clock.now())) {
    auto make = [&](storage::Connection& connection) {
      return make_file(connection, app, request, *visit.catalogue, *visit.office, *days);
    };
    File file = co_await app.readers.read(*request.executor, make);
    const HandOut command{approval->id, visit.account().id, *days, file.rows};
    const bool handed_out = co_await app.engine.submit(*request.executor, command);
    if (handed_out) co_return answer_with(std::move(file));
  }
  Shown shown;
  shown.refusal = "NOT_TO_HAND_OUT";
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

}  // namespace temujanji::features::export_days
