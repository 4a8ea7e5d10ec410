#include "domain/staff.h"

#include <algorithm>
#include <initializer_list>

namespace temujanji::domain {
namespace {

bool is_one_of(Right right, std::initializer_list<Right> rights) {
  return std::ranges::find(rights, right) != rights.end();
}

}  // namespace

std::string_view to_text(Role role) {
  switch (role) {
    case Role::officer:
      return "officer";
    case Role::office_admin:
      return "office_admin";
    case Role::hq_admin:
      return "hq_admin";
    case Role::auditor:
      return "auditor";
  }
  return "";
}

std::optional<Role> parse_role(std::string_view text) {
  const auto* found = std::ranges::find(kRoles, text, [](Role role) { return to_text(role); });
  if (found == kRoles.end()) return std::nullopt;
  return *found;
}

std::string_view to_text(Right right) {
  switch (right) {
    case Right::own_account:
      return "own_account";
    case Right::see_today:
      return "see_today";
    case Right::see_day:
      return "see_day";
    case Right::serve:
      return "serve";
    case Right::reassign:
      return "reassign";
    case Right::run_office:
      return "run_office";
    case Right::run_country:
      return "run_country";
    case Right::see_country:
      return "see_country";
    case Right::see_approvals:
      return "see_approvals";
    case Right::approve:
      return "approve";
    case Right::see_reports:
      return "see_reports";
    case Right::see_audit:
      return "see_audit";
  }
  return "";
}

bool may(Role role, Right right) {
  if (right == Right::own_account || right == Right::see_today) return true;
  switch (role) {
    case Role::officer:
      return is_one_of(right, {Right::see_day, Right::serve, Right::reassign});
    case Role::office_admin:
      return is_one_of(right, {Right::see_day, Right::serve, Right::reassign, Right::run_office,
                               Right::see_approvals, Right::approve, Right::see_reports});
    case Role::hq_admin:
      return is_one_of(
          right, {Right::see_day, Right::reassign, Right::run_office, Right::run_country, Right::see_country,
                  Right::see_approvals, Right::approve, Right::see_reports, Right::see_audit});
    case Role::auditor:
      return is_one_of(right,
                       {Right::see_country, Right::see_approvals, Right::see_reports, Right::see_audit});
  }
  return false;
}

bool has_every_office(Role role) {
  return role == Role::hq_admin || role == Role::auditor;
}

bool may_manage(Role who, Role whose) {
  return who == Role::hq_admin || (who == Role::office_admin && whose == Role::officer);
}

}  // namespace temujanji::domain
