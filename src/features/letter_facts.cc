#include "features/letter_facts.h"

#include <algorithm>

#include "domain/masking.h"
#include "domain/reference.h"
#include "notify/slip_token.h"

namespace temujanji::features {
namespace {

/// Something said in both languages.
template <class Say>
base::Bilingual both(Say say) {
  return {say(base::Language::ms), say(base::Language::en)};
}

std::string token_of(const LetterDesk& desk, const appointments::Appointment& appointment,
                     const Offer& offer) {
  notify::SlipToken token;
  token.reference = appointment.reference;
  token.office = offer.office->code;
  token.service = offer.service->code;
  token.starts_at = appointment.starts_at;
  token.seats = appointment.seats;
  std::copy_n(appointment.identity.begin(), token.identity.size(), token.identity.begin());
  return notify::make_slip_token(token, desk.keys);
}

std::vector<std::string> address_lines(const catalogue::Office& office) {
  std::vector<std::string> lines;
  if (!office.address.empty()) lines.push_back(office.address);
  lines.push_back(office.postcode.empty() ? office.city : office.postcode + " " + office.city);
  return lines;
}

}  // namespace

notify::AppointmentFacts letter_facts(const LetterDesk& desk, const appointments::Appointment& appointment,
                                      base::Instant happened_at) {
  const Offer offer = stored_offer(desk.live, appointment.office, appointment.service);
  const base::Zone& zone = offer.office->zone;
  notify::AppointmentFacts facts;
  facts.reference = domain::display_reference(appointment.reference);
  facts.token = token_of(desk, appointment, offer);
  facts.masked_name = domain::mask_name(appointment.person.name);
  facts.masked_document = domain::mask_document(appointment.person.document.number);
  facts.site_name = desk.settings.text("site.name");
  if (const auto* department = offer.catalogue->find_department(offer.service->department)) {
    facts.department = department->name;
  }
  facts.service = offer.service->name;
  facts.office = offer.office->name;
  facts.address_lines = address_lines(*offer.office);
  facts.phone = offer.office->phone;
  const auto& words = desk.words;
  facts.date = both([&](auto l) { return words.date(l, zone.date_at(appointment.starts_at)); });
  facts.time = both([&](auto l) { return words.time(l, zone.to_local(appointment.starts_at)); });
  facts.arrive_by = both(
      [&](auto l) { return words.time(l, zone.to_local(appointment.starts_at - domain::kArriveBefore)); });
  facts.seats = appointment.seats;
  for (const auto& document : offer.service->documents)
    facts.documents.push_back({document.text, document.condition});
  facts.manage_url =
      both([&](auto l) { return desk.site_url + "/" + std::string(to_text(l)) + "/appointment"; });
  facts.starts_at = appointment.starts_at;
  facts.ends_at = appointment.starts_at + std::chrono::minutes(appointment.minutes);
  facts.happened_at = happened_at;
  return facts;
}

}  // namespace temujanji::features
