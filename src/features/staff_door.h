#pragma once
#include <optional>
#include <string>
#include <vector>

#include "features/app.h"
#include "staff/sessions.h"
#include "web/http.h"

namespace temujanji::features {

/// Whether the proof somebody gives could be found by trying: six digits of a telephone can, the fifty random
/// bits of a recovery code or an invitation cannot.
enum class Proof { guessable, unguessable };

/// Counts failed tries to enter an account so that guessing is slow, and nobody can be locked out by others.
/// A browser that signed in with the account is known by a sealed cookie and counts by itself, whatever
/// others do. In other browsers tries count by address prefix and, if the proof could be guessed, by account
/// and address prefix and by account: whoever attacks an account from everywhere keeps its owner from new
/// browsers only until they use a recovery code.
class Door {
 public:
  /// `user_name` as `parse_user_name` gives it, or empty.
  Door(App& app, const web::Request& request, std::string user_name, Proof proof);

  /// Whether nobody may try now.
  bool is_shut() const;
  void count_failure();
  /// Lets this browser be known from now on, as those others who signed in with it are.
  void know(web::Response& response) const;

 private:
  struct Count {
    web::RateLimiter& limiter;
    std::string key;
  };
  std::vector<Count> counts() const;

  App& app_;
  const web::Request& request_;
  std::string user_name_;
  Proof proof_;
  /// "user name\nrandom" of each account that signed in here, the last one first.
  std::vector<std::string> known_;
};

/// The random token of a new session.
std::string make_session_token();
/// "Firefox, Windows": what the browser says it is.
std::string device_of(const web::Request& request);

}  // namespace temujanji::features
