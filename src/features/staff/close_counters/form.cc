#include "features/staff/close_counters/form.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace temujanji::features::close_counters {
namespace {

constexpr std::size_t kReasonMax = 120;
constexpr std::array<std::string_view, 9> kReasons{"occasional_holiday", "polling_day",    "flood",
                                                   "power_cut",          "system_failure", "building_repairs",
                                                   "safety_order",       "event",          "training"};
constexpr std::string_view kOther = "other";

/// "08:30" as browsers send it, also "8:30" and "08.30" as people type it.
std::optional<int> parse_minute(std::string_view text) {
  const std::size_t mark = text.find_first_of(":.");
  if (mark == text.npos || text.size() != mark + 3) return std::nullopt;
  const auto hour = base::parse_number<int>(text.substr(0, mark));
  const auto minute = base::parse_number<int>(text.substr(mark + 1));
  if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

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

void check_hours(const Typed& typed, Checked& checked) {
  if (typed.extent != "hours") return;
  const auto from = parse_minute(typed.from_time);
  const auto to = parse_minute(typed.to_time);
  if (!from) checked.mistakes.emplace_back("from_time", "time");
  if (!to) checked.mistakes.emplace_back("to_time", "time");
  if (!from || !to) return;
  if (*to <= *from) checked.mistakes.emplace_back("to_time", "closure_hours_order");
  checked.closure.part = {*from, *to};
}

void check_reason(const Typed& typed, const base::Words& words, Checked& checked) {
  if (std::ranges::find(kReasons, typed.reason) != kReasons.end()) {
    const std::string key = "closure_reason." + typed.reason;
    checked.closure.reason = {std::string(words.text(base::Language::ms, key)),
                              std::string(words.text(base::Language::en, key))};
    return;
  }
  if (typed.reason != kOther) {
    checked.mistakes.emplace_back("reason", "required");
    return;
  }
  for (const auto& [field, text] :
       {std::pair("reason_ms", &typed.reason_ms), std::pair("reason_en", &typed.reason_en)}) {
    if (text->empty()) checked.mistakes.emplace_back(field, "required");
    if (text->size() > kReasonMax) checked.mistakes.emplace_back(field, "too_long");
  }
  checked.closure.reason = {typed.reason_ms, typed.reason_en};
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

void add_choice(web::Values& values, std::string_view section, std::string_view value, std::string_view name,
                std::string_view chosen) {
  web::Values choice = values.add(section);
  choice.set("VALUE", value).set("NAME", name).show_if(value == chosen, "CHOSEN");
}

}  // namespace

Typed typed_in(const web::Form& form) {
  const auto value = [&](std::string_view field) { return std::string(form.value(field)); };
  return {value("state"),   value("from"),   value("to"),        value("extent"),   value("from_time"),
          value("to_time"), value("reason"), value("reason_ms"), value("reason_en")};
}

Checked check(const Typed& typed, const Visit& visit, const base::Words& words, domain::Date today) {
  Checked checked;
  check_place(typed, visit, checked);
  check_dates(typed, today, checked);
  check_hours(typed, checked);
  check_reason(typed, words, checked);
  return checked;
}

void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values) {
  values.set("TYPED_FROM", typed.from).set("TYPED_TO", typed.to);
  values.set("TYPED_FROM_TIME", typed.from_time).set("TYPED_TO_TIME", typed.to_time);
  values.set("TYPED_REASON_MS", typed.reason_ms).set("TYPED_REASON_EN", typed.reason_en);
  values.set("TYPED_STATE", typed.state).set("TYPED_REASON", typed.reason).set("TYPED_EXTENT", typed.extent);
  values.show(typed.extent == "hours" ? "HOURS_CHOSEN" : "DAYS_CHOSEN");
  for (const std::string_view reason : kReasons) {
    add_choice(values, "REASON_CHOICE", reason, say(app, request, "closure_reason." + std::string(reason)),
               typed.reason);
  }
  add_choice(values, "REASON_CHOICE", kOther, say(app, request, "closures.other_reason"), typed.reason);
  if (visit.office != nullptr) return;
  web::Values place = values.add("CHOOSE_PLACE");
  add_choice(place, "STATE_CHOICE", "", say(app, request, "closures.everywhere"), typed.state);
  for (const catalogue::State& state : visit.catalogue->states()) {
    add_choice(place, "STATE_CHOICE", state.code, state.name.in(request.language), typed.state);
  }
}

}  // namespace temujanji::features::close_counters
