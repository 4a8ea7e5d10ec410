#include "features/staff/cancel_many/form.h"

#include <algorithm>
#include <array>

namespace temujanji::features::cancel_many {
namespace {

constexpr std::array<std::string_view, 6> kReasons{"service_stopped", "system_failure", "counter_fault",
                                                   "fewer_officers",  "safety",         "event"};
constexpr UsualReasons kUsual{"bulk_reason.", kReasons};
constexpr int kDaysAheadMax = 366;

void check_date(const Typed& typed, domain::Date today, Checked& checked) {
  const auto on = domain::parse_date(typed.on);
  if (!on) {
    checked.mistakes.emplace_back("on", typed.on.empty() ? "required_day" : "date");
    return;
  }
  if (*on < today) checked.mistakes.emplace_back("on", "day_past");
  if (domain::plus_days(today, kDaysAheadMax) < *on) checked.mistakes.emplace_back("on", "day_far");
  checked.on = *on;
}

void check_pool(const Typed& typed, const Visit& visit, Checked& checked) {
  if (typed.pool.empty()) return;
  for (const catalogue::Pool& pool : visit.catalogue->pools()) {
    if (pool.office == visit.office->id && pool.code == typed.pool) checked.pool = &pool;
  }
  if (checked.pool == nullptr) checked.mistakes.emplace_back("pool", "required");
}

}  // namespace

Typed typed_in(const web::Form& form) {
  const auto value = [&](std::string_view field) { return std::string(form.value(field)); };
  Typed typed{value("on"), value("pool"), value("extent"), part_in(form), reason_in(form), {}};
  for (const std::string_view id : form.values("keep")) typed.kept.emplace_back(id);
  return typed;
}

Checked check(const Typed& typed, const Visit& visit, const base::Words& words, domain::Date today) {
  Checked checked;
  check_date(typed, today, checked);
  check_pool(typed, visit, checked);
  if (typed.extent == "hours") checked.part = check_part(typed.part, checked.mistakes);
  checked.reason = check_reason(typed.reason, kUsual, words, checked.mistakes);
  return checked;
}

std::vector<appointments::Affected> list_candidates(storage::Connection& connection, const Visit& visit,
                                                    const Checked& checked, base::Instant now) {
  const domain::Closure span{checked.on, checked.on, checked.part, {}};
  std::vector<appointments::Affected> all;
  for (const catalogue::Pool& pool : visit.catalogue->pools()) {
    if (pool.office != visit.office->id || (checked.pool != nullptr && checked.pool != &pool)) continue;
    const auto live = appointments::list_live_in(connection, *visit.office, pool.id, span, now);
    all.insert(all.end(), live.begin(), live.end());
  }
  std::ranges::stable_sort(all, {}, &appointments::Affected::starts_at);
  return all;
}

std::string fingerprint(const std::vector<appointments::Affected>& candidates) {
  std::uint64_t mixed = 0;
  for (const auto& one : candidates)
    mixed = mixed * 1'000'003U + static_cast<std::uint64_t>(one.appointment.value);
  return std::to_string(candidates.size()) + "-" + std::to_string(mixed);
}

bool is_kept(const Typed& typed, domain::AppointmentId id) {
  return std::ranges::find(typed.kept, std::to_string(id.value)) != typed.kept.end();
}

void add_typed(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
               web::Values& values) {
  values.set("TYPED_ON", typed.on).set("TYPED_POOL", typed.pool).set("TYPED_EXTENT", typed.extent);
  values.show(typed.extent == "hours" ? "HOURS_CHOSEN" : "DAY_CHOSEN");
  add_part(typed.part, values);
  add_reason(app, request, typed.reason, kUsual, values);
  add_choice(values, "POOL_CHOICE", "", say(app, request, "cancellations.all_pools"), typed.pool);
  for (const catalogue::Pool& pool : visit.catalogue->pools()) {
    if (pool.office != visit.office->id) continue;
    add_choice(values, "POOL_CHOICE", pool.code, pool.name.in(request.language), typed.pool);
  }
}

}  // namespace temujanji::features::cancel_many
