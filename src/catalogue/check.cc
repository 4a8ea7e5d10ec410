#include "catalogue/check.h"

#include <charconv>
#include <map>
#include <set>
#include <string>

#include "base/fault.h"
#include "base/text.h"
#include "base/zone.h"

namespace temujanji::catalogue {
namespace {

using Codes = std::set<std::string, std::less<>>;

/// The codes of the rows; a code that stands twice is noted.
template <class Item>
Codes codes_of(const std::vector<Item>& items, const std::string& file, Problems& problems) {
  Codes codes;
  for (const Item& item : items) {
    if (!codes.insert(item.code).second) {
      problems.add(file, item.line, "the code " + item.code + " stands twice");
    }
  }
  return codes;
}

void want(bool holds, const std::string& file, int line, const std::string& reason, Problems& problems) {
  if (!holds) problems.add(file, line, reason);
}

bool overlap(domain::MinuteSpan left, domain::MinuteSpan right) {
  return left.from < right.to && right.from < left.to;
}

bool is_degrees(std::string_view text, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= -most && value <= most;
}

void check_weekends(const Draft& draft, const Codes& states, Problems& problems) {
  const std::string file = "weekend_rules.csv";
  std::set<std::pair<std::string, domain::Date>> keys;
  for (const WeekendDraft& rule : draft.weekends) {
    want(states.contains(rule.state), file, rule.line, "there is no state " + rule.state, problems);
    want(keys.emplace(rule.state, rule.valid.from).second, file, rule.line,
         "another rule of this state begins on the same day", problems);
  }
}

void check_holidays(const Draft& draft, const Codes& states, Problems& problems) {
  const std::string file = "holidays.csv";
  std::set<std::tuple<domain::Date, std::string, std::string>> keys;
  for (const HolidayDraft& holiday : draft.holidays) {
    for (const std::string& state : holiday.states) {
      want(states.contains(state), file, holiday.line, "there is no state " + state, problems);
      want(keys.emplace(holiday.on, state, holiday.name.ms).second, file, holiday.line,
           "this holiday stands twice for the state " + state, problems);
    }
  }
}

void check_hours(const Draft& draft, Problems& problems) {
  std::map<std::tuple<std::string, domain::Date, int>, std::vector<domain::MinuteSpan>> days;
  for (const HoursDraft& hours : draft.hours) {
    auto& spans = days[{hours.profile, hours.valid.from, hours.weekday}];
    for (const domain::MinuteSpan span : spans) {
      want(!overlap(span, hours.open), "hours_profiles.csv", hours.line,
           "these hours overlap with others of the same day and profile", problems);
    }
    spans.push_back(hours.open);
  }
}

bool knows_zone(const std::string& name) {
  try {
    base::load_zone(name);
    return true;
  } catch (const base::Fault&) {
    return false;
  }
}

struct PlaceCodes {
  Codes departments, states, offices, profiles;
};

void check_office(const OfficeDraft& office, const PlaceCodes& codes, Problems& problems) {
  const std::string file = "offices.csv";
  want(codes.departments.contains(office.department), file, office.line,
       "there is no department " + office.department, problems);
  want(office.state.empty() || codes.states.contains(office.state), file, office.line,
       "there is no state " + office.state, problems);
  want((office.country == "MY") != office.state.empty(), file, office.line,
       "an office in MY has a state, one abroad has none", problems);
  want(office.country.size() == 2 && base::to_upper(office.country) == office.country, file, office.line,
       "country must be two capital letters", problems);
  want(codes.profiles.contains(office.hours_profile), file, office.line,
       "there are no hours for the profile " + office.hours_profile, problems);
  want(office.latitude.empty() == office.longitude.empty(), file, office.line,
       "latitude and longitude belong together", problems);
  want(office.latitude.empty() || (is_degrees(office.latitude, 90) && is_degrees(office.longitude, 180)),
       file, office.line, "latitude and longitude must be decimal degrees", problems);
}

void check_closures(const Draft& draft, const PlaceCodes& codes, Problems& problems) {
  const std::string file = "closures.csv";
  codes_of(draft.closures, file, problems);
  for (const ClosureDraft& closure : draft.closures) {
    want(closure.state.empty() || codes.states.contains(closure.state), file, closure.line,
         "there is no state " + closure.state, problems);
    want(closure.office.empty() || codes.offices.contains(closure.office), file, closure.line,
         "there is no office " + closure.office, problems);
    want(closure.state.empty() || closure.office.empty(), file, closure.line,
         "name a state or an office, not both", problems);
  }
}

}  // namespace

void check_places(const Draft& draft, Problems& problems) {
  PlaceCodes codes;
  codes.departments = codes_of(draft.departments, "departments.csv", problems);
  codes.states = codes_of(draft.states, "states.csv", problems);
  codes.offices = codes_of(draft.offices, "offices.csv", problems);
  for (const HoursDraft& hours : draft.hours) codes.profiles.insert(hours.profile);
  check_weekends(draft, codes.states, problems);
  check_holidays(draft, codes.states, problems);
  check_hours(draft, problems);
  std::map<std::string, bool> zones;
  for (const OfficeDraft& office : draft.offices) {
    check_office(office, codes, problems);
    const auto [zone, is_new] = zones.try_emplace(office.time_zone, false);
    if (is_new) zone->second = knows_zone(office.time_zone);
    want(zone->second, "offices.csv", office.line, "this machine knows no time zone " + office.time_zone,
         problems);
  }
  check_closures(draft, codes, problems);
}

base::Result<Draft, Problems> check_catalogue(const CatalogueFiles& files) {
  Problems problems;
  Draft draft = read_services(files, problems, read_places(files, problems));
  check_places(draft, problems);
  check_services(draft, problems);
  if (!problems.none()) return problems;
  return draft;
}

}  // namespace temujanji::catalogue
