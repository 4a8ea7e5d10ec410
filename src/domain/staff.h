#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace temujanji::domain {

/// What somebody is employed as. The names are those of the column `staff.role`.
enum class Role {
  officer,       // serves people at the counters of their offices
  office_admin,  // runs their offices
  hq_admin,      // runs what holds for the whole country, and any office
  auditor,       // sees what was done, and figures, of every office; changes nothing
};
inline constexpr std::array kRoles{Role::officer, Role::office_admin, Role::hq_admin, Role::auditor};

std::string_view to_text(Role role);
std::optional<Role> parse_role(std::string_view text);

/// What a page of the department asks of whoever opens it.
enum class Right {
  own_account,    // to be signed in
  see_today,      // how an office's day goes, in numbers without persons
  see_day,        // who comes to an office today, with names
  serve,          // check-in, calling, serving
  reassign,       // to find displaced appointments another slot, or cancel them
  run_office,     // an office's rules, hours, closures and people
  run_country,    // catalogue, national calendar, all accounts
  see_country,    // closures and blocks of the whole country, without changing them
  see_approvals,  // what waits for a second person, and what became of it
  approve,        // to be the second person of a sensitive act
  see_reports,    // figures, without persons
  see_audit,      // what was done and looked at
};
inline constexpr std::array kRights{Right::own_account, Right::see_today,   Right::see_day,
                                    Right::serve,       Right::reassign,    Right::run_office,
                                    Right::run_country, Right::see_country, Right::see_approvals,
                                    Right::approve,     Right::see_reports, Right::see_audit};

std::string_view to_text(Right right);

/// What is not said here is denied.
bool may(Role role, Right right);

/// Whether the role is for every office; the others have those they are given.
bool has_every_office(Role role);

/// Whether somebody of role `who` may give, change or end an account of role `whose`: headquarters any,
/// an office's administrator its officers.
bool may_manage(Role who, Role whose);

}  // namespace temujanji::domain
