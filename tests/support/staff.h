#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "staff/sessions.h"
#include "tests/support/installation.h"

namespace temujanji::features {

/// Somebody of the department with an account, signed in with a browser.
class Colleague {
 public:
  /// `offices` are codes; none for roles that have every office.
  Colleague(Installation& house, domain::Role role, const std::vector<std::string>& offices = {})
      : house_(house), visitor_(house) {
    const auto id = house.ids.make<domain::StaffId>();
    staff::AddAccount add{id,
                          "user" + std::to_string(id.value),
                          staff::seal_name(house.keys, id, "Aminah"),
                          role,
                          {},
                          {},
                          "operator"};
    for (const std::string& code : offices)
      add.offices.push_back(house.live.catalogue()->find_office(code)->id);
    add.invitation = staff::code_digest(house.keys, add.user_name);
    if (!house.engine.run(add)) throw base::Fault("the user name is taken");
    if (!house.engine.run(
            staff::Join{id, add.invitation, "hash", staff::seal_totp_secret(house.keys, id, "s"), 1, {}})) {
      throw base::Fault("the invitation does not hold");
    }
    sign_in(id);
  }

  web::Response get(std::string_view target) { return visitor_.get(target); }
  /// Sends a form, with the token of the last page seen.
  web::Response post(std::string_view target, Pairs fields = {}) {
    return visitor_.post(target, std::move(fields));
  }
  /// Sends a body as it is.
  web::Response post_as(const std::string& content_type, std::string_view target, std::string body) {
    return visitor_.post_as(content_type, target, std::move(body));
  }
  /// Once the session is over.
  void sign_in_again() { sign_in(account_.id); }
  const std::string& page() const { return visitor_.page(); }
  const staff::Account& account() const { return account_; }

 private:
  void sign_in(domain::StaffId id) {
    const std::string token = "token " + std::to_string(++sign_ins_) + " of " + std::to_string(id.value);
    staff::SignIn command{house_.ids.make<domain::SessionId>(),
                          staff::token_digest(house_.keys, base::to_base64url(token)),
                          id,
                          "hash",
                          1 + sign_ins_,
                          {},
                          "test"};
    if (!house_.engine.run(command)) throw base::Fault("nobody could sign in");
    visitor_.set_cookie("staff", base::to_base64url(token));
    const auto connection = house_.database->connect(storage::Access::read);
    account_ = staff::find_account(*connection, house_.keys, id).value();
  }

  Installation& house_;
  Visitor visitor_;
  staff::Account account_;
  int sign_ins_ = 0;
};

}  // namespace temujanji::features
