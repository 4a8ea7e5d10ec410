#include "domain/staff.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace temujanji::domain {
namespace {

TEST(staff_rights, are_those_of_the_table_and_no_more) {
  using enum Right;
  const std::map<Role, std::set<Right>> table{
      {Role::officer, {own_account, see_today, see_day, serve, reassign}},
      {Role::office_admin,
       {own_account, see_today, see_day, serve, reassign, run_office, see_approvals, approve, see_reports}},
      {Role::hq_admin,
       {own_account, see_today, see_day, reassign, run_office, run_country, see_country, see_approvals,
        approve, see_reports, see_audit}},
      {Role::auditor, {own_account, see_today, see_country, see_approvals, see_reports, see_audit}}};
  for (const Role role : kRoles) {
    for (const Right right : kRights) {
      EXPECT_EQ(may(role, right), table.at(role).contains(right)) << to_text(role) << " " << to_text(right);
    }
  }
}

TEST(staff_rights, of_managing_accounts_go_downwards) {
  for (const Role whose : kRoles) {
    EXPECT_TRUE(may_manage(Role::hq_admin, whose));
    EXPECT_EQ(may_manage(Role::office_admin, whose), whose == Role::officer);
    EXPECT_FALSE(may_manage(Role::officer, whose));
    EXPECT_FALSE(may_manage(Role::auditor, whose));
  }
}

TEST(staff_rights, have_names_that_are_read_back) {
  for (const Role role : kRoles) EXPECT_EQ(parse_role(to_text(role)), role);
  EXPECT_EQ(parse_role("king"), std::nullopt);
  std::set<std::string_view> names;
  for (const Right right : kRights) names.insert(to_text(right));
  EXPECT_EQ(names.size(), kRights.size());
}

}  // namespace
}  // namespace temujanji::domain
