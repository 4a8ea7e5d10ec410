#include "appointments/find.h"

#include "appointments/find.sql.h"
#include "base/check.h"
#include "base/fault.h"

namespace temujanji::appointments {
namespace {

std::string place_of(domain::AppointmentId id) {
  return "appointment/" + std::to_string(id.value) + "/person";
}

Appointment read(const storage::Rows& rows, const base::KeyRing& keys) {
  Appointment appointment;
  appointment.id = rows.id<domain::AppointmentId>(0);
  appointment.reference = rows.string(1);
  appointment.slot = rows.id<domain::SlotId>(2);
  appointment.service = rows.id<domain::ServiceId>(3);
  appointment.seats = rows.small(4);
  const auto status = domain::parse_status(rows.text(5));
  CHECK(status.has_value());
  appointment.status = *status;
  CHECK(rows.blob(6).size() == sizeof(appointment.identity));
  __builtin_memcpy(appointment.identity.data(), rows.blob(6).data(), sizeof(appointment.identity));
  appointment.person = open_person(keys, appointment.id, rows.blob(7));
  appointment.language = base::parse_language(rows.text(8)).value_or(base::Language::ms);
  appointment.booked_at = rows.instant(9);
  appointment.starts_at = rows.instant(10);
  appointment.minutes = rows.small(11);
  appointment.office = rows.id<domain::OfficeId>(12);
  return appointment;
}

}  // namespace

base::Digest identity_digest(const base::KeyRing& keys, const domain::IdentityDocument& document) {
  return keys.hash("identity", domain::identity_key(document));
}

std::string seal_person(const base::KeyRing& keys, domain::AppointmentId id,
                        const domain::Applicant& person) {
  return keys.seal(domain::pack_applicant(person), place_of(id));
}

domain::Applicant open_person(const base::KeyRing& keys, domain::AppointmentId id, std::string_view sealed) {
  const auto opened = keys.open(sealed, place_of(id));
  auto person = opened ? domain::unpack_applicant(*opened) : std::nullopt;
  if (!person)
    throw base::Fault("the sealed data of an appointment cannot be opened; are these the right keys?");
  return *std::move(person);
}

std::optional<Appointment> find_appointment(storage::Connection& connection, const base::KeyRing& keys,
                                            domain::AppointmentId id) {
  storage::Rows rows = connection.query(sql::kFindAppointment, {id});
  if (!rows.next()) return std::nullopt;
  return read(rows, keys);
}

std::optional<Appointment> find_appointment_by_reference(storage::Connection& connection,
                                                         const base::KeyRing& keys,
                                                         std::string_view reference) {
  storage::Rows rows = connection.query(sql::kFindAppointmentByReference, {reference});
  if (!rows.next()) return std::nullopt;
  return read(rows, keys);
}

std::vector<HistoryEntry> list_events(storage::Connection& connection, domain::AppointmentId id) {
  std::vector<HistoryEntry> events;
  storage::Rows rows = connection.query(sql::kListEvents, {id});
  while (rows.next()) {
    events.push_back(
        {rows.id<domain::EventId>(4), rows.string(0), rows.instant(1), rows.string(2), rows.string(3)});
  }
  return events;
}

}  // namespace temujanji::appointments
