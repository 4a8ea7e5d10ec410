#include "features/staff/close_counters/form.h"

#include <array>

namespace temujanji::features::close_counters {
namespace {

constexpr std::array<std::string_view, 9> kReasons{"occasional_holiday", "polling_day",    "flood",
                                                   "power_cut",          "system_failure", "building_repairs",
                                                   "safety_order",       "event",          "training"};
constexpr UsualReasons kUsual{"closure_reason.", kReasons};

void check_dates(const Typed& typed, domain::Date today, Checked& checked) {
  const auto from = domain::parse_date(typed.from);
  const auto to = typed.to.empty() ? from : domain::parse_date(typed.to);
  if (!from) {
    checked.mistakes.emplace_back("from", typed.from.empty() ? "required" : "date");
  } else if (*from < today) {
    checked.mistakes.emplace_back("from", "closure_past");
  }
  if (!to && !typed.to.empty()) checked.mistakes.emplace_back("to", "date");
  if (!from || !to) return;
  if (*to < *from) checked.mistakes.emplace_back("to", "closure_order");
  if (domain::plus_days(*from, catalogue::kClosureDaysMax - 1) < *to) {
    checked.mistakes.emplace_back("to", "closure_long");
  }
  checked.closure.from = *from;
  checked.closure.to = *to;
}

void check_place(const Typed& typed, const Visit& visit, Checked& checked) {
  if (visit.office != nullptr) {
    checked.place.office = visit.office->id;
    return;
  }
  checked.place.state = typed.state;
  if (!typed.state.empty() && visit.catalogue->find_state(typed.state) == nullptr) {
    checked.mistakes.emplace_back("state", "required");
  }
}

}  // namespace

Typed typed_in(const web::Form& form) {
  const auto value = [&](std::string_view field) { return std::string(form.value(field)); };
  return {value("state"), value("from"), value("to"), value("extent"), part_in(form), reason_in(form)};
}

Checked check(const Typed& typed, const Visit& visit, const base::Words& words, domain::Date today) {
  Checked checked;
  check_place(typed, visit, checked);
  check_dates(typed, today, checked);
  if (typed.extent == "hours") checked.closure.part = check_part(typed.part, checked.mistakes);
  checked.closure.reason = check_reason(typed.reason, kUsual, words, checked.mistakes);
  return checked;
}

void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values) {
  values.set("TYPED_FROM", typed.from).set("TYPED_TO", typed.to);
  values.set("TYPED_STATE", typed.state).set("TYPED_EXTENT", typed.extent);
  values.show(typed.extent == "hours" ? "HOURS_CHOSEN" : "DAYS_CHOSEN");
  add_part(typed.part, values);
  add_reason(app, request, typed.reason, kUsual, values);
  if (visit.office != nullptr) return;
  web::Values place = values.add("CHOOSE_PLACE");
  add_choice(place, "STATE_CHOICE", "", say(app, request, "closures.everywhere"), typed.state);
  for (const catalogue::State& state : visit.catalogue->states()) {
    add_choice(place, "STATE_CHOICE", state.code, state.name.in(request.language), typed.state);
  }
}

}  // namespace temujanji::features::close_counters
