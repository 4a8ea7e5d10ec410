#include "catalogue/catalogue.h"

#include <algorithm>

namespace temujanji::catalogue {
namespace {

template <class Item, class Index, class Key>
const Item* find_in(const std::vector<Item>& items, const Index& index, const Key& key) {
  const auto found = index.find(key);
  return found == index.end() ? nullptr : &items[found->second];
}

template <class Item>
const Item* find_code(const std::vector<Item>& items, std::string_view code) {
  const auto found = std::ranges::find(items, code, &Item::code);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

void Catalogue::index() {
  for (std::size_t i = 0; i < offices_.size(); ++i) {
    office_codes_.emplace(offices_[i].code, i);
    office_ids_.emplace(offices_[i].id.value, i);
  }
  for (std::size_t i = 0; i < services_.size(); ++i) {
    service_codes_.emplace(services_[i].code, i);
    service_ids_.emplace(services_[i].id.value, i);
  }
  for (std::size_t i = 0; i < pools_.size(); ++i) pool_ids_.emplace(pools_[i].id.value, i);
  for (std::size_t i = 0; i < offerings_.size(); ++i) {
    const Offering& offering = offerings_[i];
    offering_pairs_.emplace(std::pair(offering.office.value, offering.service.value), i);
    services_of_office_[offering.office.value].push_back(service_ids_.at(offering.service.value));
    offices_of_service_[offering.service.value].push_back(office_ids_.at(offering.office.value));
  }
  for (auto& [service, offices] : offices_of_service_) std::ranges::sort(offices);
}

const Department* Catalogue::find_department(std::string_view code) const {
  return find_code(departments_, code);
}
const Division* Catalogue::find_division(std::string_view code) const {
  return find_code(divisions_, code);
}
const State* Catalogue::find_state(std::string_view code) const {
  return find_code(states_, code);
}
const Office* Catalogue::find_office(std::string_view code) const {
  return find_in(offices_, office_codes_, code);
}
const Office* Catalogue::find_office(domain::OfficeId id) const {
  return find_in(offices_, office_ids_, id.value);
}
const Service* Catalogue::find_service(std::string_view code) const {
  return find_in(services_, service_codes_, code);
}
const Service* Catalogue::find_service(domain::ServiceId id) const {
  return find_in(services_, service_ids_, id.value);
}
const Pool* Catalogue::find_pool(domain::PoolId id) const {
  return find_in(pools_, pool_ids_, id.value);
}
const Offering* Catalogue::find_offering(domain::OfficeId office, domain::ServiceId service) const {
  return find_in(offerings_, offering_pairs_, std::pair(office.value, service.value));
}

std::vector<const Division*> Catalogue::divisions_of(std::string_view department) const {
  std::vector<const Division*> divisions;
  for (const Division& division : divisions_) {
    if (division.department == department) divisions.push_back(&division);
  }
  return divisions;
}

std::vector<const Office*> Catalogue::offices_offering(domain::ServiceId service) const {
  std::vector<const Office*> offices;
  const auto found = offices_of_service_.find(service.value);
  if (found == offices_of_service_.end()) return offices;
  for (const std::size_t at : found->second) {
    if (offices_[at].active) offices.push_back(&offices_[at]);
  }
  return offices;
}

std::vector<const Service*> Catalogue::services_of(domain::OfficeId office, std::string_view division,
                                                   domain::Date on) const {
  std::vector<const Service*> services;
  const auto found = services_of_office_.find(office.value);
  if (found == services_of_office_.end()) return services;
  for (const std::size_t at : found->second) {
    const Service& service = services_[at];
    if (service.is_live(on) && (division.empty() || service.division == division)) {
      services.push_back(&service);
    }
  }
  return services;
}

std::vector<const Service*> Catalogue::live_services(std::string_view department, std::string_view division,
                                                     domain::Date on) const {
  std::vector<const Service*> services;
  for (const Service& service : services_) {
    if (service.department == department && service.is_live(on) &&
        (division.empty() || service.division == division)) {
      services.push_back(&service);
    }
  }
  return services;
}

bool Catalogue::is_bookable(domain::ServiceId service_id, domain::OfficeId office_id,
                            domain::Date today) const {
  const Service* service = find_service(service_id);
  const Office* office = find_office(office_id);
  return service != nullptr && office != nullptr && office->active && service->booking == Booking::self &&
         service->is_live(today) && find_offering(office_id, service_id) != nullptr;
}

std::vector<const Announcement*> Catalogue::current_announcements(std::string_view department,
                                                                  domain::Date on) const {
  std::vector<const Announcement*> announcements;
  for (const Announcement& announcement : announcements_) {
    if (announcement.department == department && announcement.is_current(on)) {
      announcements.push_back(&announcement);
    }
  }
  return announcements;
}

}  // namespace temujanji::catalogue
