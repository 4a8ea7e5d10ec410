#include <map>
#include <set>
#include <string>

#include "catalogue/check.h"

namespace temujanji::catalogue {
namespace {

/// Everything by its code, for looking across the files.
class ServiceCheck {
 public:
  ServiceCheck(const Draft& draft, Problems& problems) : draft_(draft), problems_(problems) {
    for (const DepartmentDraft& department : draft.departments) departments_.insert(department.code);
    for (const OfficeDraft& office : draft.offices) offices_.emplace(office.code, &office);
    collect(draft.divisions, "divisions.csv", divisions_);
    collect(draft.services, "services.csv", services_);
    collect(draft.pool_names, "pools.csv", pool_names_);
  }

  void run() {
    for (const DivisionDraft& division : draft_.divisions) {
      want(departments_.contains(division.department), "divisions.csv", division.line,
           "there is no department " + division.department);
    }
    for (const ServiceDraft& service : draft_.services) check_service(service);
    check_documents();
    check_seat_rules();
    check_pools();
    for (const OfferingDraft& offering : draft_.offerings) check_offering(offering);
    check_announcements();
  }

 private:
  template <class Item>
  void collect(const std::vector<Item>& items, const std::string& file,
               std::map<std::string, const Item*>& by_code) {
    for (const Item& item : items) {
      want(by_code.emplace(item.code, &item).second, file, item.line,
           "the code " + item.code + " stands twice");
    }
  }

  void want(bool holds, const std::string& file, int line, const std::string& reason) {
    if (!holds) problems_.add(file, line, reason);
  }

  void check_service(const ServiceDraft& service) {
    want(divisions_.contains(service.division), "services.csv", service.line,
         "there is no division " + service.division);
    want(service.booking != Booking::online_elsewhere || !service.online_url.empty(), "services.csv",
         service.line, "a service done online elsewhere needs its online_url");
    want(service.online_url.empty() || service.online_url.starts_with("https://"), "services.csv",
         service.line, "online_url must begin with https://");
  }

  void check_documents() {
    std::set<std::pair<std::string, int>> keys;
    for (const DocumentDraft& document : draft_.documents) {
      want(services_.contains(document.service), "service_documents.csv", document.line,
           "there is no service " + document.service);
      want(keys.emplace(document.service, document.sort).second, "service_documents.csv", document.line,
           "another document of this service has the same sort");
    }
  }

  void check_seat_rules() {
    for (const SeatRuleDraft& rule : draft_.seat_rules) {
      want(pool_names_.contains(rule.pool), "seat_rules.csv", rule.line, "there is no pool " + rule.pool);
      want(rule.rule.slot_minutes <= rule.rule.part.to - rule.rule.part.from, "seat_rules.csv", rule.line,
           "no slot fits between from and to");
      auto& others = rules_[{rule.office_kind, rule.pool}];
      for (const SeatRuleDraft* other : others) {
        const bool clash = other->rule.valid_from == rule.rule.valid_from &&
                           (other->rule.weekdays & rule.rule.weekdays) != 0 &&
                           other->rule.part.from < rule.rule.part.to &&
                           rule.rule.part.from < other->rule.part.to;
        want(!clash, "seat_rules.csv", rule.line,
             "the rule overlaps with that of line " + std::to_string(other->line));
      }
      others.push_back(&rule);
    }
  }

  void check_pools() {
    for (const PoolDraft& pool : draft_.pools) {
      want(pool_names_.contains(pool.code), "office_services.csv", pool.line,
           "there is no pool " + pool.code);
      counters_[{pool.office, pool.code}] = pool.counters;
    }
  }

  void check_offering(const OfferingDraft& offering) {
    const std::string file = "office_services.csv";
    const OfficeDraft& office = *offices_.at(offering.office);
    const ServiceDraft& service = *services_.at(offering.service);
    const auto division = divisions_.find(service.division);
    want(division == divisions_.end() || division->second->department == office.department, file,
         offering.line, office.code + " and " + service.code + " belong to different departments");
    if (service.booking == Booking::online_elsewhere) return;
    const auto rules = rules_.find({office.kind, offering.pool});
    if (rules == rules_.end()) {
      want(false, file, offering.line,
           "seat_rules.csv has no rule for the pool " + offering.pool + " at an office of kind " +
               office.kind);
      return;
    }
    const int counters = counters_.at({offering.office, offering.pool});
    for (const SeatRuleDraft* rule : rules->second) check_fit(offering, service, *rule, counters);
  }

  /// A booking of as many persons as may come must fit into one slot, and each person's time into a seat's
  /// share of it.
  void check_fit(const OfferingDraft& offering, const ServiceDraft& service, const SeatRuleDraft& rule,
                 int counters) {
    const int seats = counters * rule.rule.seats_per_counter;
    const std::string where = offering.office + " " + service.code + ": ";
    want(counters == 0 || service.persons_max <= seats, "office_services.csv", offering.line,
         where + std::to_string(service.persons_max) + " persons do not fit into a slot of " +
             std::to_string(seats) + " seats");
    want(service.minutes * rule.rule.seats_per_counter <= rule.rule.slot_minutes, "office_services.csv",
         offering.line,
         where + std::to_string(service.minutes) + " minutes do not fit into a seat of " +
             std::to_string(rule.rule.slot_minutes / rule.rule.seats_per_counter));
  }

  void check_announcements() {
    std::set<std::string> codes;
    for (const AnnouncementDraft& announcement : draft_.announcements) {
      want(departments_.contains(announcement.department), "announcements.csv", announcement.line,
           "there is no department " + announcement.department);
      want(codes.insert(announcement.code).second, "announcements.csv", announcement.line,
           "the code " + announcement.code + " stands twice");
    }
  }

  const Draft& draft_;
  Problems& problems_;
  std::set<std::string> departments_;
  std::map<std::string, const OfficeDraft*> offices_;
  std::map<std::string, const DivisionDraft*> divisions_;
  std::map<std::string, const ServiceDraft*> services_;
  std::map<std::string, const PoolNameDraft*> pool_names_;
  std::map<std::pair<std::string, std::string>, std::vector<const SeatRuleDraft*>> rules_;
  std::map<std::pair<std::string, std::string>, int> counters_;
};

}  // namespace

void check_services(const Draft& draft, Problems& problems) {
  ServiceCheck(draft, problems).run();
}

}  // namespace temujanji::catalogue
