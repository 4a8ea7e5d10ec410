#include <iomanip>
#include <ostream>

#include "base/fault.h"
#include "catalogue/catalogue.h"
#include "cli/commands.h"
#include "staff/accounts.h"

namespace temujanji::cli {
namespace {

/// An engine on the data folder's database, and its keys, for the length of one sub-command.
struct Desk {
  Desk(const World& world, const DataFolder& folder)
      : database(open_database(folder, world.clock)),
        keys(base::KeyRing::load(folder.keys())),
        ids(world.clock, 0),
        peers(database->join(storage::Role::helper, ids)),
        engine(*database, world.clock, ids, {}),
        reader(database->connect(storage::Access::read)) {}

  staff::Account find(const std::string& user_name) {
    const auto parsed = staff::parse_user_name(user_name);
    auto found = parsed ? staff::find_credentials(*reader, keys, *parsed) : std::nullopt;
    if (!found) throw base::UsageFault("there is no account " + user_name);
    return std::move(found->account);
  }

  std::unique_ptr<storage::Database> database;
  const base::KeyRing keys;
  base::IdSource ids;
  std::unique_ptr<storage::Peers> peers;
  engine::Engine engine;
  std::unique_ptr<storage::Connection> reader;
};

void tell_invitation(const World& world, const std::string& user_name, const std::string& code) {
  world.out
      << "user name:  " << user_name << "\ninvitation: " << code
      << "\nHand both over yourself; the invitation is used once, within seven days, at /ms/staff/join or "
         "/en/staff/join\n";
}

std::vector<domain::OfficeId> offices_of(const StaffRequest& asked, domain::Role role,
                                         storage::Connection& reader) {
  if (domain::has_every_office(role) != asked.offices.empty()) {
    throw base::UsageFault(asked.offices.empty() ? "name the offices of this role with --office"
                                                 : "this role is for every office; leave --office out");
  }
  const auto catalogue = catalogue::Catalogue::load(reader);
  std::vector<domain::OfficeId> offices;
  for (const std::string& code : asked.offices) {
    const catalogue::Office* office = catalogue->find_office(code);
    if (office == nullptr) throw base::UsageFault("there is no office " + code);
    offices.push_back(office->id);
  }
  return offices;
}

domain::Role role_of(const StaffRequest& asked) {
  const auto role = domain::parse_role(asked.role);
  if (!role) throw base::UsageFault("--role is officer, office_admin, hq_admin or auditor");
  return *role;
}

std::string_view state_of(const staff::Account& account) {
  if (!account.active) return "closed";
  return account.joined ? "open" : "invited";
}

}  // namespace

int add_staff(const World& world, const DataFolder& folder, const StaffRequest& asked) {
  const auto user_name = staff::parse_user_name(asked.user_name);
  if (!user_name) throw base::UsageFault("a user name has 3 to 64 of a-z, 0-9, . - _ @");
  const domain::Role role = role_of(asked);
  Desk desk(world, folder);
  const auto id = desk.ids.make<domain::StaffId>();
  const std::string code = staff::make_code();
  const auto outcome = desk.engine.run(staff::AddAccount{
      id, *user_name, staff::seal_name(desk.keys, id, asked.name.empty() ? *user_name : asked.name), role,
      offices_of(asked, role, *desk.reader), staff::code_digest(desk.keys, code), "operator"});
  if (!outcome) throw base::UsageFault("the user name " + *user_name + " is taken");
  tell_invitation(world, *user_name, code);
  return 0;
}

int change_staff(const World& world, const DataFolder& folder, const StaffRequest& asked) {
  const domain::Role role = role_of(asked);
  Desk desk(world, folder);
  const staff::Account account = desk.find(asked.user_name);
  const auto outcome = desk.engine.run(
      staff::ChangeAccount{account.id, role, offices_of(asked, role, *desk.reader), "operator"});
  if (!outcome) throw base::UsageFault("this is the last account that runs the country; add another first");
  world.out << account.user_name << " is " << to_text(role) << " now\n";
  return 0;
}

int invite_staff(const World& world, const DataFolder& folder, const std::string& user_name) {
  Desk desk(world, folder);
  const staff::Account account = desk.find(user_name);
  const std::string code = staff::make_code();
  const auto outcome =
      desk.engine.run(staff::InviteAgain{account.id, staff::code_digest(desk.keys, code), "operator"});
  if (!outcome) throw base::UsageFault("the account " + user_name + " is closed; open it first");
  tell_invitation(world, account.user_name, code);
  return 0;
}

int set_staff_active(const World& world, const DataFolder& folder, const std::string& user_name,
                     bool active) {
  Desk desk(world, folder);
  const staff::Account account = desk.find(user_name);
  const auto outcome = desk.engine.run(staff::SetActive{account.id, active, "operator"});
  if (!outcome) throw base::UsageFault("this is the last account that runs the country; add another first");
  world.out << account.user_name << (active ? " may sign in\n" : " may no longer sign in\n");
  return 0;
}

int list_staff(const World& world, const DataFolder& folder) {
  Desk desk(world, folder);
  const auto catalogue = catalogue::Catalogue::load(*desk.reader);
  for (const staff::Account& account : staff::list_accounts(*desk.reader, desk.keys)) {
    world.out << std::left << std::setw(24) << account.user_name << std::setw(14)
              << domain::to_text(account.role) << std::setw(9) << state_of(account);
    for (const domain::OfficeId id : account.offices) {
      const catalogue::Office* office = catalogue->find_office(id);
      world.out << (office != nullptr ? office->code : "?") << ' ';
    }
    world.out << '\n';
  }
  return 0;
}

}  // namespace temujanji::cli
