#include "features/current_hold.h"

#include "base/text.h"
#include "features/current_hold.sql.h"
#include "features/page.h"
#include "web/cookies.h"
#include "web/guard.h"
#include "web/url.h"

namespace temujanji::features {
namespace {

std::string place_of(const base::Digest& browser) {
  return "hold/" + base::to_hex(base::bytes_of(browser)) + "/draft";
}

CurrentHold read(const storage::Rows& rows, const base::KeyRing& keys, const base::Digest& browser) {
  CurrentHold hold;
  hold.id = rows.id<domain::HoldId>(0);
  hold.slot = rows.id<domain::SlotId>(1);
  hold.office = rows.id<domain::OfficeId>(2);
  hold.service = rows.id<domain::ServiceId>(3);
  hold.starts_at = rows.instant(4);
  hold.seats = rows.small(5);
  hold.created_at = rows.instant(6);
  hold.expires_at = rows.instant(7);
  if (!rows.is_null(8)) hold.ended_at = rows.instant(8);
  if (!rows.is_null(9)) hold.ended_by = rows.string(9);
  if (!rows.is_null(10)) hold.appointment = rows.id<domain::AppointmentId>(10);
  if (!rows.is_null(11)) {
    const auto opened = keys.open(rows.blob(11), place_of(browser));
    if (auto typed = opened ? web::Form::parse(*opened) : std::nullopt) hold.typed = std::move(*typed);
  }
  return hold;
}

std::string_view section_of(LostReason reason) {
  switch (reason) {
    case LostReason::full:
      return "FULL";
    case LostReason::expired:
      return "EXPIRED";
    case LostReason::replaced:
      return "REPLACED";
    case LostReason::office_closed:
      return "OFFICE_CLOSED";
    case LostReason::outside_window:
      return "OUTSIDE_WINDOW";
    case LostReason::too_many:
      return "TOO_MANY";
    case LostReason::nothing_held:
      return "NOTHING_HELD";
  }
  return "";
}

std::string slots_url(const web::Request& request, const Offer& offer, std::string_view office_code,
                      std::string_view day, int seats) {
  return path_to(request, "/book/slots") +
         web::make_query({{"office", office_code},
                          {"service", offer.service->code},
                          {"day", day},
                          {"seats", seats > 1 ? std::to_string(seats) : ""}});
}

std::string held_time(const App& app, const web::Request& request, base::Instant starts_at,
                      const Offer& offer) {
  return app.words.date_time(request.language, offer.office->zone.to_local(starts_at));
}

void add_alternatives(App& app, const web::Request& request, const Offer& offer, base::Instant wanted_at,
                      int seats, web::Values& values) {
  const auto alternatives = list_alternatives(app.live, app.clock.now(), offer, wanted_at, seats);
  if (alternatives.empty()) return;
  web::Values list = values.add("ALTERNATIVES");
  for (const Alternative& alternative : alternatives) {
    const base::Zone& zone = alternative.office->zone;
    const std::string day = domain::to_iso(zone.date_at(alternative.starts_at));
    web::Values row = list.add("ALTERNATIVE");
    row.set("OFFICE", alternative.office->name.in(request.language));
    row.set("DATE_TIME", app.words.date_time(request.language, zone.to_local(alternative.starts_at)));
    row.set("FREE", alternative.free_seats);
    row.set("URL", slots_url(request, offer, alternative.office->code, day, seats));
  }
}

}  // namespace

base::Digest browser_digest(const base::KeyRing& keys, std::string_view browser_token) {
  return keys.hash("browser", browser_token);
}

base::Task<std::optional<CurrentHold>> find_current_hold(App& app, const web::Request& request) {
  const std::string_view token = web::find_browser(request);
  if (token.empty()) co_return std::nullopt;
  const base::Digest browser = browser_digest(app.keys, token);
  auto find = [&](storage::Connection& connection) -> std::optional<CurrentHold> {
    storage::Rows rows = connection.query(sql::kFindNewestHold, {browser});
    if (!rows.next()) return std::nullopt;
    return read(rows, app.keys, browser);
  };
  co_return co_await app.readers.read(*request.executor, find);
}

std::string seal_typed(const base::KeyRing& keys, const base::Digest& browser, const web::Form& typed) {
  std::string text;
  for (const auto& [name, value] : typed.fields()) {
    if (name == "csrf" || value.empty()) continue;
    if (!text.empty()) text += '&';
    text += web::encode_part(name) + '=' + web::encode_part(value);
  }
  return keys.seal(text, place_of(browser));
}

SaveDraft::Outcome SaveDraft::apply(engine::Scope& scope) const {
  return scope.transaction.execute(sql::kSaveDraft, {hold, storage::Blob{sealed}}) > 0;
}

void add_hold_banner(const App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                     std::string_view return_to, web::Values& values) {
  const base::Instant now = app.clock.now();
  const base::Instant longest =
      hold.created_at + std::chrono::minutes(app.settings.whole("hold.minutes_max"));
  values.set("HOLD_CLOCK", app.words.time(request.language, offer.office->zone.to_local(hold.expires_at)));
  values.set("HOLD_EXPIRES_AT", base::to_millis(hold.expires_at));
  values.set("HOLD_NOW", base::to_millis(now));
  values.set("HOLD_SLOT", held_time(app, request, hold.starts_at, offer));
  values.set("HOLD_RETURN", return_to);
  values.show(return_to == "details" ? "HOLD_IN_FORM" : "HOLD_ALONE");
  values.set("CSRF", web::csrf_token(app.keys, web::find_browser(request)));
  values.show_if(hold.expires_at < longest, "HOLD_CAN_EXTEND");
}

void add_chosen_hold(const App& app, const web::Request& request, const CurrentHold& hold, const Offer& offer,
                     web::Values& values) {
  const std::string day = domain::to_iso(offer.office->zone.date_at(hold.starts_at));
  add_chosen(values, "CHOSEN_SERVICE", offer.service->name.in(request.language), path_to(request, "/book"));
  add_chosen_office(values, request, *offer.office,
                    path_to(request, "/book/offices") + web::make_query({{"service", offer.service->code}}));
  add_chosen(values, "CHOSEN_SLOT", held_time(app, request, hold.starts_at, offer),
             slots_url(request, offer, offer.office->code, day, hold.seats));
  if (hold.seats > 1) add_chosen(values, "CHOSEN_SEATS", std::to_string(hold.seats));
}

web::Response lost_page(App& app, const web::Request& request, LostReason reason, const Offer* offer,
                        std::optional<base::Instant> wanted_at, int seats, bool has_typed) {
  web::Values values;
  values.show(section_of(reason));
  values.show_if(has_typed, "KEPT");
  values.set("SLOTS_URL", offer != nullptr ? slots_url(request, *offer, offer->office->code, "", seats)
                                           : path_to(request, "/book"));
  if (offer != nullptr)
    add_alternatives(app, request, *offer, wanted_at.value_or(app.clock.now()), seats, values);
  const int status = reason == LostReason::outside_window ? 422 : 409;
  return show_page(app, request, "features/applicant/hold_slot/lost.html", "lost.title", values, status);
}

web::Response lost_page(App& app, const web::Request& request, const std::optional<CurrentHold>& hold) {
  if (!hold || hold->ended_by == "booked" || hold->ended_by == "released") {
    return lost_page(app, request, LostReason::nothing_held, nullptr, std::nullopt, 1,
                     hold && hold->has_typed());
  }
  const Offer offer = stored_offer(app.live, hold->office, hold->service);
  return lost_page(app, request, LostReason::expired, &offer, hold->starts_at, hold->seats,
                   hold->has_typed());
}

}  // namespace temujanji::features
