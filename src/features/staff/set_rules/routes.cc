#include "features/staff/set_rules/routes.h"

#include "base/text.h"
#include "features/staff/set_rules/act.h"
#include "features/staff_fields.h"

namespace temujanji::features::set_rules {
namespace {

/// The form as it was typed.
struct Typed {
  bool walk_ins = false;
  std::string early, late;
};

Typed typed_of(const counter::Rules& rules) {
  return {rules.walk_ins, std::to_string(rules.arrival.early.count()),
          std::to_string(rules.arrival.late.count())};
}

std::chrono::minutes check_minutes(std::string_view field, const std::string& typed, Mistakes& mistakes) {
  const auto minutes = base::parse_number<int>(typed);
  if (!minutes || *minutes < 0 || std::chrono::minutes(*minutes) > counter::kArrivalRuleMost)
    mistakes.emplace_back(field, "rule_minutes");
  return std::chrono::minutes(minutes.value_or(0));
}

web::Response page(const App& app, const web::Request& request, const Visit& visit, const Typed& typed,
                   const Mistakes& mistakes) {
  web::Values values;
  values.set("RULES_URL", office_path(request, visit, "/rules"));
  values.set("TYPED_EARLY", typed.early).set("TYPED_LATE", typed.late);
  values.show_if(typed.walk_ins, "WALK_INS");
  const auto query = web::Form::parse(request.query);
  values.show_if(query && query->value("done") == "saved", "SAVED");
  for (const auto& [field, code] : mistakes) add_field_error(app, request, values, field, code);
  return show_staff_page(app, request, visit, "features/staff/set_rules/page.html", "rules.title", values,
                         mistakes.empty() ? 200 : 422);
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  auto find = [&](storage::Connection& connection) {
    return counter::find_rules(connection, visit.office->id);
  };
  const counter::Rules rules = co_await app.readers.read(*request.executor, find);
  co_return page(app, request, visit, typed_of(rules), {});
}

base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  Typed typed;
  if (form)
    typed = {form->has("walk_ins"), std::string(form->value("early")), std::string(form->value("late"))};
  Mistakes mistakes;
  const domain::ArrivalRule arrival{check_minutes("early", typed.early, mistakes),
                                    check_minutes("late", typed.late, mistakes)};
  if (!mistakes.empty()) co_return page(app, request, visit, typed, mistakes);
  DecideRules command{{visit.office->id, {typed.walk_ins, arrival}}, visit.account().actor()};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (outcome) co_return web::Response::see_other(office_path(request, visit, "/rules?done=saved"));
  switch (outcome.refusal()) {
    case counter::RulesRefusal::minutes:
      mistakes.emplace_back("early", "rule_minutes");
      break;
  }
  co_return page(app, request, visit, typed, mistakes);
}

}  // namespace temujanji::features::set_rules
