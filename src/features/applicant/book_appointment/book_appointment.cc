#include "features/applicant/book_appointment/book_appointment.h"

#include "appointments/find.h"
#include "domain/reference.h"

namespace temujanji::features::book_appointment {
namespace {

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  const std::string bytes = base::random_bytes(sizeof bits);
  __builtin_memcpy(&bits, bytes.data(), sizeof bits);
  return bits;
}

}  // namespace

base::Digest request_hash(const App& app, const Order& order) {
  return app.keys.hash("request", order.wish + '|' + domain::pack_applicant(order.applicant));
}

appointments::TakeSeats make_command(App& app, const Order& order) {
  appointments::BookRequest request;
  request.id = app.ids.make<domain::AppointmentId>();
  request.reference = order.key.empty() ? domain::make_reference(random_bits())
                                        : appointments::reference_of_key(app.keys, order.key);
  request.slot = order.slot;
  request.service = order.service;
  request.seats = order.applicant.persons;
  request.identity = appointments::identity_digest(app.keys, order.applicant.document);
  request.person = appointments::seal_person(app.keys, request.id, order.applicant);
  request.language = order.language;
  request.actor = order.actor;
  request.hold = order.hold;
  if (!order.key.empty()) request.request_hash = request_hash(app, order);
  return {std::move(request)};
}

}  // namespace temujanji::features::book_appointment
