#include "features/staff/sign_in/routes.h"

#include "features/staff_door.h"
#include "staff/totp.h"
#include "web/form.h"

namespace temujanji::features::sign_in {
namespace {

constexpr std::string_view kPage = "features/staff/sign_in/page.html";
constexpr std::size_t kTypedMax = 256;

/// What was typed, within bounds.
struct Typed {
  std::string user_name;
  std::string password;
  /// Of the telephone or a recovery code, without separators.
  std::string code;
  /// Where to go afterwards: a page of the department, or empty.
  std::string to;
};

Typed typed_in(const web::Request& request, std::string_view fields) {
  Typed typed;
  const auto form = web::Form::parse(fields);
  if (!form) return typed;
  typed.user_name = staff::parse_user_name(form->value("user_name")).value_or("");
  typed.password = form->raw("password").substr(0, kTypedMax);
  typed.code = staff::bare_code(form->value("code").substr(0, kTypedMax));
  const std::string_view to = form->value("to");
  if (to == path_to(request, "/staff") || to.starts_with(path_to(request, "/staff/"))) typed.to = to;
  return typed;
}

/// What a password and a code turned out to be.
struct Compared {
  bool password = false;
  domain::StaffId staff;
  std::string password_hash;
  std::optional<std::int64_t> totp_step;
  std::optional<base::Digest> recovery_code;
};

/// Takes as long for an account that is not there, is closed, or was never joined.
Compared compare(storage::Connection& connection, const base::KeyRing& keys, const Typed& typed,
                 base::Instant now) {
  static const std::string nobodys_hash = base::hash_password("nobody's");
  const auto found = staff::find_credentials(connection, keys, typed.user_name);
  const bool enterable = found && found->account.active && !found->password_hash.empty();
  Compared compared;
  compared.password = base::is_password(typed.password, enterable ? found->password_hash : nobodys_hash);
  if (!enterable) compared.password = false;
  if (!compared.password) return compared;
  compared.staff = found->account.id;
  compared.password_hash = found->password_hash;
  compared.totp_step = staff::find_totp_step(found->totp_secret, typed.code, now);
  if (!compared.totp_step) compared.recovery_code = staff::code_digest(keys, typed.code);
  return compared;
}

web::Response question(const App& app, const web::Request& request, const Typed& typed,
                       std::string_view problem, int status) {
  web::Values values;
  values.set("TYPED_USER_NAME", typed.user_name).set("TO", typed.to);
  if (!problem.empty()) values.show(problem);
  return show_door(app, request, kPage, "sign_in.title", values, status);
}

}  // namespace

web::Response ask(App& app, const web::Request& request) {
  return question(app, request, typed_in(request, request.query), "", 200);
}

base::Task<web::Response> sign_in(App& app, const web::Request& request) {
  const Typed typed = typed_in(request, request.body);
  // What is no telephone's code is compared with recovery codes only.
  const Proof proof = staff::is_totp_code(typed.code) ? Proof::guessable : Proof::unguessable;
  Door door(app, request, typed.user_name, proof);
  if (door.is_shut()) co_return question(app, request, typed, "TOO_MANY", 429);
  auto work = [&](storage::Connection& connection) {
    return compare(connection, app.keys, typed, app.clock.now());
  };
  const Compared compared = co_await app.doorkeeper.read(*request.executor, work);
  // Many tries sent at once all pass the first look; none may be told more than the limit allows.
  if (door.is_shut()) co_return question(app, request, typed, "TOO_MANY", 429);
  if (!compared.password) {
    door.count_failure();
    co_return question(app, request, typed, "WRONG", 422);
  }
  const std::string token = make_session_token();
  staff::SignIn command{app.ids.make<domain::SessionId>(),
                        staff::token_digest(app.keys, token),
                        compared.staff,
                        compared.password_hash,
                        compared.totp_step,
                        compared.recovery_code,
                        device_of(request)};
  const auto outcome = co_await app.engine.submit(*request.executor, std::move(command));
  if (!outcome) {
    door.count_failure();
    co_return question(app, request, typed, "WRONG", 422);
  }
  web::Response response = web::Response::see_other(typed.to.empty() ? path_to(request, "/staff") : typed.to);
  keep_session(app, request, response, token);
  door.know(response);
  co_return response;
}

base::Task<web::Response> sign_out(App& app, const web::Request& request, const Visit& visit) {
  staff::EndSession command{visit.session.id, visit.account().id};
  co_await app.engine.submit(*request.executor, command);
  web::Response response = web::Response::see_other(path_to(request, "/staff/sign-in"));
  keep_session(app, request, response, "");
  co_return response;
}

}  // namespace temujanji::features::sign_in
