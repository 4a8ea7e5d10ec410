#include "features/staff/manage_accounts/routes.h"

#include <algorithm>

#include "base/text.h"
#include "domain/person_name.h"
#include "web/form.h"

namespace temujanji::features::manage_accounts {
namespace {

constexpr std::size_t kNameMax = 100;

/// A code to hand over, shown once.
struct Invitation {
  std::string user_name;
  std::string code;
};

struct Typed {
  std::string name, user_name, role;
};

struct Shown {
  Typed typed = {};
  std::optional<Invitation> invitation = {};
  std::string_view field = {};
  std::string_view code = {};
  /// A section that tells why a change was refused.
  std::string_view refusal = {};
};

/// Roles that can be given here: those of an office at an office, the others at headquarters.
bool is_given_here(const Visit& visit, domain::Role role) {
  const bool of_an_office = !domain::has_every_office(role);
  return domain::may_manage(visit.account().role, role) && of_an_office == (visit.office != nullptr);
}

std::string accounts_path(const web::Request& request, const Visit& visit) {
  return visit.office != nullptr ? office_path(request, visit, "/accounts")
                                 : path_to(request, "/staff/accounts");
}

/// Their role, and where they work.
std::string place_of(const App& app, const web::Request& request, const Visit& visit,
                     const staff::Account& account) {
  std::string text(say(app, request, "role." + std::string(to_text(account.role))));
  for (const domain::OfficeId id : account.offices) {
    const catalogue::Office* office = visit.catalogue->find_office(id);
    if (office != nullptr && office != visit.office) text += ", " + office->name.in(request.language);
  }
  return text;
}

void add_rows(const App& app, const web::Request& request, const Visit& visit,
              const std::vector<staff::Account>& accounts, web::Values& values) {
  for (const staff::Account& account : accounts) {
    web::Values row = values.add("ACCOUNT");
    row.set("ID", account.id.value).set("NAME", account.name).set("USER", account.user_name);
    row.set("PLACE", place_of(app, request, visit, account));
    row.show(!account.active ? "CLOSED" : account.joined ? "OPEN" : "INVITED");
    const bool is_oneself = account.id == visit.account().id;
    if (is_oneself || !domain::may_manage(visit.account().role, account.role)) continue;
    row.show(account.active ? "CAN_CLOSE" : "CAN_OPEN");
    if (account.active) row.show("CAN_INVITE");
    if (visit.may(domain::Right::run_country))
      row.add("CAN_CHANGE")
          .set("CHANGE_URL", path_to(request, "/staff/accounts/" + std::to_string(account.id.value)));
  }
}

base::Task<web::Response> page(App& app, const web::Request& request, const Visit& visit, Shown shown) {
  auto read = [&](storage::Connection& connection) {
    return staff::list_accounts(connection, app.keys,
                                visit.office != nullptr ? std::optional(visit.office->id) : std::nullopt);
  };
  const auto accounts = co_await app.readers.read(*request.executor, read);
  web::Values values;
  values.set("ACCOUNTS_URL", accounts_path(request, visit));
  add_rows(app, request, visit, accounts, values);
  for (const domain::Role role : domain::kRoles) {
    if (!is_given_here(visit, role)) continue;
    web::Values choice = values.add("ROLE_CHOICE");
    choice.set("VALUE", to_text(role));
    choice.set("NAME", say(app, request, "role." + std::string(to_text(role))));
    choice.show_if(shown.typed.role == to_text(role), "CHOSEN");
  }
  values.show_if(visit.office == nullptr, "ELSEWHERE");
  values.set("TYPED_NAME", shown.typed.name).set("TYPED_USER_NAME", shown.typed.user_name);
  if (shown.invitation) {
    values.add("INVITATION").set("USER", shown.invitation->user_name).set("CODE", shown.invitation->code);
  }
  if (!shown.refusal.empty()) values.show(shown.refusal);
  if (!shown.field.empty()) add_field_error(app, request, values, shown.field, shown.code);
  const int status = !shown.field.empty() ? 422 : !shown.refusal.empty() ? 409 : 200;
  co_return show_staff_page(app, request, visit, "features/staff/manage_accounts/page.html", "accounts.title",
                            values, status);
}

/// What is wrong with a new account: field and code, or nothing.
std::pair<std::string_view, std::string_view> problem_of(const Visit& visit, const Typed& typed) {
  if (typed.name.empty()) return {"name", "required"};
  if (typed.name.size() > kNameMax) return {"name", "too_long"};
  if (typed.user_name.empty()) return {"user_name", "required"};
  if (!staff::parse_user_name(typed.user_name)) return {"user_name", "user_name"};
  const auto role = domain::parse_role(typed.role);
  if (!role || !is_given_here(visit, *role)) return {"role", "required"};
  return {};
}

/// The account of a form that the visitor may change: not their own, of a role they manage, and of the office
/// at whose page they are.
std::optional<staff::Account> find_changeable(storage::Connection& connection, const App& app,
                                              const Visit& visit, domain::StaffId id) {
  auto account = staff::find_account(connection, app.keys, id);
  if (!account || account->id == visit.account().id) return std::nullopt;
  if (!domain::may_manage(visit.account().role, account->role)) return std::nullopt;
  if (visit.office != nullptr &&
      std::ranges::find(account->offices, visit.office->id) == account->offices.end())
    return std::nullopt;
  return account;
}

std::string_view section_of(staff::AccountRefusal refusal) {
  switch (refusal) {
    case staff::AccountRefusal::last_admin:
      return "LAST_ADMIN";
    case staff::AccountRefusal::user_name_taken:
    case staff::AccountRefusal::gone:
    case staff::AccountRefusal::joined_meanwhile:
      break;
  }
  return "CHANGED_MEANWHILE";
}

base::Task<Shown> invite_again(App& app, const web::Request& request, const Visit& visit,
                               const staff::Account& account) {
  const std::string code = staff::make_code();
  staff::InviteAgain command{account.id, staff::code_digest(app.keys, code), visit.account().actor()};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  Shown shown;
  if (outcome) {
    shown.invitation = Invitation{account.user_name, code};
  } else {
    shown.refusal = section_of(outcome.refusal());
  }
  co_return shown;
}

base::Task<Shown> set_active(App& app, const web::Request& request, const Visit& visit,
                             const staff::Account& account, bool active) {
  staff::SetActive command{account.id, active, visit.account().actor()};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  Shown shown;
  if (!outcome) shown.refusal = section_of(outcome.refusal());
  co_return shown;
}

}  // namespace

base::Task<web::Response> list(App& app, const web::Request& request, const Visit& visit) {
  auto showing = page(app, request, visit, {});
  co_return co_await showing;
}

base::Task<web::Response> add(App& app, const web::Request& request, const Visit& visit) {
  Shown shown;
  if (const auto form = web::Form::parse(request.body)) {
    shown.typed.name = form->value("name");
    shown.typed.user_name = form->value("user_name");
    shown.typed.role = form->value("role");
  }
  std::tie(shown.field, shown.code) = problem_of(visit, shown.typed);
  if (shown.field.empty()) {
    const auto id = app.ids.make<domain::StaffId>();
    const std::string user_name = *staff::parse_user_name(shown.typed.user_name);
    const std::string code = staff::make_code();
    staff::AddAccount command{id,
                              user_name,
                              staff::seal_name(app.keys, id, shown.typed.name),
                              *domain::parse_role(shown.typed.role),
                              {},
                              staff::code_digest(app.keys, code),
                              visit.account().actor()};
    if (visit.office != nullptr) command.offices.push_back(visit.office->id);
    const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
    if (outcome) {
      shown = {};
      shown.invitation = Invitation{user_name, code};
    } else {
      shown.field = "user_name";
      shown.code = "user_name_taken";
    }
  }
  auto showing = page(app, request, visit, std::move(shown));
  co_return co_await showing;
}

base::Task<web::Response> change(App& app, const web::Request& request, const Visit& visit) {
  const auto form = web::Form::parse(request.body);
  const auto id = form ? base::parse_number<std::int64_t>(form->value("account")) : std::nullopt;
  const std::string what(form ? form->value("change") : "");
  auto find = [&](storage::Connection& connection) {
    return id ? find_changeable(connection, app, visit, domain::StaffId{*id}) : std::nullopt;
  };
  const auto account = co_await app.readers.read(*request.executor, find);
  if (!account || (what != "invite" && what != "close" && what != "open")) {
    co_return status_page(app, request, 404);
  }
  auto changing = what == "invite" ? invite_again(app, request, visit, *account)
                                   : set_active(app, request, visit, *account, what == "open");
  auto showing = page(app, request, visit, co_await changing);
  co_return co_await showing;
}

}  // namespace temujanji::features::manage_accounts
