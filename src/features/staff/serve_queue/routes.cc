#include "features/staff/serve_queue/routes.h"

#include "base/text.h"
#include "counter/serve.h"
#include "features/staff/serve_queue/page.h"
#include "web/form.h"

namespace temujanji::features::serve_queue {
namespace {

/// A form of this page; empty if it is none.
web::Form form_of(const web::Request& request) {
  return web::Form::parse(request.body).value_or(web::Form());
}

web::Response back(const web::Request& request, const Visit& visit) {
  return web::Response::see_other(office_path(request, visit, "/queue"));
}

std::string_view section_of(counter::ServeRefusal refusal) {
  switch (refusal) {
    case counter::ServeRefusal::unknown:
    case counter::ServeRefusal::changed_meanwhile:
    case counter::ServeRefusal::wrong_state:
      return "CHANGED_MEANWHILE";
    case counter::ServeRefusal::counter_not_open:
      return "COUNTER_NOT_OPEN";
    case counter::ServeRefusal::counter_busy:
      return "COUNTER_BUSY";
    case counter::ServeRefusal::nobody_waits:
      return "NOBODY_LEFT";
    case counter::ServeRefusal::other_counter:
      return "OTHER_COUNTER";
    case counter::ServeRefusal::appointment_gone:
      return "APPOINTMENT_GONE";
    case counter::ServeRefusal::no_target:
      return "NO_TARGET";
    case counter::ServeRefusal::bad_receipt:
      break;
  }
  return "";
}

Notice notice_of(const Visit& visit, const counter::NotServed& refusal) {
  Notice notice;
  if (refusal.ticket) notice.label = label_of(*visit.catalogue, *refusal.ticket);
  if (refusal.reason == counter::ServeRefusal::bad_receipt) {
    notice.field = "receipt";
    notice.code = "receipt";
  } else {
    notice.section = section_of(refusal.reason);
  }
  return notice;
}

Notice notice_of(counter::OpenCounterRefusal refusal) {
  switch (refusal) {
    case counter::OpenCounterRefusal::bad_name:
      return {{}, {}, "counter", "counter_name"};
    case counter::OpenCounterRefusal::bad_pools:
      return {{}, {}, "pools", "required"};
    case counter::OpenCounterRefusal::taken:
      return {{}, {}, "counter", "counter_taken"};
    case counter::OpenCounterRefusal::open_elsewhere:
      break;
  }
  return {"OPEN_ELSEWHERE"};
}

/// Where a number is sent on: "service:5", "pool:17" or "counter:3".
std::optional<std::variant<counter::ToService, counter::ToPool, counter::ToCounter>> target_in(
    std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return std::nullopt;
  const std::string_view kind = text.substr(0, colon), rest = text.substr(colon + 1);
  if (kind == "counter") return counter::ToCounter{std::string(rest)};
  const auto id = base::parse_number<std::int64_t>(rest);
  if (!id) return std::nullopt;
  if (kind == "service") return counter::ToService{domain::ServiceId{*id}};
  if (kind == "pool") return counter::ToPool{domain::PoolId{*id}};
  return std::nullopt;
}

/// Does to one number what the form says; the ticket as it was found belongs to the office.
base::Task<std::optional<counter::Served>> do_action(App& app, const web::Request& request,
                                                     const web::Form& form, counter::OnTicket on) {
  const std::string_view action = form.value("action");
  if (action == "call") {
    counter::CallTicket command{on, std::string(form.value("counter"))};
    co_return co_await app.engine.submit(*request.executor, std::move(command));
  }
  if (action == "recall") {
    counter::Recall command{on};
    co_return co_await app.engine.submit(*request.executor, command);
  }
  if (action == "start") {
    counter::Start command{on};
    co_return co_await app.engine.submit(*request.executor, command);
  }
  if (action == "finish") {
    counter::Finish command{on, std::string(form.value("receipt"))};
    co_return co_await app.engine.submit(*request.executor, std::move(command));
  }
  if (action == "absent") {
    counter::MarkAbsent command{on};
    co_return co_await app.engine.submit(*request.executor, command);
  }
  if (action == "back") {
    counter::PutBack command{on};
    co_return co_await app.engine.submit(*request.executor, command);
  }
  const auto target = target_in(form.value("to"));
  if (action != "transfer" || !target) co_return std::nullopt;
  counter::Transfer command{on, *target};
  co_return co_await app.engine.submit(*request.executor, std::move(command));
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  auto showing = queue_page(app, request, visit, {});
  co_return co_await showing;
}

base::Task<web::Response> show_live(App& app, const web::Request& request, const Visit& visit) {
  Notice notice;
  notice.follows = true;
  auto showing = queue_page(app, request, visit, std::move(notice));
  co_return co_await showing;
}

base::Task<web::Response> open(App& app, const web::Request& request, const Visit& visit) {
  const web::Form form = form_of(request);
  counter::OpenCounter command{today_at(app, visit),
                               std::string(form.value("counter")),
                               visit.account().id.value,
                               {},
                               form.has("take_over")};
  for (const std::string_view pool : form.values("pools")) {
    command.pools.push_back(domain::PoolId{base::parse_number<std::int64_t>(pool).value_or(0)});
  }
  const auto pools = command.pools;
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome) co_return back(request, visit);
  Notice notice = notice_of(outcome.refusal().reason);
  notice.label = outcome.refusal().at;
  notice.typed = form.value("counter");
  notice.pools = pools;
  auto showing = queue_page(app, request, visit, std::move(notice));
  co_return co_await showing;
}

base::Task<web::Response> close(App& app, const web::Request& request, const Visit& visit) {
  const web::Form form = form_of(request);
  counter::CloseCounter command{today_at(app, visit), std::string(form.value("counter"))};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome || outcome.refusal() == counter::CloseCounterRefusal::not_open) co_return back(request, visit);
  auto showing = queue_page(app, request, visit, {"COUNTER_BUSY"});
  co_return co_await showing;
}

base::Task<web::Response> next(App& app, const web::Request& request, const Visit& visit) {
  const web::Form form = form_of(request);
  counter::CallNext command{today_at(app, visit), std::string(form.value("counter")),
                            visit.account().id.value};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome) co_return back(request, visit);
  auto showing = queue_page(app, request, visit, notice_of(visit, outcome.refusal()));
  co_return co_await showing;
}

base::Task<web::Response> act(App& app, const web::Request& request, const Visit& visit) {
  const web::Form form = form_of(request);
  const auto id = base::parse_number<std::int64_t>(form.value("ticket"));
  auto read = [&](storage::Connection& connection) {
    return id ? counter::find_ticket(connection, domain::TicketId{*id}) : std::nullopt;
  };
  const auto ticket = co_await app.readers.read(*request.executor, read);
  if (!ticket || ticket->office != visit.office->id) co_return status_page(app, request, 404);
  counter::OnTicket on{counter::seen(*ticket, base::parse_number<int>(form.value("version")).value_or(0)),
                       visit.account().id.value};
  auto acting = do_action(app, request, form, on);
  const auto served = co_await acting;
  if (!served) co_return status_page(app, request, 400);
  if (*served) co_return back(request, visit);
  Notice notice = notice_of(visit, served->refusal());
  if (notice.field == "receipt") notice.typed = form.value("receipt");
  auto showing = queue_page(app, request, visit, std::move(notice));
  co_return co_await showing;
}

}  // namespace temujanji::features::serve_queue
