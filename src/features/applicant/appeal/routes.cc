#include "features/applicant/appeal/routes.h"

#include "base/text.h"
#include "features/block_form.h"
#include "features/page.h"
#include "features/today.h"
#include "misuse/appeals.h"
#include "web/form.h"

namespace temujanji::features::appeal {
namespace {

constexpr std::string_view kPage = "features/applicant/appeal/page.html";

struct Problem {
  std::string_view field;
  std::string_view code;
};

/// What was typed, what it means, and what is wrong with it.
struct Typed {
  std::string type, number, country, email, phone, text;
  std::vector<misuse::BlockValue> values;
  std::vector<Problem> problems;
};

/// Takes what one field names; `number_field` and `country_field` are the form's names for it.
void take(Typed& typed, const TypedBlockValue& value, std::string_view field, domain::Date today) {
  if (value.value.empty()) return;
  auto parsed = parse_block_value(value, today);
  if (parsed) return typed.values.push_back(std::move(parsed).value());
  const BlockValueProblem& problem = parsed.refusal();
  typed.problems.push_back({problem.field == "country" ? "country" : field, problem.code});
}

std::string_view problem_of_text(std::string_view text) {
  if (text.empty()) return "required";
  return base::code_points(text) > misuse::kAppealLengthMax ? "too_long" : "";
}

Typed read_typed(const App& app, const web::Request& request) {
  Typed typed;
  const auto form = web::Form::parse(request.body);
  if (!form) {
    typed.problems.push_back({"text", "text_characters"});
    return typed;
  }
  typed.type = form->value("type");
  typed.number = form->value("number");
  typed.country = form->value("country");
  typed.email = form->value("email");
  typed.phone = form->value("phone");
  typed.text = form->value("text");
  const domain::Date today = today_in_malaysia(app);
  take(typed, {typed.type == "passport" ? "passport" : "mykad", typed.number, typed.country}, "number",
       today);
  take(typed, {"email", typed.email, ""}, "email", today);
  take(typed, {"phone", typed.phone, ""}, "phone", today);
  if (typed.values.empty() && typed.problems.empty()) typed.problems.push_back({"number", "appeal_who"});
  if (const auto code = problem_of_text(typed.text); !code.empty()) typed.problems.push_back({"text", code});
  return typed;
}

web::Response form_page(const App& app, const web::Request& request, const Typed& typed, int status) {
  web::Values values;
  web::Values form = values.add("ASK");
  form.set("NUMBER", typed.number)
      .set("EMAIL", typed.email)
      .set("PHONE", typed.phone)
      .set("TYPED", typed.text);
  form.show(typed.type == "passport" ? "IS_PASSPORT" : "IS_MYKAD");
  add_countries(request, typed.country, form);
  for (const Problem& problem : typed.problems) {
    const std::string text = field_error(app, request, problem.field, problem.code);
    values.show("ERRORS");
    add_error(values, problem.field, text);
    form.add(base::to_upper(problem.field) + "_ERROR").set("ERROR_TEXT", text);
  }
  values.show_if(status == 429, "TOO_MANY");
  return show_page(app, request, kPage, "appeal.title", values, status);
}

misuse::MakeAppeal make_command(App& app, const web::Request& request, Typed typed) {
  // Whoever is blocked by their address cannot know it.
  typed.values.push_back(misuse::value_of_address(request.address.prefix));
  misuse::MakeAppeal command;
  for (const misuse::BlockValue& value : typed.values) {
    const auto id = app.ids.make<domain::AppealId>();
    command.against.push_back({id, value.kind, misuse::block_digest(app.keys, value),
                               misuse::seal_appeal(app.keys, id, typed.text)});
  }
  return command;
}

}  // namespace

web::Response ask(App& app, const web::Request& request) {
  return form_page(app, request, {}, 200);
}

base::Task<web::Response> send(App& app, const web::Request& request) {
  Typed typed = read_typed(app, request);
  if (!typed.problems.empty()) co_return form_page(app, request, typed, 422);
  if (app.is_limited(request) && !app.appeals_by_address.allow(request.address.prefix, app.clock.now())) {
    co_return form_page(app, request, typed, 429);
  }
  misuse::MakeAppeal command = make_command(app, request, std::move(typed));
  co_await app.engine.submit(*request.executor, std::move(command));
  web::Values values;
  values.show("SENT");
  co_return show_page(app, request, kPage, "appeal.sent_title", values);
}

}  // namespace temujanji::features::appeal
