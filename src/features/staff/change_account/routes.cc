#include "features/staff/change_account/routes.h"

#include <algorithm>

#include "base/text.h"
#include "features/staff_fields.h"
#include "web/form.h"

namespace temujanji::features::change_account {
namespace {

/// What was chosen, or is so.
struct Chosen {
  std::optional<domain::Role> role;
  std::vector<domain::OfficeId> offices;
  Mistakes mistakes = {};
  /// The last account that runs the country.
  bool is_last_admin = false;
};

base::Task<std::optional<staff::Account>> find_changeable(App& app, const web::Request& request,
                                                          const Visit& visit) {
  const auto id = base::parse_number<std::int64_t>(request.path_values.front());
  auto find = [&](storage::Connection& connection) {
    return id ? staff::find_account(connection, app.keys, domain::StaffId{*id}) : std::nullopt;
  };
  auto account = co_await app.readers.read(*request.executor, find);
  const bool may =
      account && account->id != visit.account().id && domain::may_manage(visit.account().role, account->role);
  if (!may) account.reset();
  co_return account;
}

Chosen chosen_in(const web::Request& request, const Visit& visit) {
  Chosen chosen;
  const auto form = web::Form::parse(request.body);
  if (!form) {
    chosen.mistakes.emplace_back("role", "required");
    return chosen;
  }
  chosen.role = domain::parse_role(form->value("role"));
  if (chosen.role && !domain::may_manage(visit.account().role, *chosen.role)) chosen.role.reset();
  for (const std::string_view code : form->values("offices")) {
    const catalogue::Office* office = visit.catalogue->find_office(code);
    if (office != nullptr && std::ranges::find(chosen.offices, office->id) == chosen.offices.end())
      chosen.offices.push_back(office->id);
  }
  if (!chosen.role) {
    chosen.mistakes.emplace_back("role", "required");
  } else if (!domain::has_every_office(*chosen.role) && chosen.offices.empty()) {
    chosen.mistakes.emplace_back("offices", "offices_required");
  }
  return chosen;
}

web::Response page(const App& app, const web::Request& request, const Visit& visit,
                   const staff::Account& account, const Chosen& chosen) {
  web::Values values;
  values.set("ID", account.id.value).set("NAME", account.name).set("USER", account.user_name);
  for (const domain::Role role : domain::kRoles) {
    if (!domain::may_manage(visit.account().role, role)) continue;
    add_choice(values, "ROLE_CHOICE", to_text(role), say(app, request, "role." + std::string(to_text(role))),
               chosen.role ? to_text(*chosen.role) : "");
  }
  const auto add_office = [&](web::Values& row, const catalogue::Office& office) {
    row.set("CODE", office.code);
    row.show_if(std::ranges::find(chosen.offices, office.id) != chosen.offices.end(), "CHOSEN");
  };
  const auto any = [](const catalogue::Office&) { return true; };
  add_offices_by_state(request, *visit.catalogue, any, add_office, values);
  for (const auto& [field, code] : chosen.mistakes) add_field_error(app, request, values, field, code);
  if (chosen.is_last_admin) values.show("LAST_ADMIN");
  return show_staff_page(app, request, visit, "features/staff/change_account/page.html",
                         "accounts.change_title", values,
                         chosen.is_last_admin      ? 409
                         : chosen.mistakes.empty() ? 200
                                                   : 422);
}

}  // namespace

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  auto finding = find_changeable(app, request, visit);
  const auto account = co_await finding;
  if (!account) co_return status_page(app, request, 404);
  co_return page(app, request, visit, *account, {account->role, account->offices});
}

base::Task<web::Response> save(App& app, const web::Request& request, const Visit& visit) {
  auto finding = find_changeable(app, request, visit);
  const auto account = co_await finding;
  if (!account) co_return status_page(app, request, 404);
  Chosen chosen = chosen_in(request, visit);
  if (!chosen.mistakes.empty()) co_return page(app, request, visit, *account, chosen);
  staff::ChangeAccount command{account->id, *chosen.role, chosen.offices, visit.account().actor()};
  if (domain::has_every_office(*chosen.role)) {
    command.offices.clear();
  } else {
    // Offices that are not active are not on the form, and stay theirs.
    const auto is_hidden = [&](domain::OfficeId id) {
      const catalogue::Office* office = visit.catalogue->find_office(id);
      return office == nullptr || !office->active;
    };
    std::ranges::copy_if(account->offices, std::back_inserter(command.offices), is_hidden);
  }
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  chosen.is_last_admin = !outcome && outcome.refusal() == staff::AccountRefusal::last_admin;
  if (chosen.is_last_admin) co_return page(app, request, visit, *account, chosen);
  co_return web::Response::see_other(path_to(request, "/staff/accounts"));
}

}  // namespace temujanji::features::change_account
