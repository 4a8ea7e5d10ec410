#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/language.h"
#include "domain/applicant.h"
#include "domain/ids.h"
#include "domain/life_cycle.h"
#include "storage/connection.h"

namespace temujanji::appointments {

/// An appointment as it stands, its person's data opened. Never logged, never shown unmasked to others.
struct Appointment {
  domain::AppointmentId id;
  std::string reference;  // without separators
  domain::SlotId slot;
  domain::OfficeId office;
  domain::ServiceId service;
  base::Instant starts_at;
  int minutes = 0;
  int seats = 1;
  domain::Status status{};
  base::Digest identity{};
  domain::Applicant person;
  base::Language language = base::Language::ms;
  base::Instant booked_at;
};

struct HistoryEntry {
  domain::EventId id;
  std::string kind;
  base::Instant at;
  std::string actor;
  std::string detail;
};

/// The keyed hash under which an identity is looked up; equal documents give equal digests.
base::Digest identity_digest(const base::KeyRing& keys, const domain::IdentityDocument& document);

/// Seals an applicant's data for one appointment; opens only there.
std::string seal_person(const base::KeyRing& keys, domain::AppointmentId id, const domain::Applicant& person);
/// Throws Fault if it cannot be opened.
domain::Applicant open_person(const base::KeyRing& keys, domain::AppointmentId id, std::string_view sealed);

std::optional<Appointment> find_appointment(storage::Connection& connection, const base::KeyRing& keys,
                                            domain::AppointmentId id);
/// `reference` without separators. Throws Fault if its sealed data cannot be opened.
std::optional<Appointment> find_appointment_by_reference(storage::Connection& connection,
                                                         const base::KeyRing& keys,
                                                         std::string_view reference);
/// The history of an appointment, oldest first.
std::vector<HistoryEntry> list_events(storage::Connection& connection, domain::AppointmentId id);

}  // namespace temujanji::appointments
