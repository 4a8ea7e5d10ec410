#include "features/applicant/hold_slot/routes.h"

#include "base/text.h"
#include "features/applicant/hold_slot/hold_slot.h"
#include "features/blocked.h"
#include "features/booking.h"
#include "features/current_hold.h"
#include "features/page.h"
#include "features/slots_page.h"
#include "web/cookies.h"
#include "web/form.h"
#include "web/url.h"

namespace temujanji::features::hold_slot {
namespace {

LostReason reason_of(TargetProblem found) {
  switch (found) {
    case TargetProblem::outside_window:
      return LostReason::outside_window;
    case TargetProblem::office_closed:
      return LostReason::office_closed;
    case TargetProblem::slot_unknown:
      return LostReason::full;
  }
  return LostReason::full;
}

/// Where More time leads back to; only pages of the booking.
std::string_view page_named(std::string_view name) {
  for (const char* known : {"details", "documents", "check"}) {
    if (name == known) return known;
  }
  return "details";
}

}  // namespace

base::Task<web::Response> hold(App& app, const web::Request& request) {
  if (!allow_booking(app, request)) co_return status_page(app, request, 429);
  if (const auto block = find_address_block(app, request)) co_return blocked_page(app, request, *block);
  const auto form = web::Form::parse(request.body);
  if (!form) co_return status_page(app, request, 400);
  const base::Instant now = app.clock.now();
  auto offer = find_offer(app.live, now, form->value("office"), form->value("service"));
  if (!offer) co_return status_page(app, request, 404);
  const int seats = base::parse_number<int>(form->value("seats")).value_or(1);
  if (seats < 1 || seats > offer->service->persons_max) co_return status_page(app, request, 400);
  const auto millis = base::parse_number<std::int64_t>(form->value("starts_at"));
  if (!millis) co_return slots_page_without_choice(app, request, *offer, *form);

  const base::Instant starts_at = base::from_millis(*millis);
  auto target = find_target(app.live, now, *offer, starts_at);
  if (!target)
    co_return lost_page(app, request, reason_of(target.refusal()), &*offer, starts_at, seats, false);

  web::Response answer = web::Response::see_other(path_to(request, "/book/details"));
  const std::string browser = web::ensure_browser(request, answer);
  appointments::HoldRequest wanted;
  wanted.id = app.ids.make<domain::HoldId>();
  wanted.slot = target->slot.id;
  wanted.service = offer->service->id;
  wanted.seats = seats;
  wanted.expires_at = now + std::chrono::minutes(app.settings.whole("hold.minutes"));
  wanted.browser = browser_digest(app.keys, browser);
  appointments::TakeSeats command{wanted};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome.verdict == domain::Verdict::granted) co_return answer;
  auto finding = find_current_hold(app, request);
  const auto earlier = co_await finding;
  co_return lost_page(app, request, LostReason::full, &*offer, starts_at, seats,
                      earlier && earlier->has_typed());
}

base::Task<web::Response> extend(App& app, const web::Request& request) {
  const auto form = web::Form::parse(request.body);
  auto finding = find_current_hold(app, request);
  const auto held = co_await finding;
  if (!form || !held || !held->is_live(app.clock.now())) co_return lost_page(app, request, held);
  if (form->has("applicant.name")) {
    // More time was asked for from the middle of the details: what was typed so far comes along.
    SaveDraft typed{held->id,
                    seal_typed(app.keys, browser_digest(app.keys, web::find_browser(request)), *form)};
    (void)co_await app.engine.submit(*request.executor, std::move(typed));
  }
  ExtendHold command{held->id, std::chrono::minutes(app.settings.whole("hold.minutes")),
                     std::chrono::minutes(app.settings.whole("hold.minutes_max"))};
  const auto outcome = co_await app.engine.submit(*request.executor, command);
  if (!outcome && outcome.refusal() == HoldRefusal::hold_expired) co_return lost_page(app, request, held);
  co_return web::Response::see_other(path_to(request, "/book/") +
                                     std::string(page_named(form->value("return"))));
}

base::Task<web::Response> release(App& app, const web::Request& request) {
  auto finding = find_current_hold(app, request);
  const auto held = co_await finding;
  if (!held) co_return web::Response::see_other(path_to(request, "/book"));
  if (held->is_live(app.clock.now())) {
    ReleaseHold command{held->id, held->slot};
    // Refused only if it ended meanwhile, which is what was asked for.
    (void)co_await app.engine.submit(*request.executor, command);
  }
  const Offer offer = stored_offer(app.live, held->office, held->service);
  co_return web::Response::see_other(
      path_to(request, "/book/slots") +
      web::make_query({{"office", offer.office->code}, {"service", offer.service->code}}));
}

}  // namespace temujanji::features::hold_slot
