#include "features/staff_fields.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "domain/remark.h"

namespace temujanji::features {
namespace {

constexpr std::size_t kReasonMax = 120;
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

std::string check_typed_reason(std::string_view field, const std::string& typed, Mistakes& mistakes) {
  auto text = domain::parse_remark(typed);
  if (!text) {
    mistakes.emplace_back(field, to_text(text.refusal()));
    return typed;
  }
  if (text->size() > kReasonMax) mistakes.emplace_back(field, "too_long");
  return std::move(text).value();
}

}  // namespace

void add_choice(web::Values& values, std::string_view section, std::string_view value, std::string_view name,
                std::string_view chosen) {
  web::Values choice = values.add(section);
  choice.set("VALUE", value).set("NAME", name).show_if(value == chosen, "CHOSEN");
}

void add_offices_by_state(const web::Request& request, const catalogue::Catalogue& catalogue,
                          const std::function<bool(const catalogue::Office&)>& is_wanted,
                          const std::function<void(web::Values&, const catalogue::Office&)>& add_office,
                          web::Values& values) {
  const auto add_group = [&](std::string_view section, std::string_view state, std::string_view name) {
    std::optional<web::Values> group;
    for (const catalogue::Office& office : catalogue.offices()) {
      if (!office.active || office.state != state || !is_wanted(office)) continue;
      if (!group) {
        group = values.add(section);
        group->set("STATE_NAME", name);
      }
      web::Values row = group->add("OFFICE");
      row.set("NAME", office.name.in(request.language));
      add_office(row, office);
    }
  };
  for (const catalogue::State& state : catalogue.states())
    add_group("STATE", state.code, state.name.in(request.language));
  add_group("ABROAD", "", "");
}

TypedPart part_in(const web::Form& form) {
  return {std::string(form.value("from_time")), std::string(form.value("to_time"))};
}

std::optional<domain::MinuteSpan> check_part(const TypedPart& typed, Mistakes& mistakes) {
  const auto from = parse_minute(typed.from);
  const auto to = parse_minute(typed.to);
  if (!from) mistakes.emplace_back("from_time", "time");
  if (!to) mistakes.emplace_back("to_time", "time");
  if (!from || !to) return std::nullopt;
  if (*to <= *from) mistakes.emplace_back("to_time", "closure_hours_order");
  return domain::MinuteSpan{*from, *to};
}

void add_part(const TypedPart& typed, web::Values& values) {
  values.set("TYPED_FROM_TIME", typed.from).set("TYPED_TO_TIME", typed.to);
}

std::string time_value(int minute) {
  char text[16];
  const int length = std::snprintf(text, sizeof text, "%02d:%02d", minute / 60, minute % 60);
  return std::string(text, static_cast<std::size_t>(length));
}

std::string part_text(const App& app, const web::Request& request, domain::MinuteSpan part) {
  const auto time = [&](int minute) {
    return app.words.time(request.language, base::LocalTime(std::chrono::minutes(minute)));
  };
  return time(part.from) + " – " + time(part.to);
}

TypedReason reason_in(const web::Form& form) {
  return {std::string(form.value("reason")), std::string(form.value("reason_ms")),
          std::string(form.value("reason_en"))};
}

base::Bilingual check_reason(const TypedReason& typed, const UsualReasons& usual, const base::Words& words,
                             Mistakes& mistakes) {
  if (std::ranges::find(usual.codes, typed.chosen) != usual.codes.end()) {
    const std::string key = std::string(usual.words) + typed.chosen;
    return {std::string(words.text(base::Language::ms, key)),
            std::string(words.text(base::Language::en, key))};
  }
  if (typed.chosen != kOther) {
    mistakes.emplace_back("reason", "required");
    return {};
  }
  return {check_typed_reason("reason_ms", typed.ms, mistakes),
          check_typed_reason("reason_en", typed.en, mistakes)};
}

void add_reason(const App& app, const web::Request& request, const TypedReason& typed,
                const UsualReasons& usual, web::Values& values) {
  values.set("TYPED_REASON", typed.chosen).set("TYPED_REASON_MS", typed.ms).set("TYPED_REASON_EN", typed.en);
  for (const std::string_view code : usual.codes) {
    const std::string key = std::string(usual.words) + std::string(code);
    add_choice(values, "REASON_CHOICE", code, say(app, request, key), typed.chosen);
  }
  add_choice(values, "REASON_CHOICE", kOther, say(app, request, "closures.other_reason"), typed.chosen);
}

}  // namespace temujanji::features
