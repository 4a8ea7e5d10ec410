#include "features/waiting_room/display/routes.h"

#include "counter/queue.h"
#include "features/page.h"
#include "features/queue_stream.h"
#include "features/ticket_words.h"

namespace temujanji::features::display {
namespace {

/// So many calls can be read from the back of a room.
constexpr std::size_t kCallsShown = 6;

const catalogue::Office* office_of(const catalogue::Catalogue& catalogue, const web::Request& request) {
  const catalogue::Office* office = catalogue.find_office(request.path_values.front());
  return office != nullptr && office->active ? office : nullptr;
}

/// "A 0 0 1": each sign of a number is said by itself.
std::string spelled(std::string_view label) {
  std::string text;
  for (const char sign : label) {
    if (!text.empty()) text += ' ';
    text += sign;
  }
  return text;
}

void add_calls(const App& app, const catalogue::Catalogue& catalogue, const catalogue::Office& office,
               const counter::Day& day, const counter::Display& shown, web::Values& values) {
  for (std::size_t i = 0; i < std::min(shown.called.size(), kCallsShown); ++i) {
    const counter::Display::Called& call = shown.called[i];
    const std::string label = label_of(catalogue, office.id, call.number_pool, call.number);
    web::Values row = values.add("CALL");
    row.set("LABEL", label).set("COUNTER", call.counter);
    // Another call of the same number is said again; and so is the number of another day.
    row.set("CALL_ID", domain::to_iso(day.on) + "." + label + "." + std::to_string(call.calls));
    for (const auto& [marker, language] :
         {std::pair("SAY_MS", base::Language::ms), std::pair("SAY_EN", base::Language::en)}) {
      const std::string number = spelled(label);
      row.set(marker,
              app.words.text(language, "display.say", {{"number", number}, {"counter", call.counter}}));
    }
    row.show(call.state == domain::TicketState::called ? "IS_CALLED" : "IS_SERVING");
  }
}

void add_pools(const App& app, const web::Request& request, const catalogue::Catalogue& catalogue,
               const counter::Display& shown, web::Values& values) {
  for (const counter::Display::Pool& pool : shown.pools) {
    const catalogue::Pool* named = catalogue.find_pool(pool.pool);
    web::Values row = values.add("POOL");
    row.set("NAME", named == nullptr ? "" : named->name.in(request.language));
    row.set("WAITING", pool.waiting);
    row.set("WAIT", wait_text(app, request.language, pool.wait));
  }
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request) {
  const auto catalogue = app.live.catalogue();
  const catalogue::Office* office = office_of(*catalogue, request);
  if (office == nullptr) co_return status_page(app, request, 404);
  const base::Instant now = app.clock.now();
  const counter::Day day = counter::day_at(office->id, office->zone, now);
  const std::uint64_t version = app.changes.version(office->id);
  auto read = [&](storage::Connection& connection) { return app.queues.read(connection, day, now); };
  const auto queue = co_await app.readers.read(*request.executor, read);
  const counter::Display shown = counter::display_of(*queue, now);
  web::Values values;
  values.set("OFFICE", office->name.in(request.language));
  add_queue_events(request, *office, version, values);
  values.set("NOW", app.words.time(request.language, office->zone.to_local(now)));
  values.set("TODAY", app.words.date(request.language, day.on));
  if (shown.called.empty()) values.show("NOBODY_CALLED");
  add_calls(app, *catalogue, *office, day, shown, values);
  add_pools(app, request, *catalogue, shown, values);
  co_return show_page(app, request, "features/waiting_room/display/page.html", "display.title", values);
}

web::Response events(App& app, const web::Request& request) {
  const auto catalogue = app.live.catalogue();
  const catalogue::Office* office = office_of(*catalogue, request);
  if (office == nullptr) return status_page(app, request, 404);
  return queue_events(app, office->id, request);
}

}  // namespace temujanji::features::display
