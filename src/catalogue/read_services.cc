#include <map>
#include <set>

#include "catalogue/check.h"
#include "catalogue/table.h"

namespace temujanji::catalogue {
namespace {

void read_service_rows(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "services", problems, [&](Row& row) {
    ServiceDraft service{};
    service.line = row.line();
    service.code = row.code("code");
    service.division = row.needed("division");
    service.name = row.needed_both("name");
    service.summary = row.both("summary");
    const auto kind = parse_applicant_kind(row.text("applicant_kind"));
    if (!kind) row.wrong("applicant_kind is not one of those known");
    service.applicant_kind = kind.value_or(ApplicantKind::citizen);
    const auto booking = parse_booking(row.text("booking"));
    if (!booking) row.wrong("booking must be self, assigned or online_elsewhere");
    service.booking = booking.value_or(Booking::self);
    service.online_url = row.text("online_url");
    service.persons_max = row.whole("persons_max", 1, 1000);
    service.minutes = row.whole("minutes", 1, 480);
    service.window = {row.whole("window_months", 1, 12), row.whole("lead_days", 0, 90)};
    service.audience = row.both("audience_note");
    service.active_from = row.optional_date("active_from");
    service.active_to = row.optional_date("active_to");
    if (service.active_from && service.active_to && *service.active_to < *service.active_from) {
      row.wrong("active_to lies before active_from");
    }
    draft.services.push_back(std::move(service));
  });
}

void read_documents(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "service_documents", problems, [&](Row& row) {
    DocumentDraft document{row.line(),
                           row.needed("service"),
                           row.whole("sort", 0, 100'000),
                           row.needed_both("document"),
                           row.text("required"),
                           row.both("condition")};
    if (document.required != "yes" && document.required != "no" && document.required != "if_applicable") {
      row.wrong("required must be yes, no or if_applicable");
    }
    if (document.required == "if_applicable" && document.condition.ms.empty()) {
      row.wrong("if_applicable needs a condition");
    }
    draft.documents.push_back(std::move(document));
  });
}

/// Adds up the rows of office_services.csv.
class Offerings {
 public:
  explicit Offerings(Draft& draft) : draft_(draft) {}

  void add(Row& row) {
    const std::vector<std::string> offices =
        named(row.needed("office"), "kind:", draft_.offices, &OfficeDraft::kind);
    const std::vector<std::string> services =
        named(row.needed("service"), "division:", draft_.services, &ServiceDraft::division);
    const std::string pool = row.needed("pool");
    const int counters = row.whole("counters", 0, 500);
    if (offices.empty()) row.wrong("there is no office " + row.text("office"));
    if (services.empty()) row.wrong("there is no service " + row.text("service"));
    for (const std::string& office : offices) {
      add_pool(row, office, pool, counters);
      for (const std::string& service : services) add_offering(row, office, service, pool);
    }
  }

 private:
  /// The code itself, or those of all rows that the group means; none if there is no such.
  template <class Item>
  static std::vector<std::string> named(const std::string& text, const std::string& prefix,
                                        const std::vector<Item>& items, std::string Item::*group) {
    std::vector<std::string> codes;
    const bool is_group = text.starts_with(prefix);
    for (const Item& item : items) {
      if (is_group ? item.*group == text.substr(prefix.size()) : item.code == text)
        codes.push_back(item.code);
    }
    return codes;
  }

  void add_pool(Row& row, const std::string& office, const std::string& code, int counters) {
    const auto [known, is_new] = counters_.emplace(std::pair(office, code), counters);
    if (is_new) draft_.pools.push_back({row.line(), office, code, counters});
    if (known->second != counters) {
      row.wrong("the pool " + code + " of " + office + " has " + std::to_string(known->second) +
                " counters in a row above");
    }
  }

  void add_offering(Row& row, const std::string& office, const std::string& service,
                    const std::string& pool) {
    if (!pairs_.emplace(office, service).second) {
      row.wrong("a row above already says that " + office + " offers " + service);
      return;
    }
    draft_.offerings.push_back({row.line(), office, service, pool});
  }

  Draft& draft_;
  std::map<std::pair<std::string, std::string>, int> counters_;
  std::set<std::pair<std::string, std::string>> pairs_;
};

void read_pools(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "pools", problems, [&](Row& row) {
    draft.pool_names.push_back({row.line(), row.code("code"), row.needed_both("name")});
  });
  Offerings offerings(draft);
  read_table(files, "office_services", problems, [&](Row& row) { offerings.add(row); });
  read_table(files, "seat_rules", problems, [&](Row& row) {
    const Validity valid = row.validity("valid_from", "valid_to");
    draft.seat_rules.push_back(
        {row.line(), row.needed("office_kind"), row.needed("pool"),
         domain::SeatRule{row.weekdays("weekdays"), row.span("from", "to"), row.whole("slot_minutes", 5, 480),
                          row.whole("seats_per_counter", 1, 100), valid.from, valid.to}});
  });
}

void read_announcements(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "announcements", problems, [&](Row& row) {
    draft.announcements.push_back({row.line(), row.code("code"), row.needed("department"),
                                   row.needed_both("title"), row.needed_both("body"),
                                   row.validity("from", "to"), row.yes("pinned")});
  });
}

}  // namespace

Draft read_services(const CatalogueFiles& files, Problems& problems, Draft draft) {
  read_table(files, "divisions", problems, [&](Row& row) {
    draft.divisions.push_back({row.line(), row.code("code"), row.needed("department"),
                               row.needed_both("name"), row.whole("sort", 0, 1'000'000)});
  });
  read_service_rows(files, draft, problems);
  read_documents(files, draft, problems);
  read_pools(files, draft, problems);
  read_announcements(files, draft, problems);
  return draft;
}

}  // namespace temujanji::catalogue
