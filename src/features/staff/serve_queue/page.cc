#include "features/staff/serve_queue/page.h"

#include <algorithm>

#include "appointments/find.h"
#include "domain/reference.h"
#include "features/queue_stream.h"

namespace temujanji::features::serve_queue {
namespace {

constexpr std::string_view kPage = "features/staff/serve_queue/page.html";

const counter::Queue::Entry* current_of(const counter::Queue& queue, const counter::Counter& own) {
  const auto found = std::ranges::find_if(queue.entries, [&](const counter::Queue::Entry& entry) {
    const bool is_there = entry.ticket.state == domain::TicketState::called ||
                          entry.ticket.state == domain::TicketState::serving;
    return is_there && entry.ticket.counter == own.name;
  });
  return found == queue.entries.end() ? nullptr : &*found;
}

std::string waited(const App& app, const counter::Ticket& ticket) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(app.clock.now() - ticket.issued_at);
  return std::to_string(minutes.count());
}

void add_waiting(const App& app, const web::Request& request, const Visit& visit,
                 const std::vector<const counter::Queue::Entry*>& waiting, web::Values& values) {
  for (const counter::Queue::Entry* entry : waiting) {
    web::Values row = values.add("WAITING_ROW");
    add_ticket(app, request, visit, entry->ticket, row);
    row.set("WAITED", waited(app, entry->ticket));
  }
}

void add_counters(const App& app, const web::Request& request, const Visit& visit,
                  const counter::Queue& queue, const counter::Counter* own, web::Values& values) {
  for (const counter::Counter& one : queue.counters) {
    web::Values row = values.add("COUNTER_ROW");
    row.set("NAME", one.name);
    row.set("SINCE", app.words.time(request.language, visit.office->zone.to_local(one.since)));
    const counter::Queue::Entry* served = current_of(queue, one);
    if (served != nullptr) row.add("SERVED").set("LABEL", label_of(*visit.catalogue, served->ticket));
    if (own == nullptr || one.name != own->name) values.add("TO_COUNTER").set("NAME", one.name);
  }
}

/// `chosen` are those of the own counter or of the form; nothing: all.
void add_pools(const web::Request& request, const Visit& visit, const counter::Queue& queue,
               const std::vector<domain::PoolId>* chosen, base::Instant now, web::Values& values) {
  for (const catalogue::Pool& pool : visit.catalogue->pools()) {
    if (pool.office != visit.office->id) continue;
    web::Values row = values.add("POOL_CHOICE");
    row.set("VALUE", pool.id.value).set("NAME", pool.name.in(request.language));
    row.set("WAITING", counter::waiting_for(queue, pool.id, now).size());
    row.show_if(chosen == nullptr || std::ranges::find(*chosen, pool.id) != chosen->end(), "CHOSEN");
  }
}

/// Who stands at the counter, so that the officer greets them by name and compares the document.
void add_person(const App& app, const web::Request& request, const appointments::Appointment& appointment,
                const Visit& visit, web::Values& values) {
  web::Values person = values.add("PERSON");
  person.set("NAME", appointment.person.name).set("DOCUMENT", appointment.person.document.number);
  person.set("REFERENCE", domain::display_reference(appointment.reference));
  person.set("TIME", app.words.time(request.language, visit.office->zone.to_local(appointment.starts_at)));
}

/// To which else somebody can be sent on.
void add_services(const web::Request& request, const Visit& visit, const counter::Day& day,
                  const counter::Ticket& ticket, web::Values& values) {
  for (const catalogue::Service* service : visit.catalogue->services_of(visit.office->id, "", day.on)) {
    if (service->id == ticket.service) continue;
    values.add("TO_SERVICE").set("VALUE", service->id.value).set("NAME", service->name.in(request.language));
  }
}

}  // namespace

const counter::Counter* own_counter(const counter::Queue& queue, const Visit& visit) {
  const auto found = std::ranges::find(queue.counters, visit.account().id.value, &counter::Counter::staff);
  return found == queue.counters.end() ? nullptr : &*found;
}

base::Task<web::Response> queue_page(App& app, const web::Request& request, const Visit& visit,
                                     Notice notice) {
  const counter::Day day = today_at(app, visit);
  const std::uint64_t version = app.changes.version(visit.office->id);
  const base::Instant now = app.clock.now();
  auto read = [&](storage::Connection& connection) {
    return notice.follows ? app.queues.read(connection, day, now)
                          : std::make_shared<const counter::Queue>(counter::read_queue(connection, day));
  };
  const std::shared_ptr<const counter::Queue> kept = co_await app.readers.read(*request.executor, read);
  const counter::Queue& queue = *kept;
  const counter::Counter* own = own_counter(queue, visit);
  const counter::Queue::Entry* current = own == nullptr ? nullptr : current_of(queue, *own);
  web::Values values;
  values.set("QUEUE_URL", office_path(request, visit, "/queue"));
  add_queue_events(request, *visit.office, version, values);
  values.set("NOW", app.words.time(request.language, visit.office->zone.to_local(now)));
  values.set(notice.field == "receipt" ? "TYPED_RECEIPT" : "TYPED_COUNTER", notice.typed);
  values.show_if(notice.code == "counter_taken", "TAKE_OVER");
  add_counters(app, request, visit, queue, own, values);
  add_pools(request, visit, queue,
            own != nullptr ? &own->pools
            : notice.pools ? &*notice.pools
                           : nullptr,
            now, values);
  if (!notice.section.empty()) values.add(notice.section).set("LABEL", notice.label);
  if (!notice.field.empty()) add_field_error(app, request, values, notice.field, notice.code);
  values.show(own == nullptr ? "NO_COUNTER" : "AT_COUNTER");
  if (own != nullptr) {
    const auto waiting = counter::waiting_for(queue, *own, now);
    values.set("OWN_COUNTER", own->name);
    add_waiting(app, request, visit, waiting, values);
    if (current == nullptr) values.show(waiting.empty() ? "NOBODY_WAITS" : "CAN_CALL");
  }
  if (current != nullptr) {
    web::Values shown = values.add("CURRENT");
    add_ticket(app, request, visit, current->ticket, shown);
    shown.set("WAITED", waited(app, current->ticket));
    add_services(request, visit, day, current->ticket, shown);
    if (current->ticket.appointment && !notice.follows) {
      const audit::Append look = look_at(
          visit, "appointment:" + std::to_string(current->ticket.appointment.value), "at the counter");
      co_await app.engine.submit(*request.executor, look);
      auto find = [&](storage::Connection& connection) {
        return appointments::find_appointment(connection, app.keys, current->ticket.appointment);
      };
      const auto appointment = co_await app.readers.read(*request.executor, find);
      if (appointment) add_person(app, request, *appointment, visit, shown);
    }
  }
  std::optional<web::Values> absent;
  for (const counter::Queue::Entry& entry : queue.entries) {
    if (entry.ticket.state != domain::TicketState::absent) continue;
    if (!absent) absent = values.add("ANY_ABSENT");
    web::Values row = absent->add("ABSENT_ROW");
    add_ticket(app, request, visit, entry.ticket, row);
  }
  const int status = !notice.field.empty() ? 422 : !notice.section.empty() ? 409 : 200;
  co_return show_staff_page(app, request, visit, kPage, "queue.title", values, status);
}

}  // namespace temujanji::features::serve_queue
