#pragma once
#include <optional>
#include <string>

#include "features/app.h"
#include "staff/sessions.h"
#include "web/http.h"

namespace temujanji::features {

/// Counts failed tries to enter an account so that guessing is slow, and nobody can be locked out by others:
/// tries count by account and address prefix, by address prefix, and by account from browsers that never
/// signed in with it. A browser that did is known by a sealed cookie and counts by itself.
class Door {
 public:
  /// `user_name` as `parse_user_name` gives it, or empty.
  Door(App& app, const web::Request& request, std::string user_name);

  /// Whether somebody may try now.
  bool is_shut() const;
  void count_failure();
  /// Lets this browser be known from now on.
  void know(web::Response& response) const;

 private:
  App& app_;
  const web::Request& request_;
  std::string user_name_;
  /// The known browser, or empty.
  std::string known_;
  std::string place() const;
};

/// The random token of a new session.
std::string make_session_token();
/// "Firefox, Windows": what the browser says it is.
std::string device_of(const web::Request& request);

}  // namespace temujanji::features
