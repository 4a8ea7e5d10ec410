#include "base/text.h"
#include "catalogue/check.h"
#include "catalogue/table.h"

namespace temujanji::catalogue {
namespace {

void read_states(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "states", problems, [&](Row& row) {
    draft.states.push_back({row.line(), row.code("code"), row.needed_both("name"), row.needed("region")});
  });
  read_table(files, "weekend_rules", problems, [&](Row& row) {
    draft.weekends.push_back({row.line(), row.needed("state"), row.weekdays("weekday_off"),
                              row.validity("valid_from", "valid_to")});
  });
}

std::vector<std::string> states_of(const std::string& text, const Draft& draft) {
  std::vector<std::string> states;
  if (text == "ALL") {
    for (const StateDraft& state : draft.states) states.push_back(state.code);
    return states;
  }
  for (const std::string_view code : base::split(text, ' ')) {
    if (!code.empty()) states.emplace_back(code);
  }
  return states;
}

void read_holidays(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "holidays", problems, [&](Row& row) {
    draft.holidays.push_back({row.line(), row.date("date"), states_of(row.needed("states"), draft),
                              row.needed_both("name"), row.yes("estimated")});
  });
}

void read_hours(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "hours_profiles", problems, [&](Row& row) {
    draft.hours.push_back({row.line(), row.code("profile"), row.whole("weekday", 1, 7),
                           row.span("opens", "closes"), row.validity("valid_from", "valid_to")});
  });
}

void read_offices(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "offices", problems, [&](Row& row) {
    OfficeDraft office{};
    office.line = row.line();
    office.code = row.code("code");
    office.department = row.needed("department");
    office.kind = row.needed("kind");
    office.state = row.text("state");
    office.district = row.text("district");
    office.name = row.needed_both("name");
    office.address = row.text("address_line");
    office.postcode = row.text("postcode");
    office.city = row.needed("city");
    office.country = row.needed("country");
    office.time_zone = row.needed("time_zone");
    office.hours_profile = row.needed("hours_profile");
    office.opens_on_rest_days = row.yes("opens_on_rest_days");
    office.phone = row.text("phone");
    office.latitude = row.text("latitude");
    office.longitude = row.text("longitude");
    office.active = row.yes("active");
    draft.offices.push_back(std::move(office));
  });
}

void read_closures(const CatalogueFiles& files, Draft& draft, Problems& problems) {
  read_table(files, "closures", problems, [&](Row& row) {
    ClosureDraft closure{};
    closure.line = row.line();
    closure.code = row.code("code");
    closure.state = row.text("state");
    closure.office = row.text("office");
    closure.from = row.date("from");
    closure.to = row.date("to");
    if (closure.to < closure.from) row.wrong("to lies before from");
    if (!row.text("from_time").empty() || !row.text("to_time").empty()) {
      closure.part = row.span("from_time", "to_time");
    }
    closure.reason = row.needed_both("reason");
    draft.closures.push_back(std::move(closure));
  });
}

}  // namespace

Draft read_places(const CatalogueFiles& files, Problems& problems, Draft draft) {
  read_table(files, "departments", problems, [&](Row& row) {
    draft.departments.push_back(
        {row.line(), row.code("code"), row.needed_both("name"), row.whole("sort", 0, 1'000'000)});
  });
  read_states(files, draft, problems);
  read_holidays(files, draft, problems);
  read_hours(files, draft, problems);
  read_offices(files, draft, problems);
  read_closures(files, draft, problems);
  return draft;
}

}  // namespace temujanji::catalogue
